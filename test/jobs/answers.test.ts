import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createStores } from '../../adapters/postgres/index.js';
import { startTimer } from '../../adapters/shared/timer.js';
import { createAnswerer } from '../../src/commands/answer.js';
import { sentence } from '../../src/commands/reply.js';
import { sealTarget } from '../../src/commands/reply-target.js';
import type { CommandRequest } from '../../src/commands/request.js';
import type { AnswerStore } from '../../src/ports/answer-store.js';
import type { AnswerJob, JobHandler } from '../../src/ports/job-queue.js';
import { countingMetrics, openDesk, sealer, wordsOf } from '../support/command-desk.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';
import { silentLogger } from '../support/silent-logger.js';
import { actions, answerJob, request, target } from '../support/requests.js';
import { closeBenches, openBench } from './harness.js';
import { places, type OpenPlace } from './places.js';
import { until } from './recorder.js';

/** Everything the queue keeps anywhere, as text. */
async function dump(place: OpenPlace): Promise<string> {
  return place.pool === undefined ? dumpRedis(place.redisUrl ?? '') : dumpPostgres(place.pool);
}

async function dumpRedis(url: string): Promise<string> {
  const redis = new Redis(url);
  const all: unknown[] = [];
  for (const key of await redis.keys('*')) {
    const type = await redis.type(key);
    if (type === 'hash') all.push(await redis.hgetall(key));
    else if (type === 'list') all.push(await redis.lrange(key, 0, -1));
    else if (type === 'zset') all.push(await redis.zrange(key, '0', '-1'));
    else if (type === 'stream') all.push(await redis.xrange(key, '-', '+'));
    else all.push(await redis.get(key));
  }
  redis.disconnect();
  return JSON.stringify(all);
}

async function dumpPostgres(pool: pg.Pool): Promise<string> {
  const tables = await pool.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'bullmq'",
  );
  const all: unknown[] = [];
  for (const { name } of tables.rows) all.push((await pool.query(`select * from bullmq.${name}`)).rows);
  return JSON.stringify(all);
}

