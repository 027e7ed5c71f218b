import { createJobQueue, type JobQueueControl } from '../../jobs/queues.js';
import { createQueueBackend, type QueueBackend } from '../../jobs/backend.js';
import { createDeeds, type Deeds } from './deeds.js';
import type { Runtime } from './runtime.js';

export interface Jobs {
  readonly backend: QueueBackend;
  readonly queue: JobQueueControl;
  readonly deeds: Deeds;
}

/** Opens the queue, on Redis or in the database, and what its jobs do. */
export async function openJobs(runtime: Runtime): Promise<Jobs> {
  const { config, database, logger } = runtime;
  const pool = config.redisUrl === null ? { pool: database.queuePool() } : {};
  const backend = await createQueueBackend({ redisUrl: config.redisUrl, ...pool, logger });
  const queue = createJobQueue(backend, { logger });
  return { backend, queue, deeds: createDeeds(runtime, queue) };
}
