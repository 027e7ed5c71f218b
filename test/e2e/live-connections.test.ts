import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventBody, sendSigned } from '../fakes/slack/signed.js';
import { runCli, startBot, type BotProcess } from '../support/bot-process.js';
import { startWorld, type World } from '../support/world.js';

interface Ready {
  readonly parts: Readonly<Record<string, { readonly ok: boolean; readonly detail: string }>>;
}

describe('a running bot with a gateway to Discord and signed HTTP from Slack', () => {
  let world: World;
  let bot: BotProcess;
  let base: string;

  beforeAll(async () => {
    world = await startWorld();
    const env = { ...world.env, SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: world.slack.signingSecret };
    bot = startBot(env);
    await bot.waitFor(/Running/, 60_000);
    base = /(http:\/\/[^/]+)\/healthz/.exec(bot.stdout())?.[1] ?? '';
    const key = world.discordKey;
    await runCli(['channels', 'add', key, '--time', '09:00', '--zone', 'UTC', '--count', '1'], env);
    const posted = await runCli(['post', '--channel', key, '--now'], env);
    expect(posted.stdout + posted.stderr).toContain('Posted 1 paper');
  }, 120_000);
  afterAll(async () => {
    await bot.stop();
    await world.close();
  });

  it('lives, and is ready part by part', async () => {
    const health = await fetch(`${base}/healthz`);
    const ready = await fetch(`${base}/readyz`);
    const { parts } = (await ready.json()) as Ready;

    expect(health.status).toBe(200);
    expect(Object.keys(parts).sort()).toEqual([
      'arxiv',
      'database',
      'discord',
      'huggingface',
      'queue',
      'slack',
    ]);
    expect({ status: ready.status, parts }).toMatchObject({ status: 200 });
  });

  it('takes what Slack has signed on the common port, and nothing else', async () => {
    const { teamId, signingSecret: secret } = world.slack;
    const url = `${base}/slack/events`;
    const challenge = { type: 'url_verification', token: 'unused', challenge: 'a-challenge' };
    const verified = await sendSigned(url, { json: challenge }, { secret });
    const event = await sendSigned(url, { json: eventBody(teamId) }, { secret });
    const forged = await sendSigned(url, { json: eventBody(teamId) }, { secret: 'another secret' });

    expect(await verified.text()).toContain('a-challenge');
    expect([verified.status, event.status, forged.status]).toEqual([200, 200, 401]);
  });

  it('answers the buttons of a posted card and of its head, to who pressed them alone', async () => {
    const [thread] = world.discord.threads(world.discord.textChannelId);
    const [head] = world.discord.messages(world.discord.textChannelId);
    const [card] = world.discord.messages(thread?.id ?? '');
    const about = await world.discord.press(head!, 'How this list is made').reply();
    const abstract = await world.discord.press(card!, 'Abstract').reply();
    expect([about.ephemeral, abstract.ephemeral]).toEqual([true, true]);
    expect(about.content).toContain('Papers come from');
    expect(JSON.stringify(abstract)).toContain('We study');
  });

  it('prints no token at the most talkative level', () => {
    const said = bot.stdout() + bot.stderr();

    for (const secret of [world.discord.token, world.slack.botToken, world.slack.signingSecret])
      expect(said).not.toContain(secret);
  });
});
