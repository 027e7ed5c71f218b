import { randomUUID } from 'node:crypto';
import { describeError } from '../src/errors.js';
import type { Logger } from '../src/ports/logger.js';
import {
  QUEUE_NAMES,
  type Processor,
  type QueueBackend,
  type QueueName,
  type WorkerTuning,
} from './queue-backend.js';
import type { JobQueueControl } from './queues.js';
import { createProcessor, type JobHandlers, type RunDeps, type Within } from './run-job.js';
import { superviseWorker } from './supervise.js';
import { settled } from './time.js';

/**
 * Jobs at a time per queue. Collecting is paced by its sources; signals have a queue of their own, one place for each of
 * their sources, so that none of them holds up another one or the collecting. Papers are embedded one request after the
 * other. Deliveries wait for the platform nearly all the time: Slack takes a message a second per channel, so many
 * channels must be on their way at once. A mail server is asked with few connections. Answers wait for the database, which has ten connections.
 */
const CONCURRENCY: Readonly<Record<QueueName, number>> = {
  collect: 2,
  signals: 4,
  embed: 1,
  compose: 2,
  'deliver-discord': 16,
  'deliver-slack': 64,
  'deliver-email': 4,
  answer: 8,
};

/**
 * A killed worker's jobs run again after 20 to 30 s, about when the leases of its deliveries (30 s) end.
 * The lock is renewed every 10 s, so only an event loop blocked for longer than that loses it; two runs of one job
 * are harmless, because the ledger decides who acts.
 */
const TUNING = { lockDuration: 20_000, stalledInterval: 10_000 };

const CLOSE_WITHIN_MS = 1000;

export interface WorkersOptions {
  readonly backend: QueueBackend;
  readonly handlers: JobHandlers;
  readonly queue: Pick<JobQueueControl, 'again'>;
  /** Jobs at a time, by queue. Default `CONCURRENCY`. */
  readonly concurrency?: Partial<Readonly<Record<QueueName, number>>>;
  /** Only the queues named here are worked on. Default all. */
  readonly queues?: readonly QueueName[];
  readonly tuning?: Partial<Omit<WorkerTuning, 'concurrency'>>;
  readonly logger: Logger;
  /** Told of every failed attempt, for metrics. */
  readonly onError?: (error: unknown) => void;
  /** Does a job under its trace id. Default: under none. */
  readonly within?: Within;
  /** Told how every attempt ended, for metrics. Default: nobody. */
  readonly onEnd?: RunDeps['onEnd'];
}

export interface Workers {
  /** Jobs running in this process now. */
  readonly running: number;
  /**
   * Takes no new jobs, aborts the handlers' signal, and waits for them. A job that does not end in time is left
   * behind and runs again elsewhere once its lock is over. Safe to call twice.
   * @param withinMs how long jobs may take, default 8000; closing adds at most a second
   */
  stop(withinMs?: number): Promise<void>;
}

/**
 * Starts one worker per queue. They connect, and connect again, by themselves.
 * A handler that answers with a date is called again then; give an instant that is the same for every run
 * (from the database, not "in ten seconds"), or overlapping runs each make their own follow-up.
 */
export function startWorkers(options: WorkersOptions): Workers {
  const stopping = new AbortController();
  const active = new Set<Promise<void>>();
  let stopped: Promise<void> | null = null;

  const supervisors = (options.queues ?? QUEUE_NAMES).map((name) => {
    const process = createProcessor({
      queueName: name,
      handlers: options.handlers,
      queue: options.queue,
      signal: stopping.signal,
      newId: () => randomUUID().slice(0, 8),
      logger: options.logger,
      onError: options.onError ?? (() => undefined),
      ...(options.within === undefined ? {} : { within: options.within }),
      ...(options.onEnd === undefined ? {} : { onEnd: options.onEnd }),
    });
    const concurrency = options.concurrency?.[name] ?? CONCURRENCY[name];
    return superviseWorker({
      name,
      backend: options.backend,
      open: () =>
        options.backend.openWorker(name, counted(process, active), {
          ...TUNING,
          ...options.tuning,
          concurrency,
        }),
      logger: options.logger,
    });
  });

  const stop = async (withinMs: number): Promise<void> => {
    const deadline = Date.now() + withinMs;
    stopping.abort();
    await settled(withinMs, Promise.all(supervisors.map((supervisor) => supervisor.pause())));
    await settled(deadline - Date.now(), Promise.all(active));
    if (active.size > 0)
      options.logger.warn({ jobs: active.size }, 'jobs did not end in time; they will run again later');
    // BullMQ's polite close waits for jobs and for the far side without limit, and cannot be forced any more then.
    const force = active.size > 0 || options.backend.outage.current !== null;
    await settled(CLOSE_WITHIN_MS, Promise.all(supervisors.map((supervisor) => supervisor.close(force))));
  };

  return {
    get running() {
      return active.size;
    },
    stop: (withinMs = 8000) =>
      (stopped ??= stop(withinMs).catch((error: unknown) =>
        options.logger.warn({ error: describeError(error) }, 'workers did not stop cleanly'),
      )),
  };
}

// --- Internal helpers ---

/** Keeps a running job in sight, so that stopping can wait for it even when the far side is away. */
function counted(process: Processor, active: Set<Promise<void>>): Processor {
  return (job) => {
    const run = process(job);
    const seen: Promise<void> = run.then(
      () => void active.delete(seen),
      () => void active.delete(seen),
    );
    active.add(seen);
    return run;
  };
}
