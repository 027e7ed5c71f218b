import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { AppError } from '../src/errors.js';
import { readRedisUrl, type RedisPlace } from '../src/redis-url.js';

/** One connection, or one for each node of a cluster. */
export type RedisClient = Redis | Cluster;

/** What is made the same for every connection. */
export type ClientOptions = Pick<
  RedisOptions,
  'enableOfflineQueue' | 'maxRetriesPerRequest' | 'commandTimeout' | 'disconnectTimeout'
>;

/** @throws AppError `config` when the address cannot be read */
export function redisPlace(url: string): RedisPlace {
  const place = readRedisUrl(url);
  if (typeof place !== 'string') return place;
  throw new AppError(`REDIS_URL ${place}`, { code: 'config' });
}

/** Connects by itself, and connects again, also to the server that sentinels or a cluster put in another's place. */
export function createRedisClient(place: RedisPlace, options: ClientOptions): RedisClient {
  const common = { ...options, reconnectOnError };
  if (place.kind === 'server') return new Redis(place.url, common);
  if (place.kind === 'cluster') return createCluster(place, common);
  const { sentinels, master, database, login, sentinelLogin, tls } = place;
  return new Redis({
    ...common,
    ...login,
    sentinels: sentinels.map((node) => ({ ...node })),
    name: master,
    db: database,
    // Told by the sentinels, a connection to a server that vanished without a word is not waited for.
    failoverDetector: true,
    ...(sentinelLogin.username === undefined ? {} : { sentinelUsername: sentinelLogin.username }),
    ...(sentinelLogin.password === undefined ? {} : { sentinelPassword: sentinelLogin.password }),
    ...(tls ? { tls: {}, enableTLSForSentinelMode: true, sentinelTLS: {} } : {}),
  });
}

// --- Internal helpers ---

type Common = ClientOptions & Pick<RedisOptions, 'reconnectOnError'>;

function createCluster(
  { nodes, login, tls }: Extract<RedisPlace, { kind: 'cluster' }>,
  common: Common,
): Cluster {
  const { enableOfflineQueue = true, ...redisOptions } = common;
  return new Cluster(
    nodes.map((node) => ({ ...node })),
    {
      enableOfflineQueue,
      redisOptions: { ...redisOptions, ...login, ...(tls ? { tls: {} } : {}) },
      // A certificate is for the name; ioredis would ask for its address first and lose it.
      ...(tls ? { dnsLookup: (address, callback) => callback(null, address) } : {}),
    },
  );
}

/** A server that has become a replica refuses to write: connect again to whoever took its place, and say it there. */
function reconnectOnError(error: Error): false | 2 {
  return error.message.startsWith('READONLY') ? 2 : false;
}
