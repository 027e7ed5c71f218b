import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTimer } from '../../adapters/shared/timer.js';
import { openDesk, wordsOf } from '../support/command-desk.js';
import { request, target } from '../support/requests.js';
import { hasRedisServer, startRedis, type TestRedis } from '../support/redis.js';
import { closeBenches, compose, noting, openBench, type Bench } from './harness.js';
import { pause, until } from './recorder.js';

if (!hasRedisServer && process.env['CI'] === 'true')
  throw new Error('These tests stop and start Redis, which a REDIS_URL cannot: install redis-server.');

const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);

const warnings = (bench: Bench) => bench.messages('warn', 'error');
const away = (bench: Bench) => until(() => bench.backend.outage.current !== null, 'the outage to be noticed');
const back = (bench: Bench) => until(() => bench.backend.outage.current === null, 'the end of the outage');

/** As the minute tick does: asks again until it is taken. */
async function enqueueAgain(bench: Bench, digestId: number): Promise<void> {
  let taken = false;
  const timer = setInterval(() => {
    bench.queue.enqueue(compose(digestId), { id: `compose-${digestId}` }).then(
      () => (taken = true),
      () => undefined,
    );
  }, 100);
  await until(() => taken, 'the job to be taken').finally(() => {
    clearInterval(timer);
  });
}

describe.skipIf(!hasRedisServer)('when Redis', () => {
  let redis: TestRedis;

  beforeAll(async () => {
    process.on('unhandledRejection', note);
    redis = await startRedis();
  });
  afterEach(async () => {
    await closeBenches();
    await redis.up();
    expect(unhandled).toEqual([]);
  });
  afterAll(async () => {
    process.off('unhandledRejection', note);
    await redis.close();
  });

  it('goes and comes back, there is one warning, and workers go on by themselves', async () => {
    const bench = await openBench({ redisUrl: redis.url });
    const { handler, seen } = noting();
    bench.work({ compose: handler });
    await bench.queue.enqueue(compose(1), { id: 'before' });
    await until(() => seen.length === 1, 'the job before');
    // This Redis keeps nothing: a job that it is just told the end of would be missed when it is back.
    await bench.empty();
    await redis.down();
    await away(bench);
    await expect(bench.queue.enqueue(compose(2), { id: 'during' })).rejects.toMatchObject({
      code: 'queue',
      retryable: true,
      hint: expect.stringContaining('REDIS_URL') as string,
    });
    await expect(bench.queue.ping()).rejects.toMatchObject({ code: 'queue' });
    await redis.up();
    await enqueueAgain(bench, 3);
    await until(() => seen.some((job) => 'digestId' in job && job.digestId === 3), 'the job after');
    await back(bench);
    expect(warnings(bench)).toEqual(['Redis does not answer: jobs wait']);
    expect(bench.messages('info')).toContain('Redis answers again: jobs go on');
    expect(await bench.queue.ping()).toBeGreaterThanOrEqual(0);
  });

  it('is not there at the start, the bot starts, and works when it comes', async () => {
    await redis.down();
    const bench = await openBench({ redisUrl: redis.url });
    const { handler, seen } = noting();
    bench.work({ compose: handler });
    await expect(bench.queue.enqueue(compose(1), { id: 'x' })).rejects.toMatchObject({ code: 'queue' });
    await redis.up();
    await enqueueAgain(bench, 2);
    await until(() => seen.length > 0, 'the first job');
    expect(warnings(bench)).toEqual(['Redis does not answer: jobs wait']);
  });

  it('refuses the user, it is told once and with the reason', async () => {
    const bench = await openBench({ redisUrl: redis.url.replace('//', '//nobody:wrong@') });
    bench.work({});
    await away(bench);
    await expect(bench.queue.ping()).rejects.toThrow(/WRONGPASS/);
    await pause(500);
    expect(warnings(bench)).toEqual(['Redis does not answer: jobs wait']);
  });

  it('forgets everything, later jobs run, even one that waited under the same id', async () => {
    const bench = await openBench({ redisUrl: redis.url });
    const { handler, seen } = noting();
    bench.work({ compose: handler });
    await bench.queue.enqueue(compose(1), { id: 'same', at: new Date(Date.now() + 3_600_000) });
    await redis.flush();
    await bench.queue.enqueue(compose(1), { id: 'same' });
    await until(() => seen.length === 1, 'the job after');
    await bench.empty();
  });

  it('goes while a job is running, the job’s work is done again afterwards', async () => {
    const bench = await openBench({ redisUrl: redis.url });
    let finish: () => void = () => undefined;
    const { handler, seen } = noting((nth) =>
      nth > 1 ? null : new Promise((resolve) => (finish = () => resolve(new Date()))),
    );
    bench.work({ compose: handler });
    await bench.queue.enqueue(compose(1), { id: 'compose-1' });
    await until(() => seen.length === 1, 'the job to start');
    await redis.down();
    await away(bench);
    finish();
    await redis.up();
    await enqueueAgain(bench, 1);
    await until(() => seen.length >= 2, 'the work to be done again');
  });

  it('is away, the bot still stops soon', async () => {
    const bench = await openBench({ redisUrl: redis.url });
    const { handler, seen } = noting(
      (_nth, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(null));
        }),
    );
    const workers = bench.work({ compose: handler });
    await bench.queue.enqueue(compose(1), { id: 'x' });
    await until(() => seen.length === 1, 'the job to start');
    await redis.down();
    await away(bench);
    let stopped = false;
    void workers.stop(3000).then(() => (stopped = true));
    await until(() => stopped, 'the stop', 8000);
    expect(workers.running).toBe(0);
  });

  it('is away, people are told so at once', async () => {
    const bench = await openBench({ redisUrl: redis.url });
    await bench.queue.ping();
    await redis.down();
    const { desk, claims, lateReply } = openDesk({ queue: bench.queue, startTimer });
    const reply = await desk.submit(request(), target(), lateReply);
    expect([reply?.failed, wordsOf(reply)]).toEqual([true, expect.stringContaining('try again')]);
    expect(claims.taken.size).toBe(1);
  });

  it('is set up to throw keys away, it is told with the repair', async () => {
    await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    const bench = await openBench({ redisUrl: redis.url });
    await until(() => warnings(bench).includes('Redis is not set up for keeping jobs'), 'the warning');
    expect(JSON.stringify(bench.lines)).toContain('noeviction');
    await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
  });

  it('has lost its bots, no connection of theirs is left', async () => {
    const count = async () =>
      String(await redis.command('CLIENT', 'LIST'))
        .trim()
        .split('\n').length;
    const alone = await count();
    const bench = await openBench({ redisUrl: redis.url });
    bench.work({});
    await bench.queue.enqueue(compose(1), { id: 'x' });
    await bench.empty();
    expect(await count()).toBeGreaterThan(alone);
    await bench.close();
    let left = await count();
    while (left > alone) left = await count();
    expect(left).toBe(alone);
  });
});
