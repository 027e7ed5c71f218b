import type pg from 'pg';
import { AppError } from '../../src/errors.js';
import type { Logger } from '../../src/ports/logger.js';
import { connectFault, statementFault } from './connect-faults.js';
import { prepareDataDirectory } from './data-directory.js';
import { startEmbeddedServer } from './embedded-server.js';
import { lockDirectory } from './lock.js';
import { migrate } from './migrate.js';
import { createPools, patient, type Pools } from './pools.js';
import { prepareSearchIndex } from './search-index.js';
import { createSql } from './sql.js';
import { hasUnfinished, refuseUnfinished } from './transfer/unfinished.js';

/** Oldest server this program is tested with. */
const OLDEST_SERVER = 15;
const WAIT_FOR_OWNER_MS = 15_000;
/** Clearing up after a long time takes more than a statement usually may. */
const UPKEEP_LIMIT_MS = 10 * 60_000;

export interface DatabaseOptions {
  /** PostgreSQL server; null = the embedded one. */
  readonly databaseUrl: string | null;
  /** Where the embedded database lives. */
  readonly dataDir: string;
  /** This program's version; a tool beside a bot must have the bot's. */
  readonly version: string;
  /** There is one bot on an embedded database; tools come beside it. */
  readonly role: 'bot' | 'tool';
  /** An import that has not ended is in the way of everything but itself. Default `refuse`. */
  readonly unfinishedImport?: 'refuse' | 'open';
  readonly logger: Logger;
  readonly onProgress?: (line: string) => void;
  /** The compiled database thread. Default: the one beside this file. */
  readonly workerUrl?: URL;
  /** How long to wait for a tool that has the embedded database, or for a bot that is starting. Default 15 s. */
  readonly waitForOwnerMs?: number;
}

export interface Database {
  readonly kind: 'embedded' | 'server';
  /** This process has the embedded database to itself: no bot runs on it. False beside a bot, and on a server. */
  readonly owner: boolean;
  readonly pool: pg.Pool;
  /** For BullMQ's PostgreSQL backend: its schema `bullmq` is on the search path. Made at the first call, ended by `close`. */
  queuePool(): pg.Pool;
  /** @throws AppError `database` when the database does not answer */
  ping(): Promise<void>;
  /** Clears up dead rows and writes everything to disk. A server does that by itself. */
  maintain(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the database and brings its schema up to date.
 * @throws AppError `database`, `config`, `already-running` or `version-mismatch`, each with its repair
 */
export function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.databaseUrl === null ? openEmbedded(options) : openServer(options, options.databaseUrl);
}

async function openServer(options: DatabaseOptions, databaseUrl: string): Promise<Database> {
  const pools = createPools({ connectionString: databaseUrl }, options.logger, options.role);
  try {
    await checkVersion(pools.main);
    await prepareSchema(pools.main, options);
  } catch (error) {
    await pools.end();
    throw error instanceof AppError ? error : connectFault(error, databaseUrl);
  }
  return assemble('server', false, pools, () => Promise.resolve());
}

/** What an import has begun it also ends: schema and index are its own until then. */
async function prepareSchema(pool: pg.Pool, options: DatabaseOptions): Promise<void> {
  const { query } = createSql(pool);
  if (await hasUnfinished(query)) {
    if (options.unfinishedImport !== 'open') await refuseUnfinished(query);
    return;
  }
  await migrate(pool);
  await prepareSearchIndex(pool, options.logger);
}

async function checkVersion(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ num: string; ver: string }>(
    "select current_setting('server_version_num') as num, current_setting('server_version') as ver",
  );
  if (Math.floor(Number(rows[0]?.num) / 10_000) >= OLDEST_SERVER) return;
  throw new AppError(`The server is PostgreSQL ${rows[0]?.ver ?? 'of an unknown version'}.`, {
    code: 'database',
    hint: `Use PostgreSQL ${OLDEST_SERVER} or newer.`,
  });
}

async function openEmbedded(options: DatabaseOptions): Promise<Database> {
  const { logger, version, role } = options;
  const onProgress = options.onProgress ?? (() => undefined);
  const directory = prepareDataDirectory(options.dataDir);
  const waitMs = options.waitForOwnerMs ?? WAIT_FOR_OWNER_MS;
  const lock = await lockDirectory({ directory, version, role, waitMs, logger });
  if (lock.kind === 'guest') {
    const pools = embeddedPools(lock.socketDir, logger);
    return assemble('embedded', false, pools, () => Promise.resolve());
  }

  try {
    const workerUrl = options.workerUrl ?? new URL('./embedded-worker.js', import.meta.url);
    const server = await startEmbeddedServer({ directory, workerUrl, logger, onProgress });
    const pools = embeddedPools(server.socketDir, logger);
    try {
      await prepareSchema(pools.main, options);
    } catch (error) {
      await pools.end();
      await server.close();
      throw error instanceof AppError ? error : statementFault(error);
    }
    lock.announce(server.socketDir);
    return assemble('embedded', true, pools, async () => {
      await server.close();
      lock.release();
    });
  } catch (error) {
    lock.release();
    throw error;
  }
}

function embeddedPools(socketDir: string, logger: Logger): Pools {
  return createPools(
    { host: socketDir, port: 5432, user: 'postgres', database: 'postgres' },
    logger,
    'embedded',
  );
}

function assemble(
  kind: Database['kind'],
  owner: boolean,
  pools: Pools,
  closeServer: () => Promise<void>,
): Database {
  let closed: Promise<void> | undefined;
  const run = async (...statements: readonly string[]): Promise<void> => {
    try {
      for (const statement of statements) await pools.main.query(patient(statement, UPKEEP_LIMIT_MS));
    } catch (error) {
      throw statementFault(error);
    }
  };
  return {
    kind,
    owner,
    pool: pools.main,
    queuePool: () => pools.queue(),
    ping: async () => {
      await pools.main.query('select 1').catch((error: unknown) => {
        throw statementFault(error);
      });
    },
    maintain: () => (kind === 'server' ? Promise.resolve() : run('vacuum analyze', 'checkpoint')),
    close: () => (closed ??= pools.end().then(closeServer)),
  };
}
