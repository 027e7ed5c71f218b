import pg from 'pg';
import type { Logger } from '../../src/ports/logger.js';

/** How long to wait for a connection; on the embedded database also behind another client's transaction. */
const CONNECT_LIMIT_MS = 30_000;
const KEEPALIVE_MS = 10_000;
/** A statement of ours takes well under a second; a server that has vanished without a word would hold it for a quarter of an hour. */
const STATEMENT_LIMIT_MS = 60_000;
const END_LIMIT_MS = 5_000;
/** Our transactions ask one statement right after the other; a process that stands still in one must not keep its rows. */
const IDLE_LIMIT = "set idle_in_transaction_session_timeout = '30s'";
/** What a server's list of connections calls those of a bot; each of its processes keeps one open. */
export const BOT_NAME = 'broadsheet bot';
const TOOL_NAME = 'broadsheet tool';

/** Type numbers from pg_type.dat. */
const DATE = 1082;
const INT8 = 20;

const parserOf = pg.types.getTypeParser as (oid: number, format: 'text' | 'binary') => unknown;

/** Days stay `YYYY-MM-DD` (pg would make local midnights of them) and counts become numbers. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format !== 'binary' && oid === DATE) return (text: string) => text;
    if (format !== 'binary' && oid === INT8) return Number;
    return parserOf(oid, format ?? 'text');
  }) as pg.CustomTypesConfig['getTypeParser'],
};

/** Where to connect: `{ host: folder of a socket }` or `{ connectionString }`. */
export type Target = Pick<pg.PoolConfig, 'host' | 'port' | 'user' | 'database' | 'connectionString'>;

export interface Pools {
  readonly main: pg.Pool;
  queue(): pg.Pool;
  end(): Promise<void>;
}

/**
 * The pools of one process on one database. An idle connection that breaks is logged and replaced.
 * @param as `embedded`: clients share one session, so that nothing is set for each; else who comes to a server
 */
export function createPools(target: Target, logger: Logger, as: 'embedded' | 'bot' | 'tool'): Pools {
  const server = as !== 'embedded';
  const made: pg.Pool[] = [];
  const make = (config: pg.PoolConfig): pg.Pool => {
    const pool = new pg.Pool({
      ...target,
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEPALIVE_MS,
      ...(server ? { onConnect: introduce(as) } : {}),
      ...config,
    });
    pool.on('error', (error) => {
      logger.warn({ error: error.message }, 'An idle database connection was lost; it will be replaced.');
    });
    made.push(pool);
    return pool;
  };
  let queue: pg.Pool | undefined;
  return {
    main: make({ max: 10, min: as === 'bot' ? 1 : 0, types, query_timeout: STATEMENT_LIMIT_MS }),
    // Each of BullMQ's workers keeps one connection for LISTEN beside those that run queries.
    queue: () =>
      (queue ??= make({ max: 20, ...(server ? { options: '-c search_path=bullmq,public' } : {}) })),
    end: async () => {
      const ended = Promise.allSettled(made.map((pool) => pool.end()));
      await Promise.race([ended, delay(END_LIMIT_MS)]);
    },
  };
}

/** A statement with a longer limit of its own, milliseconds; `pg` reads it, though its types do not tell. */
export function patient(text: string, limitMs: number): pg.QueryConfig {
  const config = { text, query_timeout: limitMs };
  return config;
}

/** The pool waits for it, though its types do not tell. */
function introduce(as: 'bot' | 'tool'): (client: pg.ClientBase) => void {
  const name = as === 'bot' ? BOT_NAME : TOOL_NAME;
  const statement = `${IDLE_LIMIT}; set application_name = '${name}'`;
  return ((client: pg.ClientBase) => client.query(statement)) as (client: pg.ClientBase) => void;
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
