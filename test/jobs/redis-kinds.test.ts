import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { Job } from '../../src/ports/job-queue.js';
import { closeBenches, compose, noting, openBench } from './harness.js';
import { until } from './recorder.js';
import { hasRedisServer } from '../support/redis.js';
import { startClusterRedis, startSentinelRedis, startTlsRedis } from '../support/redis-kinds.js';

const script = fileURLToPath(new URL('worker-process.mjs', import.meta.url));
afterEach(() => closeBenches());

const collect: Job = { kind: 'collect', source: 'huggingface' };
const deliver = (digestId: number, platform: 'discord' | 'slack'): Job => ({
  kind: 'deliver',
  digestId,
  platform,
});

describe.skipIf(!hasRedisServer)('jobs in Redis', () => {
  it('over TLS: run for who trusts the certificate, and are refused with the reason to who does not', async () => {
    const redis = await startTlsRedis();
    const bench = await openBench({ redisUrl: redis.plain.url });
    const options = { redisUrl: redis.url, poolOptions: null, prefix: bench.prefix, holdMs: 0 };
    const worker = spawn(process.execPath, [script, JSON.stringify(options)], {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: redis.certificate },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ran: string[] = [];
    createInterface({ input: worker.stdout }).on('line', (line) => ran.push(line));
    try {
      for (const id of [1, 2, 3]) await bench.queue.enqueue(compose(id), { id: `compose-${id}` });
      await until(() => ran.length === 4, 'three jobs over TLS');
      const stranger = await openBench({ redisUrl: redis.url });
      await expect(stranger.queue.ping()).rejects.toThrow(/certificate/);
    } finally {
      const ended = once(worker, 'exit');
      worker.kill('SIGKILL');
      await ended;
      await closeBenches();
      await redis.close();
    }
  }, 60_000);

  it('behind a sentinel: go on with the replica once the master is gone', async () => {
    const redis = await startSentinelRedis();
    try {
      const bench = await openBench({ redisUrl: redis.url });
      const { handler, seen } = noting();
      bench.work({ compose: handler });
      for (const id of [1, 2, 3]) await bench.queue.enqueue(compose(id), { id: `compose-${id}` });
      await until(() => seen.length === 3, 'three jobs on the master');
      await bench.empty();
      await redis.master.down();
      // While nobody is the master a job is refused at once; whoever asks tries again, as the tick does.
      let taken = false;
      for (const end = Date.now() + 30_000; !taken && Date.now() < end;) {
        taken = await bench.queue.enqueue(compose(4), { id: 'compose-4' }).then(
          () => true,
          () => new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 200)),
        );
      }
      await until(() => seen.length === 4, 'a job on the replica');
      expect(String(await redis.replica.command('ROLE'))).toMatch(/^master/);
      expect(await bench.queue.ping()).toBeGreaterThanOrEqual(0);
    } finally {
      await closeBenches();
      await redis.close();
    }
  }, 90_000);

  it('on a cluster: run once each, at once and later, the queues on different nodes', async () => {
    const redis = await startClusterRedis();
    try {
      const bench = await openBench({ redisUrl: redis.url });
      const { handler, seen } = noting();
      const jobs = [compose(1), compose(2), collect, deliver(1, 'discord'), deliver(2, 'slack')];
      const soon = new Date(Date.now() + 300_000);
      for (const [index, job] of jobs.entries()) {
        await bench.queue.enqueue(job, { id: `now-${index}` });
        await bench.queue.enqueue(job, { id: `now-${index}` });
        await bench.queue.enqueue(job, { id: `later-${index}`, at: soon });
      }
      const filled = await Promise.all(redis.nodes.map((node) => node.command('DBSIZE')));
      expect(filled.filter((keys) => Number(keys) > 0).length).toBeGreaterThan(1);
      expect((await bench.queue.counts()).compose).toEqual({ waiting: 2, active: 0, delayed: 2 });
      bench.work({ compose: handler, collect: handler, deliver: handler });
      await until(() => seen.length === jobs.length, 'the jobs on all nodes');
      await bench.queue.enqueue(compose(9), { id: 'soon', at: new Date(Date.now() + 500) });
      await until(() => seen.length === jobs.length + 1, 'a delayed job');
      expect(await bench.queue.ping()).toBeGreaterThanOrEqual(0);
      expect(bench.messages('warn', 'error')).toEqual([]);
    } finally {
      await closeBenches();
      await redis.close();
    }
  }, 90_000);
});
