import type { Telemetry } from 'bullmq';
import type { Pool } from 'pg';
import { AppError } from '../src/errors.js';
import type { Logger } from '../src/ports/logger.js';
import { createPostgresBackend } from './postgres-backend.js';
import type { QueueBackend, QueueName } from './queue-backend.js';
import { createRedisBackend } from './redis-backend.js';

export type { QueueBackend } from './queue-backend.js';

export interface QueueBackendOptions {
  /** As REDIS_URL (`src/redis-url.ts`); null keeps the jobs in PostgreSQL, and then `pool` is needed. */
  readonly redisUrl: string | null;
  /**
   * A pool whose `search_path` includes the schema `bullmq`. Every worker holds one of its clients for good,
   * so that it needs at least ten.
   */
  readonly pool?: Pool;
  /** False when another process owns the database and has prepared it. Default true. */
  readonly migrate?: boolean;
  /** Set before every queue's name, so that several bots (or tests) share one server. Default none. */
  readonly prefix?: string;
  /** Makes spans of what is enqueued and run. Default: none. */
  readonly telemetry?: Telemetry;
  readonly logger: Logger;
}

/**
 * Opens the place where jobs are kept. Redis may be away: then it connects as soon as Redis is there.
 * PostgreSQL must answer: its schema `bullmq` is created or brought up to date first.
 * @throws AppError `queue` when PostgreSQL cannot be prepared, `config` when neither place is given
 */
export async function createQueueBackend(options: QueueBackendOptions): Promise<QueueBackend> {
  const { redisUrl, pool, logger } = options;
  const nameOf = (name: QueueName) => (options.prefix === undefined ? name : `${options.prefix}-${name}`);
  const traced = options.telemetry === undefined ? {} : { telemetry: options.telemetry };
  if (redisUrl !== null) return createRedisBackend({ url: redisUrl, nameOf, logger, ...traced });
  if (pool !== undefined)
    return createPostgresBackend({ pool, nameOf, logger, migrate: options.migrate ?? true, ...traced });
  throw new AppError('There is no place to keep jobs in: neither Redis nor a database was given.', {
    code: 'config',
    hint: 'Set REDIS_URL, or leave it unset to keep the jobs in the database.',
  });
}
