import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { createQueueBackend, type QueueBackend } from '../../jobs/backend.js';
import { createJobQueue, type JobQueueControl } from '../../jobs/queues.js';
import type { JobHandlers } from '../../jobs/run-job.js';
import { startWorkers, type Workers, type WorkersOptions } from '../../jobs/workers.js';
import type { Job, JobHandler } from '../../src/ports/job-queue.js';
import { createRecorder, until, type LogLine } from './recorder.js';

/** Where jobs are kept in a test: what `createQueueBackend` is given. */
export interface Place {
  readonly redisUrl: string | null;
  readonly pool?: Pool;
}

/** One process's share of the queue, as the bot wires it. */
export interface Bench {
  readonly prefix: string;
  readonly backend: QueueBackend;
  readonly queue: JobQueueControl;
  readonly lines: LogLine[];
  readonly messages: (...levels: string[]) => string[];
  /** Starts workers; `onJob` is called for every job that has no handler of its own. */
  readonly work: (handlers: Partial<JobHandlers>, options?: Partial<WorkersOptions>) => Workers;
  /** Waits until no queue holds anything. */
  readonly empty: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A lock that no busy machine loses. */
const STEADY = { lockDuration: 60_000, stalledInterval: 1000 } as const;
/** A lock that is soon over: for tests where a job is taken over from a worker that is gone. */
export const SOON_OVER = { lockDuration: 2000, stalledInterval: 1000 } as const;

const open = new Set<Bench>();

/** Opens a bench of its own names in a place; `closeBenches` ends it. */
export async function openBench(place: Place, prefix = `t${randomUUID().slice(0, 8)}`): Promise<Bench> {
  const recorder = createRecorder();
  const { logger } = recorder;
  const backend = await createQueueBackend({ ...place, prefix, logger });
  const queue = createJobQueue(backend, { logger });
  const workers: Workers[] = [];
  const bench: Bench = {
    prefix,
    backend,
    queue,
    lines: recorder.lines,
    messages: recorder.at,
    work(handlers, options = {}) {
      const started = startWorkers({
        backend,
        queue,
        logger,
        handlers: {
          collect: done,
          signals: done,
          embed: done,
          letters: done,
          compose: done,
          deliver: done,
          answer: done,
          ...handlers,
        },
        tuning: STEADY,
        ...options,
      });
      workers.push(started);
      return started;
    },
    async empty() {
      let left = -1;
      const look = async () => {
        const counts = Object.values(await queue.counts());
        left = counts.reduce((sum, c) => sum + c.waiting + c.active + c.delayed, 0);
      };
      await look();
      const timer = setInterval(() => void look().catch(() => undefined), 50);
      await until(() => left === 0, 'the queues to be empty').finally(() => {
        clearInterval(timer);
      });
    },
    async close() {
      open.delete(bench);
      await Promise.all(workers.map((w) => w.stop(1000)));
      await queue.close();
      await backend.close();
    },
  };
  open.add(bench);
  return bench;
}

/** For `afterEach`. */
export async function closeBenches(): Promise<void> {
  await Promise.all([...open].map((bench) => bench.close()));
}

/** A handler that notes the jobs it got, and then answers as told. */
export function noting(
  answer: (nth: number, signal: AbortSignal) => Date | null | Promise<Date | null> = () => null,
): {
  handler: JobHandler;
  seen: Job[];
} {
  const seen: Job[] = [];
  const handler: JobHandler = async (job, signal) => {
    seen.push(job);
    return answer(seen.length, signal);
  };
  return { handler, seen };
}

export const compose = (digestId: number): Job => ({ kind: 'compose', digestId });

// --- Internal helpers ---

const done: JobHandler = () => Promise.resolve(null);
