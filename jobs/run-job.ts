import { UnrecoverableError } from 'bullmq';
import { AppError, describeError } from '../src/errors.js';
import type { Logger } from '../src/ports/logger.js';
import type { Job, JobHandler } from '../src/ports/job-queue.js';
import type { Processor, QueueName, TakenJob } from './queue-backend.js';
import { decodeJob } from './payloads.js';
import type { JobQueueControl } from './queues.js';

export type JobHandlers = Readonly<Record<Job['kind'], JobHandler>>;

export interface RunDeps {
  readonly queueName: QueueName;
  readonly handlers: JobHandlers;
  readonly queue: Pick<JobQueueControl, 'again'>;
  readonly signal: AbortSignal;
  /** A short id that ties what a person reports to a log line. */
  readonly newId: () => string;
  readonly logger: Logger;
  readonly onError: (error: unknown) => void;
  /** Does a job under its trace id, which its log lines then carry, those about its failure too. Default: under none. */
  readonly within?: Within;
  /** Told how every attempt ended: well, to be made again, or for good. Default: nobody. */
  readonly onEnd?: (queue: QueueName, outcome: 'done' | 'again' | 'failed') => void;
}

/** Does the work of a job within whatever ties together what is said of it. */
export type Within = <T>(job: Job, act: () => Promise<T>) => Promise<T>;

/**
 * Does one job taken from a queue.
 * The work is enqueued again before this job ends, so that a crash between the two repeats it and never loses it.
 * @throws UnrecoverableError when trying again would not help: the job is dropped
 */
export function createProcessor(deps: RunDeps): Processor {
  const within: Within = deps.within ?? ((_job, act) => act());
  return async (taken) => {
    const job = decode(taken, deps);
    await within(job, () => run(job, taken, deps));
  };
}

// --- Internal helpers ---

async function run(job: Job, taken: TakenJob, deps: RunDeps): Promise<void> {
  // A person waits for an answer, and nobody would ask for it again.
  if (deps.signal.aborted && job.kind !== 'answer') throw failure(interrupted(), taken, deps);
  let next: Date | null;
  try {
    next = await deps.handlers[job.kind](job, deps.signal);
    if (next !== null) await deps.queue.again(job, taken.id ?? '', validDate(next, job));
    deps.onEnd?.(deps.queueName, 'done');
  } catch (error) {
    throw failure(error, taken, deps);
  }
}

function decode(taken: TakenJob, deps: RunDeps): Job {
  try {
    return decodeJob(taken.data);
  } catch (error) {
    const fields = { queue: deps.queueName, job: taken.id, error: describeError(error) };
    deps.logger.error(fields, 'job dropped: its payload is not valid');
    throw new UnrecoverableError(describeError(error));
  }
}

function validDate(date: Date, job: Job): Date {
  if (!Number.isNaN(date.getTime())) return date;
  throw new Error(`The ${job.kind} handler asked to be called again at an invalid date.`);
}

/** Logs a failed attempt once and tells BullMQ whether to try again. */
function failure(error: unknown, taken: TakenJob, deps: RunDeps): Error {
  const again = isRetryable(error) && taken.attemptsMade + 1 < (taken.opts.attempts ?? 1);
  deps.onEnd?.(deps.queueName, again ? 'again' : 'failed');
  const id = deps.newId();
  const fields = {
    id,
    queue: deps.queueName,
    job: taken.id,
    attempt: taken.attemptsMade + 1,
    error: describeError(error),
  };
  if (deps.signal.aborted && again)
    deps.logger.debug(fields, 'job interrupted by the stop; it will run again');
  else if (again) deps.logger.warn(fields, 'job failed; it will be tried again');
  else deps.logger.error({ ...fields, stack: stackOf(error) }, 'job failed');
  if (!deps.signal.aborted) deps.onError(error);
  const message = `${describeError(error)} (log id ${id})`;
  return again ? new Error(message, { cause: error }) : new UnrecoverableError(message);
}

/** For a job fetched in the moment of the stop. */
function interrupted(): AppError {
  return new AppError('The bot is stopping.', { code: 'queue', retryable: true });
}

/** An interrupted handler is not a broken one. */
function isRetryable(error: unknown): boolean {
  return (
    (error instanceof AppError && error.retryable) || (error instanceof Error && error.name === 'AbortError')
  );
}

function stackOf(error: unknown): string | undefined {
  return error instanceof Error ? error.stack : undefined;
}
