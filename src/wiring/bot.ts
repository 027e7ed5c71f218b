import { createJobQueue, type JobQueueControl } from '../../jobs/queues.js';
import { createQueueBackend, type QueueBackend } from '../../jobs/backend.js';
import { startTick } from '../../jobs/tick.js';
import { startWorkers } from '../../jobs/workers.js';
import { composeDigest } from '../digests/compose.js';
import { tick } from '../digests/tick.js';
import type { JobHandler, Job } from '../ports/job-queue.js';
import { createDeeds, type Deeds } from './deeds.js';
import type { Runtime } from './runtime.js';

/** Something that was started and is stopped in reverse order. */
export interface Running {
  readonly name: string;
  readonly stop: () => Promise<void>;
}

export interface Jobs {
  readonly backend: QueueBackend;
  readonly queue: JobQueueControl;
  readonly deeds: Deeds;
}

/** What a stop leaves for each: with what comes after them they stay within the ten seconds of the whole. Milliseconds. */
const JOBS_WITHIN_MS = 5_000;
const TICK_WITHIN_MS = 1_000;

/** Opens the queue, on Redis or in the database, and what its jobs do. */
export async function openJobs(runtime: Runtime): Promise<Jobs> {
  const { config, database, logger } = runtime;
  const pool = config.redisUrl === null ? { pool: database.queuePool() } : {};
  const backend = await createQueueBackend({ redisUrl: config.redisUrl, ...pool, logger });
  const queue = createJobQueue(backend, { logger });
  return { backend, queue, deeds: createDeeds(runtime, queue) };
}

/**
 * Starts what this process's roles ask for.
 * @param alsoEveryMinute done after each tick
 */
export function startJobs(
  runtime: Runtime,
  jobs: Jobs,
  alsoEveryMinute: () => Promise<void>,
): readonly Running[] {
  const { roles } = runtime.config;
  const running: Running[] = [];
  if (roles.has('worker')) {
    const { backend, queue } = jobs;
    const workers = startWorkers({
      backend,
      queue,
      handlers: handlersOf(runtime, jobs.deeds),
      logger: runtime.logger,
    });
    running.push({ name: 'workers', stop: () => workers.stop(JOBS_WITHIN_MS) });
  }
  if (roles.has('tick')) {
    const everyMinute = async (): Promise<void> => {
      await tickOnce(runtime, jobs);
      await alsoEveryMinute();
    };
    const minute = startTick({ everyMinute, logger: runtime.logger });
    running.push({ name: 'tick', stop: () => minute.stop(TICK_WITHIN_MS) });
  }
  return running;
}

// --- Internal helpers ---

async function tickOnce(runtime: Runtime, { queue, deeds }: Jobs): Promise<void> {
  const { stores, sources, logger } = runtime;
  const { rankings } = deeds.compose;
  await tick({ ...stores, sourceStates: stores.sources, sources, queue, rankings, logger });
}

type JobOf<K extends Job['kind']> = Extract<Job, { kind: K }>;

function handlersOf(runtime: Runtime, deeds: Deeds): Record<Job['kind'], JobHandler> {
  const collect = async (job: JobOf<'collect'>, signal: AbortSignal): Promise<null> => {
    const source = runtime.sources.find(({ name }) => name === job.source);
    if (source !== undefined) await deeds.collect(source, { signal });
    return null;
  };
  return {
    collect: (job, signal) => collect(job as JobOf<'collect'>, signal),
    compose: (job, signal) => composeDigest((job as JobOf<'compose'>).digestId, deeds.compose, signal),
    deliver: (job, signal) => deeds.deliver((job as JobOf<'deliver'>).digestId, signal),
    // No adapter takes commands yet, so that nobody waits for an answer.
    answer: () => Promise.resolve(null),
  };
}
