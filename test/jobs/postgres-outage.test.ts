import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createStores } from '../../adapters/postgres/index.js';
import { startTimer } from '../../adapters/shared/timer.js';
import { openDesk, wordsOf } from '../support/command-desk.js';
import { request, target } from '../support/requests.js';
import { serverBinaries, startServer, type TestServer } from '../support/postgres-server.js';
import { closeBenches, compose, noting, openBench, type Bench } from './harness.js';
import { until } from './recorder.js';

if (serverBinaries === null && process.env['CI'] === 'true')
  throw new Error('These tests stop and start PostgreSQL, which a DATABASE_URL cannot: install postgresql.');

const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);

const away = (bench: Bench) => until(() => bench.backend.outage.current !== null, 'the outage to be noticed');
const back = (bench: Bench) => until(() => bench.backend.outage.current === null, 'the end of the outage');

describe.skipIf(serverBinaries === null)('when the PostgreSQL server that keeps the jobs', () => {
  let server: TestServer;
  let pools: pg.Pool[] = [];

  /** As the store makes the queue's pool. */
  const openPool = (options = '-c search_path=bullmq,public') => {
    const pool = new pg.Pool({ connectionString: server.url, max: 12, options });
    pool.on('error', () => undefined);
    pools.push(pool);
    return pool;
  };

  beforeAll(async () => {
    process.on('unhandledRejection', note);
    server = await startServer();
  });
  afterEach(async () => {
    await closeBenches();
    await Promise.all(pools.map((pool) => pool.end()));
    pools = [];
    await server.up();
    expect(unhandled).toEqual([]);
  });
  afterAll(async () => {
    process.off('unhandledRejection', note);
    await server.close();
  });

  it('goes and comes back, there is one warning, and workers go on by themselves', async () => {
    const bench = await openBench({ redisUrl: null, pool: openPool() });
    const { handler, seen } = noting();
    bench.work({ compose: handler });
    await bench.queue.enqueue(compose(1), { id: 'before' });
    await until(() => seen.length === 1, 'the job before');
    await server.down();
    await away(bench);
    await expect(bench.queue.enqueue(compose(2), { id: 'during' })).rejects.toMatchObject({
      code: 'queue',
      retryable: true,
    });
    await expect(bench.queue.ping()).rejects.toMatchObject({ code: 'queue' });
    await server.up();
    await back(bench);
    await bench.queue.enqueue(compose(3), { id: 'after' });
    await until(() => seen.length === 2, 'the job after');
    expect(bench.messages('warn', 'error')).toEqual(['The database does not answer: jobs wait']);
    expect(bench.messages('info')).toContain('The database answers again: jobs go on');
  });

  it('is away, the bot still stops soon', async () => {
    const bench = await openBench({ redisUrl: null, pool: openPool() });
    const { handler, seen } = noting(
      (_nth, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(null));
        }),
    );
    const workers = bench.work({ compose: handler });
    await bench.queue.enqueue(compose(1), { id: 'x' });
    await until(() => seen.length === 1, 'the job to start');
    await server.down();
    await away(bench);
    let stopped = false;
    void workers.stop(3000).then(() => (stopped = true));
    await until(() => stopped, 'the stop', 8000);
  });

  it('is away, people are told so at once', async () => {
    const pool = openPool();
    const bench = await openBench({ redisUrl: null, pool });
    await bench.queue.ping();
    await server.down();
    const { answers } = createStores(pool);
    const { desk, lateReply } = openDesk({ queue: bench.queue, answers, startTimer });
    const reply = await desk.submit(request(), target(), lateReply);
    expect([reply?.failed, wordsOf(reply)]).toEqual([true, expect.stringContaining('try again')]);
  });

  it('is not there at the start, the queue is refused with a reason', async () => {
    await server.down();
    await expect(openBench({ redisUrl: null, pool: openPool() })).rejects.toMatchObject({ code: 'queue' });
  });

  it('does not find the queue’s functions, the queue is refused with the search path', async () => {
    const pool = openPool('-c search_path=public');
    await expect(openBench({ redisUrl: null, pool })).rejects.toThrow(/search_path \(public\)/);
  });

  it('is done with, no client of its pool is kept, and no listener', async () => {
    const pool = openPool();
    const listeners = () => pool.eventNames().map((name) => [name, pool.listenerCount(name)]);
    const before = listeners();
    const bench = await openBench({ redisUrl: null, pool });
    const { handler, seen } = noting();
    bench.work({ compose: handler });
    await bench.queue.enqueue(compose(1), { id: 'x' });
    await until(() => seen.length === 1, 'the job');
    expect(pool.totalCount).toBeGreaterThan(pool.idleCount);
    await bench.close();
    await until(() => pool.totalCount === pool.idleCount, 'the clients to be given back');
    expect(listeners()).toEqual(before);
  });
});
