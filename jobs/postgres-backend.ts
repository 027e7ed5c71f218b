import {
  createPostgresBackend as createBullBackend,
  runMigrations,
  Queue,
  Worker,
  type PostgresConnectionOptions,
  type PostgresQueueBackend,
  type Telemetry,
} from 'bullmq';
import type { Pool, PoolClient } from 'pg';
import { AppError } from '../src/errors.js';
import type { Logger } from '../src/ports/logger.js';
import type { QueueBackend, QueueName } from './queue-backend.js';
import { createOutage } from './outage.js';
import { borrowPool } from './postgres-pool.js';
import { steady } from './steady.js';
import { within } from './time.js';

const SCHEMA = 'bullmq';
const ANSWER_WITHIN_MS = 5000;
const KEPT_EVENTS = 100;
/**
 * How often an idle worker looks for itself, seconds; a job whose wake-up is missed waits for so long. Wake-ups are
 * missed on the embedded database when another process (the command line) enqueues, because all clients share one
 * session there. Four idle workers that look five times a second keep a tenth of a core busy, once a second a fiftieth.
 */
const LOOK_EVERY_S = 1;
const REPAIR = 'Start the database, or correct DATABASE_URL.';

interface PostgresBackendOptions {
  readonly pool: Pool;
  readonly nameOf: (name: QueueName) => string;
  readonly logger: Logger;
  readonly migrate: boolean;
  readonly telemetry?: Telemetry;
}

/**
 * Jobs in PostgreSQL, in the schema `bullmq`, on a pool that stays the caller's.
 * @throws AppError `queue` when the schema cannot be prepared or is not on the pool's `search_path`
 */
export async function createPostgresBackend(options: PostgresBackendOptions): Promise<QueueBackend> {
  const { pool, nameOf, logger } = options;
  const traced = options.telemetry === undefined ? {} : { telemetry: options.telemetry };
  const connection = borrowPool(pool);
  await prepare(pool, options.migrate);
  const ping = () => answerOf(pool);
  const outage = createOutage({ what: 'The database', repair: REPAIR, probe: ping, logger });
  pool.on('error', outage.suspect);
  let closing: Promise<void> | null = null;

  return {
    kind: 'postgres',
    outage,
    ready: () => (outage.current === null ? Promise.resolve() : Promise.reject(outage.refusal())),
    ping,
    openQueue: (name) => {
      const streams = { events: { maxLen: KEPT_EVENTS } };
      return new Queue<
        unknown,
        unknown,
        string,
        unknown,
        unknown,
        string,
        PostgresQueueBackend,
        PostgresConnectionOptions
      >(nameOf(name), { connection: connection.view, streams, ...traced }, createBullBackend);
    },
    openWorker: (name, process, tuning) =>
      new Worker<unknown, void, string, PostgresQueueBackend, object, PostgresConnectionOptions>(
        nameOf(name),
        process,
        { connection: connection.view, drainDelay: LOOK_EVERY_S, runRetryDelay: 1000, ...tuning, ...traced },
        (...args) => steady(createBullBackend(...args), LOOK_EVERY_S),
      ),
    close: () =>
      (closing ??= outage.stop().then(() => {
        pool.off('error', outage.suspect);
        connection.giveBack();
      })),
  };
}

// --- Internal helpers ---

async function answerOf(pool: Pool): Promise<void> {
  await within(ANSWER_WITHIN_MS, pool.query('SELECT 1'), () => new Error('The database gave no answer.'));
}

async function prepare(pool: Pool, migrate: boolean): Promise<void> {
  let client: PoolClient | null = null;
  try {
    client = await pool.connect();
    if (migrate) await runMigrations(client, SCHEMA);
    await checkVisible(client);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('The queue’s tables could not be prepared in the database.', {
      code: 'queue',
      hint: 'The database user must be allowed to create a schema; see the cause for what the database said.',
      cause: error,
    });
  } finally {
    client?.release();
  }
}

async function checkVisible(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ visible: boolean | null; path: string }>(
    `SELECT bool_or(pg_catalog.pg_function_is_visible(p.oid)) AS visible,
            pg_catalog.current_setting('search_path') AS path
       FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname = $1 AND p.proname = 'move_to_active'`,
    [SCHEMA],
  );
  if (rows[0]?.visible === true) return;
  throw new AppError(
    rows[0]?.visible === false
      ? `The queue’s functions are not on the connection's search_path (${rows[0].path}).`
      : 'The queue’s tables are not in the database yet.',
    { code: 'queue', hint: 'Start the bot once, so that it prepares them; then try again.' },
  );
}
