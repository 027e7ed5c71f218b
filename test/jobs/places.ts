import type { PoolConfig } from 'pg';
import { testDatabases, type DatabaseKind } from '../support/databases.js';
import { hasRedisServer, redisIsAvailable, startRedis } from '../support/redis.js';
import type { Place } from './harness.js';

export interface OpenPlace extends Place {
  /** For pools of other processes; absent where only one process may be. */
  readonly poolOptions?: PoolConfig;
  close(): Promise<void>;
}

export interface PlaceKind {
  readonly name: string;
  /** Several processes can work on it. */
  readonly shared: boolean;
  open(): Promise<OpenPlace>;
}

/** Every place there is here to keep jobs in. The tests of the queue run on each. */
export const places: readonly PlaceKind[] = [
  ...(redisIsAvailable ? [{ name: 'Redis', shared: true, open: openRedis }] : []),
  ...testDatabases.map((kind) => ({
    name: kind.name === 'server' ? 'a PostgreSQL server' : 'the embedded database',
    shared: kind.name === 'server',
    open: () => openDatabasePlace(kind),
  })),
];

// --- Internal helpers ---

async function openRedis(): Promise<OpenPlace> {
  if (!hasRedisServer) return { redisUrl: process.env['REDIS_URL'] ?? null, close: () => Promise.resolve() };
  const redis = await startRedis();
  return { redisUrl: redis.url, close: () => redis.close() };
}

async function openDatabasePlace(kind: DatabaseKind): Promise<OpenPlace> {
  const database = await kind.open();
  const { url } = database;
  return {
    redisUrl: null,
    pool: database.queuePool(),
    ...(url === null
      ? {}
      : { poolOptions: { connectionString: url, options: '-c search_path=bullmq,public' } }),
    close: () => database.close(),
  };
}
