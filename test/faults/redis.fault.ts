import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { QueueBackend } from '../../jobs/backend.js';
import { createJobQueue } from '../../jobs/queues.js';
import { closeBenches, compose, noting, openBench } from '../jobs/harness.js';
import { hasRedisServer, startRedis, type TestRedis } from '../support/redis.js';
import { silentLogger } from '../support/silent-logger.js';
import { openLossyLine } from './lossy-line.js';

if (!hasRedisServer && process.env['CI'] === 'true')
  throw new Error('These tests stop and start Redis, which a REDIS_URL cannot: install redis-server.');

const JOBS = 10;

describe.skipIf(!hasRedisServer)('a Redis whose answers are lost', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterEach(closeBenches);
  afterAll(() => redis.close());

  /** Enqueues jobs whose first answer is lost, again as the tick does, and then lets them run. @returns how many ran */
  const runs = async (mistake: (backend: QueueBackend) => QueueBackend): Promise<number> => {
    const line = await openLossyLine(Number(new URL(redis.url).port));
    try {
      const bench = await openBench({ redisUrl: `redis://127.0.0.1:${line.port}` });
      const queue = createJobQueue(mistake(bench.backend), { logger: silentLogger });
      const enqueue = (id: number) => queue.enqueue(compose(id), { id: `compose-${id}` });
      for (let id = 1; id <= JOBS; id++) {
        await untilTaken(() => enqueue(1_000));
        line.loseNextAnswer();
        await enqueue(id).catch(() => undefined);
        await untilTaken(() => enqueue(id));
      }
      const { handler, seen } = noting();
      bench.work({ compose: handler });
      await bench.empty();
      await queue.close();
      return seen.filter((job) => 'digestId' in job && job.digestId !== 1_000).length;
    } finally {
      await line.close();
    }
  };

  it('runs a job once though the answer to its enqueuing was lost', async () => {
    expect(await runs((backend) => backend)).toBe(JOBS);
  }, 300_000);

  it('the suite notices when jobs are enqueued without an id', async () => {
    const nameless = (backend: QueueBackend): QueueBackend => ({
      ...backend,
      openQueue: (name) => {
        const real = backend.openQueue(name);
        const add: typeof real.add = (job, data, { jobId: _left, ...options }) =>
          real.add(job, data, options);
        return Object.assign(Object.create(real) as typeof real, { add });
      },
    });

    expect(await runs(nameless)).toBeGreaterThan(JOBS);
  }, 300_000);
});

/** As the tick does: asks again until it is taken. */
async function untilTaken(enqueue: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await enqueue();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
