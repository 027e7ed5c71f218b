import type { JobsOptions } from 'bullmq';
import { AppError } from '../src/errors.js';
import type { Logger } from '../src/ports/logger.js';
import type { Job, JobQueue } from '../src/ports/job-queue.js';
import {
  QUEUE_NAMES,
  type CountedState,
  type QueueBackend,
  type QueueHandle,
  type QueueName,
  type WaitingJob,
} from './queue-backend.js';
import { lookAgain, queueId } from './job-ids.js';
import { encodeJob } from './payloads.js';
import { settled, within } from './time.js';

const ENQUEUE_WITHIN_MS = 5000;
/** BullMQ counts jobs that wait in turn and jobs that wait behind those apart; both wait. */
const STATES = ['waiting', 'prioritized', 'active', 'delayed'] as const;

/**
 * A finished job leaves nothing behind: its id is free again at once, and the tables stay empty. What happened to the
 * work is in the database and in the log. A failed attempt is made up to three more times, after about 5, 10 and 20 s.
 */
const JOB_OPTIONS = {
  removeOnComplete: true,
  removeOnFail: true,
  attempts: 4,
  backoff: { type: 'exponential', delay: 5000, jitter: 0.5 },
  stackTraceLimit: 1,
} as const satisfies JobsOptions;

/** A digest that has begun goes on before another one begins: nobody should find half of one for long. */
const BEHIND = { priority: 1 } as const satisfies JobsOptions;

/** Somebody waits: an answer comes now or not at all, because trying again could answer twice. */
const ANSWER_OPTIONS = {
  removeOnComplete: true,
  removeOnFail: true,
  attempts: 1,
  stackTraceLimit: 1,
} as const satisfies JobsOptions;

export type QueueCounts = Readonly<Record<QueueName, Readonly<Record<CountedState, number>>>>;

/**
 * The core's `JobQueue` on BullMQ.
 *
 * An id names work that is waiting, delayed or running. While it is, enqueuing it again does nothing: the first one's
 * time stands. As soon as it has ended, well or badly, the id can be enqueued again. Choose one id per piece of work
 * (`deliver-42`). Put a time into it (`deliver-42-58`) where work must not wait for a job whose process died: that one
 * keeps its id until the queue finds it stalled.
 */
export interface JobQueueControl extends JobQueue {
  /**
   * Enqueues a running job's work anew, for `at`.
   * @param currentId the running job's BullMQ id
   */
  again(job: Job, currentId: string, at: Date): Promise<void>;
  /** Jobs per queue and state, for health and metrics. */
  counts(): Promise<QueueCounts>;
  /** For how many seconds the oldest waiting job of each queue has waited beyond its time; 0 when none waits. */
  ages(): Promise<Readonly<Record<QueueName, number>>>;
  /** Asks the far side. @returns milliseconds it took. @throws AppError `queue` when it does not answer */
  ping(): Promise<number>;
  /** Stops enqueuing. The backend stays open. */
  close(): Promise<void>;
}

export interface JobQueueOptions {
  readonly logger: Logger;
  /** Enqueues a job within the trace of what it is about. Default: within none. */
  readonly within?: WithinEnqueue;
}

export type WithinEnqueue = <T>(job: Job, act: () => T) => T;

/** The queue a job goes to. Terminal deliveries are a few milliseconds of printing and share the composers' queue. */
export function queueOf(job: Job): QueueName {
  if (job.kind === 'letters') return 'deliver-email';
  if (job.kind !== 'deliver') return job.kind;
  if (job.platform === 'terminal') return 'compose';
  return `deliver-${job.platform}`;
}

/** Enqueuing rejects within seconds with a retryable AppError `queue` while the far side is away; ask again later. */
export function createJobQueue(backend: QueueBackend, options: JobQueueOptions): JobQueueControl {
  const { logger } = options;
  const within: WithinEnqueue = options.within ?? ((_job, act) => act());
  const producers = createProducers(backend, logger);

  const add = async (job: Job, id: string, at: Date | undefined, more: JobsOptions = {}): Promise<void> => {
    const data = encodeJob(job);
    const delay = at === undefined ? 0 : Math.max(0, at.getTime() - Date.now());
    const settings = { ...(job.kind === 'answer' ? ANSWER_OPTIONS : JOB_OPTIONS), ...more, jobId: id, delay };
    await producers.use(queueOf(job), (queue) => within(job, () => queue.add(job.kind, data, settings)));
  };

  return {
    enqueue: async (job, { id, at }) =>
      add(job, queueId(id), at, job.kind === 'deliver' ? BEHIND : undefined),
    again: (job, currentId, at) => {
      const look = lookAgain(job, currentId, at, new Date());
      return add(job, look.id, look.at);
    },
    counts: async () =>
      Object.fromEntries(await Promise.all(QUEUE_NAMES.map(countsOf))) as unknown as QueueCounts,
    ages: async () =>
      Object.fromEntries(await Promise.all(QUEUE_NAMES.map(ageOf))) as Record<QueueName, number>,
    ping: async () => {
      const start = performance.now();
      await backend.ready();
      await backend.ping().catch((error: unknown) => {
        throw backend.outage.refusal(error);
      });
      return performance.now() - start;
    },
    close: () => producers.close(),
  };

  async function countsOf(name: QueueName) {
    const counts = await producers.use(name, (queue) => queue.getJobCounts(...STATES));
    const { waiting = 0, prioritized = 0, active = 0, delayed = 0 } = counts;
    return [name, { waiting: waiting + prioritized, active, delayed }] as const;
  }

  async function ageOf(name: QueueName) {
    const first = await producers.use(name, (queue) => queue.getJobs(['waiting', 'prioritized'], 0, 0, true));
    return [name, Math.max(0, ...first.map(secondsLate))] as const;
  }
}

// --- Internal helpers ---

/** A job that was delayed is due that much after it was enqueued. */
function secondsLate(job: WaitingJob | undefined): number {
  if (job === undefined) return 0;
  return Math.max(0, Date.now() - job.timestamp - (job.opts.delay ?? 0)) / 1000;
}

interface Producers {
  use<T>(name: QueueName, action: (queue: QueueHandle) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Opens queues when they are first used. One that could not be opened is forgotten: BullMQ never tries it again. */
function createProducers(backend: QueueBackend, logger: Logger): Producers {
  const open = new Map<QueueName, Promise<QueueHandle>>();
  let closed = false;

  const opened = (name: QueueName): Promise<QueueHandle> => {
    const known = open.get(name);
    if (known !== undefined) return known;
    const queue = backend.openQueue(name);
    queue.on('error', backend.outage.suspect);
    const opening = queue.waitUntilReady().then(() => queue);
    open.set(name, opening);
    opening.catch((error: unknown) => {
      logger.debug({ queue: name, error }, 'queue could not be opened');
      open.delete(name);
      void settled(ENQUEUE_WITHIN_MS, queue.close());
    });
    return opening;
  };

  return {
    async use(name, action) {
      if (closed)
        throw new AppError('The queue is closed: the bot is stopping.', { code: 'queue', retryable: true });
      await backend.ready();
      try {
        return await within(ENQUEUE_WITHIN_MS, opened(name).then(action), () => backend.outage.refusal());
      } catch (error) {
        backend.outage.suspect(error);
        throw error instanceof AppError ? error : backend.outage.refusal(error);
      }
    },
    async close() {
      closed = true;
      const closing = [...open.values()].map(async (opening) => (await opening).close());
      await settled(ENQUEUE_WITHIN_MS, Promise.allSettled(closing));
      open.clear();
    },
  };
}