describe.each(places)('answers through $name', (kind) => {
  let place: OpenPlace;
  let database: TestDatabase | null = null;
  let claims: AnswerStore;
  beforeAll(async () => {
    place = await kind.open();
    database = place.pool === undefined ? ((await testDatabases.at(-1)?.open()) ?? null) : null;
    claims = createStores(place.pool ?? database!.pool).answers;
  });
  afterEach(closeBenches);
  afterAll(async () => {
    await place.close();
    await database?.close();
  });

  /** A process with a front and a worker, whose platform writes down what it is given. */
  async function open(options: { answers?: AnswerStore } = {}) {
    const bench = await openBench(place);
    const { metrics, counted } = countingMetrics();
    const told: { id: string; words: string; failed: boolean }[] = [];
    const asked: CommandRequest[] = [];
    const answerer = createAnswerer({
      answers: options.answers ?? claims,
      sealer,
      handle: (heard) => {
        asked.push(heard);
        return Promise.resolve(sentence(`Answer to ${heard.id}.`));
      },
      replierFor: (platform) => ({
        platform,
        answer: (there, reply) => {
          told.push({ id: there.secret, words: wordsOf(reply), failed: reply.failed === true });
          return Promise.resolve({ kind: 'answered' });
        },
      }),
      now: () => new Date(),
      startTimer,
      newId: () => 'ab12cd34',
      metrics,
      logger: silentLogger,
    });
    const answer: JobHandler = (job, signal) => answerer(job as AnswerJob, signal);
    const { desk } = openDesk({ queue: bench.queue, answers: claims, startTimer, now: () => new Date() });
    return { bench, told, asked, counted, desk, answer };
  }
  let last = 0;
  const fresh = (overrides: Partial<CommandRequest> = {}): CommandRequest =>
    request({ id: `discord:${kind.name.length}${(last += 1)}`, ...overrides });
  const sealedJob = (asked: CommandRequest, expiresAt: string): AnswerJob =>
    answerJob({
      request: asked,
      target: sealTarget(sealer, asked.id, target({ secret: asked.id, expiresAt })),
    });
  const lateReply = () => Promise.reject(new Error('nothing is late here'));
  const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

  it('travel from front to worker with every kind of action, and arrive once', async () => {
    const { bench, told, asked, desk, answer } = await open();
    const requests = actions.map((action) => fresh({ action }));
    bench.work({ answer });
    for (const one of requests)
      expect(await desk.submit(one, target({ secret: one.id }), lateReply)).toBeNull();
    await until(() => told.length === requests.length, 'all answers');
    await bench.empty();
    const byId = <T extends { id: string }>(all: readonly T[]) =>
      [...all].sort((a, b) => a.id.localeCompare(b.id));
    expect(byId(asked)).toEqual(byId(requests));
    expect(byId(told)).toEqual(
      byId(requests.map(({ id }) => ({ id, words: `Answer to ${id}.`, failed: false }))),
    );
  });

  it('are given once when their job runs again', async () => {
    const { bench, told, asked, answer } = await open();
    const one = fresh();
    const job = sealedJob(one, inAnHour());
    bench.work({ answer });
    for (let run = 0; run < 3; run += 1) {
      await bench.queue.enqueue(job, { id: one.id });
      await bench.empty();
    }
    expect([told.length, asked.length]).toEqual([1, 1]);
  });

  it('are given once by two workers', async () => {
    const [first, second] = [await open(), await open()];
    const requests = Array.from({ length: 20 }, () => fresh());
    for (const { bench } of [first, second])
      for (const one of requests) await bench.queue.enqueue(sealedJob(one, inAnHour()), { id: one.id });
    first.bench.work({ answer: first.answer });
    second.bench.work({ answer: second.answer });
    await first.bench.empty();
    await second.bench.empty();
    const ids = [...first.told, ...second.told].map(({ id }) => id);
    expect(ids.sort()).toEqual(requests.map(({ id }) => id).sort());
  });

  it('are dropped when their time is over', async () => {
    const { bench, told, counted, answer } = await open();
    const one = fresh();
    await bench.queue.enqueue(sealedJob(one, '2026-11-23T12:00:00Z'), { id: one.id });
    bench.work({ answer });
    await bench.empty();
    expect([told, counted]).toEqual([[], ['dropped discord expired']]);
  });

  it('are a private sentence when the database does not answer', async () => {
    const pool = new pg.Pool({ host: '/nowhere', user: 'nobody' });
    const { bench, told, asked, answer } = await open({ answers: createStores(pool).answers });
    const one = fresh();
    await bench.queue.enqueue(sealedJob(one, inAnHour()), { id: one.id });
    bench.work({ answer });
    await bench.empty();
    expect(told).toMatchObject([{ failed: true, words: expect.stringContaining('try again') as string }]);
    expect(asked).toEqual([]);
    await pool.end();
  });

  it('are not tried again when their handler breaks', async () => {
    const { bench } = await open();
    let runs = 0;
    const answer: JobHandler = () => {
      runs += 1;
      throw Object.assign(new Error('broken'), { name: 'AbortError' });
    };
    const one = fresh();
    await bench.queue.enqueue(sealedJob(one, inAnHour()), { id: one.id });
    bench.work({ answer });
    await bench.empty();
    expect(runs).toBe(1);
  });

  it('wait with their token sealed, and leave nothing behind', async () => {
    const { bench, told, desk, answer } = await open();
    const one = fresh({ action: { kind: 'text', text: 'words\0 of \ud800somebody' } });
    const there = target({ secret: 'xoxb-very-secret-token' });
    await desk.submit(one, there, lateReply);
    const waiting = await dump(place);
    expect(waiting).toContain(one.id);
    expect(waiting).toContain('words of somebody');
    for (const form of [there.secret, Buffer.from(there.secret).toString('base64').slice(0, 20)])
      expect(waiting).not.toContain(form);
    bench.work({ answer });
    await until(() => told.length === 1, 'the answer');
    await bench.empty();
    const after = await dump(place);
    expect(after).not.toContain('words of somebody');
    expect(after).not.toMatch(/1\.[a-f0-9]{12}\./);
  });
});
