import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventBody, sendSigned } from '../fakes/slack/signed.js';
import { runCli, startBot, until, type BotProcess, type CliResult } from '../support/bot-process.js';
import { daysBefore } from '../fakes/sources/seed.js';
import { notNow } from '../support/schedules.js';
import { startWorld, type World } from '../support/world.js';

/** Its own three seconds; on a busy machine a request is seen late by up to one. */
const ARXIV_RULES = { toleranceMs: 1_000 };

interface Ready {
  readonly parts: Readonly<Record<string, { readonly ok: boolean; readonly detail: string }>>;
}

describe('a running bot with a gateway to Discord and signed HTTP from Slack', () => {
  let world: World;
  let bot: BotProcess;
  let base: string;
  let collecting: Promise<CliResult>;

  beforeAll(async () => {
    world = await startWorld(ARXIV_RULES);
    const env = { ...world.env, SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: world.slack.signingSecret };
    const today = new Date().toISOString().slice(0, 10);
    bot = startBot(env);
    await bot.waitFor(/Running/, 60_000);
    base = /(http:\/\/[^/]+)\/healthz/.exec(bot.stdout())?.[1] ?? '';
    collecting = runCli(['collect', '--from', daysBefore(today, 4), '--to', today], env);
    const key = world.discordKey;
    await runCli(['channels', 'add', key, ...notNow(), '--count', '1'], env);
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

  it('keeps arXiv’s pace together with a command beside it', async () => {
    const { stdout, stderr } = await collecting;
    expect(stdout + stderr).toMatch(/^arXiv: \d+ papers?/m);
    const paths = () => new Set(world.arxiv.requests.map(({ path }) => path));
    await until(
      () => paths().has('/atom/cs.CL') && paths().has('/api/query'),
      60_000,
      () => `${[...paths()].join(' ')}\n${bot.stderr()}`,
    );
    expect(world.arxiv.requests.length).toBeGreaterThan(2);
    expect(world.arxiv.violations).toEqual([]);
  }, 120_000);

  it('prints no token at the most talkative level', () => {
    const said = bot.stdout() + bot.stderr();

    for (const secret of [world.discord.token, world.slack.botToken, world.slack.signingSecret])
      expect(said).not.toContain(secret);
  });
});
