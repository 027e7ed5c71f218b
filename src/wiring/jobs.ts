import { createJobQueue, type JobQueueControl, type WithinEnqueue } from '../../jobs/queues.js';
import { createQueueBackend, type QueueBackend } from '../../jobs/backend.js';
import { openJobTelemetry } from '../../jobs/telemetry.js';
import { createDeeds, type Deeds } from './deeds.js';
import type { Runtime } from './runtime.js';
import { traceEnqueue } from './tracing.js';

export interface Jobs {
  readonly backend: QueueBackend;
  readonly queue: JobQueueControl;
  readonly deeds: Deeds;
}

/** Opens the queue, on Redis or in the database, and what its jobs do. */
export async function openJobs(runtime: Runtime): Promise<Jobs> {
  const { config, database, logger } = runtime;
  const pool = config.redisUrl === null ? { pool: database.queuePool() } : {};
  const telemetry = config.traces === null ? {} : { telemetry: await openJobTelemetry(runtime.version) };
  const backend = await createQueueBackend({ redisUrl: config.redisUrl, ...pool, ...telemetry, logger });
  const within: WithinEnqueue = (job, act) => traceEnqueue(job, runtime.tracing, act);
  const queue = createJobQueue(backend, { logger, within });
  return { backend, queue, deeds: createDeeds(runtime, queue) };
}
