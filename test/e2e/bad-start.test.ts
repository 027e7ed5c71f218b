import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { runCli, type BotProcess } from '../support/bot-process.js';
import { CLOSED_SOURCES, play, type Scene } from '../support/scene.js';

/** Ample: on a busy machine scenes wait long for their turn. */
const LIMIT = 600_000;
const RUNNING = /Running\. Stop with Ctrl-C/;

/** Starts the bot with no platform configured. */
function startBare({ bot }: Scene, env: Readonly<Record<string, string>> = {}): BotProcess {
  const none = { DISCORD_TOKEN: '', DISCORD_APP_ID: '', SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN: '' };
  return bot({ ...none, ...env });
}

async function expectAlive(bot: BotProcess): Promise<void> {
  const health = /http:\S+\/healthz/.exec(bot.stdout())?.[0] ?? '';
  expect((await fetch(health)).status).toBe(200);
}

describe.concurrent('a bot with nothing configured', () => {
  it(
    'shows the labelled sample when no source can be reached, stores none of it, and stops cleanly',
    () =>
      play(async (scene) => {
        const bot = startBare(scene, CLOSED_SOURCES);
        await bot.waitFor(RUNNING, 120_000);
        const shown = bot.stdout();
        expect(shown).toContain('Hugging Face refuses the connection at 127.0.0.1:2');
        expect(shown).toContain('arXiv refuses the connection at 127.0.0.1:2');
        expect(shown).toContain('Hugging Face and arXiv could not be read: this is the bundled sample.');
        expect(shown).toContain('SAMPLE: real papers of');
        expect(shown.match(/arxiv\.org\/abs\//g)?.length).toBeGreaterThanOrEqual(5);
        await expectAlive(bot);
        const preview = await scene.cli(['preview', '--json'], CLOSED_SOURCES);
        expect(JSON.parse(preview.stdout)).toMatchObject({
          kind: 'empty',
          empty: { outcome: 'source-down' },
        });
        expect(await bot.stop()).toBe(0);
        expect(bot.stdout()).toContain('Stopped.');
      }),
    LIMIT,
  );

  it(
    'shows what arXiv announces when Hugging Face cannot be reached',
    () =>
      play(async (scene) => {
        const bot = startBare(scene, { HUGGINGFACE_URL: 'http://127.0.0.1:2' });
        await bot.waitFor(RUNNING, 120_000);
        const shown = bot.stdout();
        expect(shown).toContain('Hugging Face refuses the connection at 127.0.0.1:2');
        expect(shown).toContain('Reading arXiv');
        expect(shown).not.toMatch(/sample/i);
        expect(shown).toContain('https://arxiv.org/abs/');
      }),
    LIMIT,
  );

  it(
    "prints the day's digest, says which variable turns on what is off, and does both on every start",
    () =>
      play(async (scene) => {
        for (const start of ['first', 'second']) {
          const bot = startBare(scene);
          await bot.waitFor(RUNNING, 120_000);
          const shown = bot.stdout();
          for (const variable of ['DISCORD_TOKEN', 'SLACK_BOT_TOKEN', 'DATABASE_URL', 'REDIS_URL'])
            expect(shown, start).toMatch(new RegExp(`^.*(off|No ).*${variable}.*$`, 'm'));
          expect(shown, start).toMatch(/▲ \d+ upvotes/);
          expect(shown.match(/arxiv\.org\/abs\//g)?.length, start).toBeGreaterThanOrEqual(5);
          expect(shown, start).not.toContain('sample');
          await expectAlive(bot);
          expect(await bot.stop(), start).toBe(0);
        }
      }),
    LIMIT,
  );
});

describe.concurrent('a bot that cannot start', () => {
  it('names every wrong setting with its repair at once, and ends with code 1', async () => {
    const run = await runCli(['start'], {
      PORT: 'eighty',
      SLACK_BOT_TOKEN: 'xapp-1',
      DISCORD_APP_ID: '123456789',
      COLLECT_EVERY: 'often',
      HUGGINGFACE_URL: 'huggingface',
      REDIS_URL: 'localhost',
      DATABASE_URL: 'postgresql://localhost/broadsheet',
      ROLES: 'boss',
    });
    expect(run).toMatchObject({ code: 1, stdout: '' });
    for (const fault of [
      'PORT is not a port number.',
      'SLACK_BOT_TOKEN holds another kind of token.',
      'SLACK_APP_TOKEN is missing',
      'DISCORD_TOKEN is missing though DISCORD_APP_ID is set.',
      'COLLECT_EVERY is not a time',
      'HUGGINGFACE_URL is not an http(s) URL.',
      'REDIS_URL is no address of a Redis.',
      'SECRET_KEY is missing',
      'ROLES names an unknown role.',
    ])
      expect(run.stderr).toContain(fault);
    expect(run.stderr).not.toMatch(/^ {4}at /m);
  });

  it(
    'is told that another bot has the data, or another program the port, and the first bot is not affected',
    () =>
      play(async (scene) => {
        const first = startBare(scene);
        await first.waitFor(RUNNING, 120_000);
        const second = await scene.cli(['start']);
        expect(second.code).toBe(1);
        expect(second.stderr).toMatch(
          new RegExp(`A bot is already running on .*: process ${first.pid} on .*Stop it .*DATA_DIR`),
        );
        await expectAlive(first);
        expect(await first.stop()).toBe(0);

        const taken = createServer().listen(0, '127.0.0.1');
        await once(taken, 'listening');
        const { port } = taken.address() as AddressInfo;
        const third = await scene.cli(['start'], { PORT: String(port) });
        taken.close();
        expect(third.code).toBe(1);
        expect(third.stderr).toContain(
          `Port ${port} on 127.0.0.1 is taken by another program. Stop that program, or set PORT`,
        );
        expect(third.stderr).not.toMatch(/^ {4}at /m);
      }),
    LIMIT,
  );
});
