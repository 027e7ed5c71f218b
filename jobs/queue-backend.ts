import type { JobsOptions } from 'bullmq';
import type { Outage } from './outage.js';
import type { JobPayload } from './payloads.js';

/** One queue per purpose, so that a slow platform holds up nobody else. */
export const QUEUE_NAMES = [
  'collect',
  'signals',
  'embed',
  'compose',
  'deliver-discord',
  'deliver-slack',
  'deliver-email',
  'answer',
] as const;
export type QueueName = (typeof QUEUE_NAMES)[number];

/** The producing side of one queue. */
export interface QueueHandle {
  waitUntilReady(): Promise<unknown>;
  add(name: string, data: JobPayload, options: JobsOptions): Promise<unknown>;
  getJobCounts(...states: (CountedState | 'prioritized')[]): Promise<Record<string, number>>;
  /** @param end inclusive, of each state */
  getJobs(
    states: ('waiting' | 'prioritized')[],
    start: number,
    end: number,
    oldestFirst: boolean,
  ): Promise<readonly (WaitingJob | undefined)[]>;
  close(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

export type CountedState = 'waiting' | 'active' | 'delayed';

/** What is asked of a job that waits. */
export interface WaitingJob {
  /** When it was enqueued, milliseconds since 1970. */
  readonly timestamp: number;
  readonly opts: { readonly delay?: number | undefined };
}

/** What a processor is told of a job. */
export interface TakenJob {
  readonly id?: string | undefined;
  readonly name: string;
  readonly data: unknown;
  /** Attempts that ended before this one. */
  readonly attemptsMade: number;
  readonly opts: { readonly attempts?: number | undefined };
}

export type Processor = (job: TakenJob) => Promise<void>;

/** The consuming side of one queue. */
export interface WorkerHandle {
  waitUntilReady(): Promise<unknown>;
  /** Waits for running jobs without limit unless `force`. */
  close(force?: boolean): Promise<void>;
  /** Takes no new jobs. */
  pause(leaveRunningJobs: boolean): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'stalled', listener: (jobId: string) => void): unknown;
}

/** Milliseconds, but for the count. */
export interface WorkerTuning {
  /** Jobs at a time. */
  readonly concurrency: number;
  /** How long a silent worker keeps its job. */
  readonly lockDuration: number;
  /** How often abandoned jobs are looked for. */
  readonly stalledInterval: number;
}

/** Where the jobs are kept: Redis or PostgreSQL. The rest of `jobs/` does not know which. */
export interface QueueBackend {
  readonly kind: 'redis' | 'postgres';
  readonly outage: Outage;
  /** Resolves when jobs can be enqueued; rejects within seconds, at once during an outage. */
  ready(): Promise<void>;
  /** Asks the far side. Rejects when it does not answer within five seconds. */
  ping(): Promise<void>;
  openQueue(name: QueueName): QueueHandle;
  openWorker(name: QueueName, process: Processor, tuning: WorkerTuning): WorkerHandle;
  /** Drops every connection it opened; a pool it was handed stays open. Safe to call twice. */
  close(): Promise<void>;
}
