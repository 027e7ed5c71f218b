import { Routes } from 'discord.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDiscordPublisher } from '../../adapters/discord/index.js';
import { sendOutcomeOf } from '../../adapters/discord/errors.js';
import { NotYet } from '../../adapters/discord/not-yet.js';
import { createRefusalWatch, type RefusalWatch } from '../../adapters/discord/refusals.js';
import { createDiscordRest, createWebhookRest } from '../../adapters/discord/rest.js';
import { createStores, type Stores } from '../../adapters/postgres/index.js';
import { refusalFinding } from '../../src/cli/findings.js';
import { startFakeDiscord, type FakeDiscord } from '../fakes/discord/fake-discord.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';
import { recordingLogger, type LogLine } from '../support/slack-fixtures.js';
import { silentLogger } from '../support/silent-logger.js';
import { headFor, START } from '../support/two-processes.js';

const TEN_MINUTES = 600_000;
/** So that a test need not refuse a thousand. */
const FEW = { posts: 40, answers: 200 };

let fake: FakeDiscord;
let now: number;
beforeEach(async () => {
  now = START.getTime();
  fake = await startFakeDiscord();
});
afterEach(() => fake.close());

const forbid = (status = 403, body: object = { message: 'Missing Permissions', code: 50_013 }) =>
  fake.fault({ act: 'status', status, body }, { when: () => true, times: Infinity });

/** Forty calls at once: each SDK for itself would wait a second after fifty. */
async function refuse(refusals: RefusalWatch): Promise<unknown[]> {
  const rest = createDiscordRest({ token: fake.token, apiUrl: fake.url, refusals });
  const call = (): Promise<unknown> => {
    const { signal } = new AbortController();
    return rest('get', Routes.channel(fake.textChannelId), { signal }).catch((error: unknown) => error);
  };
  return Promise.all(Array.from({ length: 40 }, call));
}

describe('a process that Discord refuses again and again', () => {
  it('stops at a tenth of what Discord bans for, and tells the operator until when', async () => {
    const log: LogLine[] = [];
    const refusals = createRefusalWatch({ logger: recordingLogger(log), now: () => now });
    let calls = 0;
    const make = refusals.over(() => {
      calls += 1;
      return Promise.resolve(new Response('', { status: [401, 403, 429][calls % 3] ?? 403 }));
    }, 'posts');
    const call = () => make('http://127.0.0.1/api/v10/users/@me', {}).then(() => 'made', String);
    for (let i = 0; i < 1_000; i += 1) expect(await call()).toBe('made');
    expect(await call()).toContain('too many requests');
    expect(calls).toBe(1_000);
    expect(log.filter(({ level }) => level === 'warn')).toHaveLength(10);
    expect(log.filter(({ level }) => level === 'error')).toEqual([
      {
        level: 'error',
        message: expect.stringContaining('what is stopped goes on after ten minutes') as string,
        fields: { stopped: 'posts', refused: 1_000, until: expect.stringMatching(/^\d{4}-.*Z$/) as string },
      },
    ]);
  });

  it('says that nothing was sent, and goes on after ten minutes', async () => {
    const refusals = createRefusalWatch({ logger: silentLogger, now: () => now, stopAt: FEW });
    forbid();
    await refuse(refusals);
    const last = (await refuse(refusals)).at(-1);
    expect(fake.requests).toHaveLength(40);
    expect(sendOutcomeOf(last, 'head', { place: fake.textChannelId, head: null })).toEqual({
      kind: 'delay',
      error: expect.stringContaining('too many requests') as string,
      retryAfterMs: TEN_MINUTES,
    });
    now += TEN_MINUTES;
    await refuse(refusals);
    expect(fake.requests, 'what was counted then is over').toHaveLength(80);
  });

  it('still answers people while it posts no more, and stops that, too, at half of the ban', async () => {
    const refusals = createRefusalWatch({
      logger: silentLogger,
      now: () => now,
      turns: { refused: () => Promise.resolve(counted), hold: () => Promise.resolve() },
    });
    let counted = 1_000;
    forbid();
    await refuse(refusals);
    const posts = fake.requests.length;
    const webhook = createWebhookRest(fake.url, refusals);
    const answer = () =>
      webhook('patch', Routes.webhookMessage('1', 'token'), {
        body: {},
        signal: new AbortController().signal,
      }).catch((error: unknown) => error);
    await refuse(refusals);
    expect(fake.requests.length, 'no post').toBe(posts);
    counted = 5_000;
    for (let i = 0; i < 20; i += 1) expect(await answer()).not.toBeInstanceOf(NotYet);
    expect(await answer()).toBeInstanceOf(NotYet);
    expect(fake.requests.length - posts).toBe(20);
  });

  it('does not count what a channel refuses all bots together, nor what was merely not found', async () => {
    const refusals = createRefusalWatch({ logger: silentLogger, now: () => now });
    const shared = new Response('', { status: 429, headers: { 'X-RateLimit-Scope': 'shared' } });
    const missing = new Response('', { status: 404 });
    for (const response of [shared, missing]) {
      const make = refusals.over(() => Promise.resolve(response), 'posts');
      for (let i = 0; i < 1_100; i += 1) await make('http://127.0.0.1/api/v10/users/@me', {});
    }
    expect(refusals.closedFor('posts')).toBe(0);
  });
});

describe.each(testDatabases)('two processes that Discord refuses, on one $name database', ({ open }) => {
  let database: TestDatabase;
  let stores: Stores;
  let statements: number;
  beforeAll(async () => {
    database = await open();
    stores = createStores(database.pool);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    statements = 0;
    await database.pool.query('truncate broadsheet.turns, broadsheet.refusals');
    await database.setClock(START);
  });

  const watch = () =>
    createRefusalWatch({
      logger: silentLogger,
      now: () => now,
      stopAt: { posts: 200, answers: 1_000 },
      turns: {
        ...stores.turns,
        refused: (...counted) => {
          statements += 1;
          return stores.turns.refused(...counted);
        },
      },
    });

  it('stop together, with a third that was never refused, and tell the operator until when', async () => {
    const [one, other] = [watch(), watch()];
    forbid();
    for (let batch = 0; batch < 10; batch += 1) await refuse(batch % 2 === 0 ? one : other);
    const refused = fake.requests.length;
    expect(refused).toBeGreaterThanOrEqual(200);
    expect(refused, 'each alone would have come to two hundred').toBeLessThan(280);
    expect(statements, 'few writes').toBeLessThanOrEqual(refused / 20);

    const { token, url: apiUrl } = fake;
    const { turns } = stores;
    const third = createDiscordPublisher({ token, apiUrl, turns, now: () => now, logger: silentLogger });
    const address = { platform: 'discord', workspace: fake.guildId, place: fake.textChannelId } as const;
    expect(await third.send(headFor(address, third), new AbortController().signal)).toMatchObject({
      kind: 'delay',
      error: expect.stringContaining('too many requests') as string,
      retryAfterMs: TEN_MINUTES,
    });
    expect(fake.requests).toHaveLength(refused);

    expect(await refusalFinding({ stores })).toMatchObject({
      name: 'Discord',
      problems: [{ message: expect.stringContaining('until 2026-11-24 09:10 UTC') as string }],
    });
    await database.setClock(new Date(START.getTime() + TEN_MINUTES));
    expect(await refusalFinding({ stores })).toBeNull();
  });
});
