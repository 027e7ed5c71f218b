import { describe, expect, it } from 'vitest';
import { BITS } from '../fakes/discord/state.js';
import { postsTo } from '../fakes/discord/faults.js';
import { until } from '../support/bot-process.js';
import { postedOnDiscord, postedOnSlack } from '../support/posted.js';
import { play, type Scene } from '../support/scene.js';
import { addDueSoon, notNow } from '../support/schedules.js';

/** Ample: on a busy machine scenes wait long for their turn. */
const LIMIT = 600_000;
const COUNT = 2;

interface Row {
  readonly channelKey: string;
  readonly kind: string;
  readonly state: string;
  readonly lastError: string | null;
}

/** Channels that cannot be posted to, each in its own way. */
function badChannels({ world: { discord, slack } }: Scene) {
  const deny = [{ id: discord.guildId, type: 0 as const, allow: 0n, deny: BITS.sendMessages }];
  const forbidden = discord.addChannel({ name: 'closed', overwrites: deny });
  const archived = slack.addChannel({ name: 'old-papers', isArchived: true });
  const stranger = slack.addChannel({ name: 'not-mine', isMember: false });
  slack.state.scopes.delete('chat:write.public');
  return {
    forbidden,
    stranger,
    slow: discord.addChannel({ name: 'slow' }),
    keys: {
      forbidden: `discord:${discord.guildId}:${forbidden.id}`,
      deleted: `discord:${discord.guildId}:987654321098765432`,
      stranger: `slack:${slack.teamId}:${stranger.id}`,
      archived: `slack:${slack.teamId}:${archived.id}`,
    },
  };
}

const REASONS = {
  forbidden: /The bot lacks a permission in this channel: it needs “View Channel”, “Send Messages”/,
  deleted: /Discord knows no such channel: it was deleted, or its id is wrong/,
  stranger: /The bot is not in this channel\. Invite it with \/invite/,
  archived: /The channel is archived\. Unarchive it/,
};
type Bad = keyof typeof REASONS;

describe.concurrent('channels that cannot be posted to', () => {
  it(
    'are paused with a reason people can see, hold up no other channel, and go on once they are repaired',
    () =>
      play(async (scene) => {
        const { world, cli } = scene;
        const { keys, slow, forbidden, stranger } = badChannels(scene);
        const slowKey = `discord:${world.discord.guildId}:${slow.id}`;
        world.discord.fault({ act: 'rate-limit', seconds: 3_600 }, { when: postsTo(slow.id) });
        const bot = scene.bot();
        const said = () => `${bot.stdout()}\n${bot.stderr()}`;
        await bot.waitFor(/Running\. Stop with Ctrl-C/, 120_000);
        // The healthy ones first: nothing that is wrong with the others may have come before them.
        for (const due of [
          [world.discordKey, world.slackKey],
          [...Object.values(keys), slowKey],
        ])
          await Promise.all(due.map((key) => addDueSoon(cli, key, '--count', String(COUNT))));
        const full = (cards: readonly string[]) => cards.length === COUNT;
        const healthy = () =>
          [postedOnDiscord(world), postedOnSlack(world)].every(({ cards }) => full(cards));
        await until(healthy, 200_000, said);
        await until(() => said().match(/channel paused/g)?.length === 4, 60_000, said);
        await expectReasons(scene, keys, slowKey);

        forbidden.overwrites = [];
        stranger.isMember = true;
        await Promise.all([keys.forbidden, keys.stranger].map((key) => cli(['channels', 'resume', key])));
        const repaired = () => [postedOnDiscord(world, forbidden.id), postedOnSlack(world, stranger.id)];
        await until(() => repaired().every(({ cards }) => full(cards)), 200_000, said);
        for (const posted of [...repaired(), postedOnDiscord(world), postedOnSlack(world)])
          expect(posted).toMatchObject({ heads: 1, threads: 1 });
        expect(await bot.stop()).toBe(0);
      }),
    LIMIT,
  );
});

async function expectReasons(
  { cli }: Scene,
  keys: Readonly<Record<Bad, string>>,
  slowKey: string,
): Promise<void> {
  const [listed, doctor, ledger] = await Promise.all([
    cli(['channels', 'list']),
    cli(['doctor']),
    cli(['deliveries', '--json']),
  ]);
  const rows = JSON.parse(ledger.stdout) as readonly Row[];
  expect(doctor.code).toBe(1);
  const slow = rows.find(({ channelKey, kind }) => channelKey === slowKey && kind === 'head');
  expect(slow).toMatchObject({
    state: 'pending',
    lastError: expect.stringMatching(/^Discord's rate limit/) as string,
  });
  for (const name of Object.keys(keys) as Bad[]) {
    const key = keys[name];
    const reason = REASONS[name].source;
    expect(listed.stdout).toMatch(new RegExp(`${key} is paused: ${reason}`));
    expect(doctor.stdout).toMatch(new RegExp(`✗ ${key}: paused: ${reason}`));
    expect(doctor.stdout).toContain(`broadsheet channels resume ${key}`);
    const head = rows.find(({ channelKey, kind }) => channelKey === key && kind === 'head');
    expect(head).toMatchObject({ state: 'pending' });
    expect(head?.lastError).toMatch(/^(Discord|Slack) answered/);
  }
}

describe.concurrent('a token that is not accepted', () => {
  it.each([
    {
      platform: 'Discord',
      env: { DISCORD_TOKEN: 'revoked' },
      words: /Discord does not accept the bot token\..*DISCORD_TOKEN/s,
      bad: ({ world }: Scene) => world.discordKey,
      good: ({ world }: Scene) => world.slackKey,
    },
    {
      platform: 'Slack',
      env: { SLACK_BOT_TOKEN: 'xoxb-revoked' },
      words: /Slack does not accept (the bot token|SLACK_BOT_TOKEN) \(invalid_auth\)\..*SLACK_BOT_TOKEN/s,
      bad: ({ world }: Scene) => world.slackKey,
      good: ({ world }: Scene) => world.discordKey,
    },
  ])(
    'is named with its variable, and the other platform is not affected: $platform',
    ({ env, words, bad, good }) =>
      play(async (scene) => {
        const bot = scene.bot(env);
        const said = () => `${bot.stdout()}\n${bot.stderr()}`;
        await bot.waitFor(/Running\. Stop with Ctrl-C/, 120_000);
        for (const key of [bad(scene), good(scene)]) {
          const added = await scene.cli(['channels', 'add', key, ...notNow(), '--count', String(COUNT)]);
          expect(added.stdout).toContain(`${key} is added`);
        }
        expect(said()).toMatch(words);
        expect(bot.stdout(), 'a plain line per platform, beside the log').toMatch(words);
        const health = /http:\S+\/healthz/.exec(bot.stdout())?.[0] ?? '';
        const ready = await fetch(health.replace('healthz', 'readyz'));
        expect(ready.status).toBe(503);
        expect(await ready.text()).toMatch(words);
        const posted = await scene.cli(['post', '--channel', good(scene), '--now'], env);
        expect(posted.stdout).toContain(`Posted ${COUNT} papers`);
        const refused = await scene.cli(['post', '--channel', bad(scene), '--now'], env);
        expect(refused.code).toBe(1);
        expect(refused.stdout).toMatch(
          /The channel is paused: (Discord|Slack) does not accept the bot token/,
        );
        expect((await scene.cli(['doctor'], env)).stdout).toMatch(words);
        expect((await fetch(health)).status).toBe(200);
        expect(await bot.stop()).toBe(0);
      }),
    LIMIT,
  );
});
