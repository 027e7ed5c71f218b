import { createRedisBackend as createBullBackend, Queue, Worker, type Telemetry } from 'bullmq';
import { AppError } from '../src/errors.js';
import type { Logger } from '../src/ports/logger.js';
import type { QueueBackend, QueueName } from './queue-backend.js';
import { createOutage } from './outage.js';
import { createRedisClient, redisPlace, type RedisClient } from './redis-clients.js';
import { checkRedisServer } from './redis-check.js';
import type { RedisPlace } from '../src/redis-url.js';
import { steady } from './steady.js';
import { within } from './time.js';

const ANSWER_WITHIN_MS = 5000;
/** ioredis holds a process that is done for two seconds otherwise. */
const DISCONNECT_WITHIN_MS = 200;
/**
 * Ours is the root of all keys; several bots on one Redis use `REDIS_URL=redis://host/1` and so on. On a cluster all keys
 * of a queue must be on one node, which a hash tag in braces does; a tag for each queue spreads them over the nodes.
 */
const KEY_PREFIX = 'broadsheet';
/** BullMQ keeps 10 000 events a queue for listeners; there are none here. */
const KEPT_EVENTS = 100;
const REPAIR = 'Start Redis, or correct REDIS_URL; unset it to keep the jobs in the database.';

interface RedisBackendOptions {
  readonly url: string;
  readonly nameOf: (name: QueueName) => string;
  readonly logger: Logger;
  readonly telemetry?: Telemetry;
}

/**
 * Jobs in Redis. Two kinds of connections: the producer refuses at once what it cannot send, because the caller asks
 * again a minute later; the workers wait for as long as it takes.
 */
export function createRedisBackend({ url, nameOf, logger, ...traced }: RedisBackendOptions): QueueBackend {
  const place = redisPlace(url);
  const prefixOf = (name: QueueName): string =>
    place.kind === 'cluster' ? `{${KEY_PREFIX}:${nameOf(name)}}` : KEY_PREFIX;
  const producer = createRedisClient(place, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: ANSWER_WITHIN_MS,
    disconnectTimeout: DISCONNECT_WITHIN_MS,
  });
  const consumers = openConsumers(place);
  const ping = () => producer.ping();
  const outage = createOutage({ what: 'Redis', repair: REPAIR, probe: ping, logger });
  producer.on('error', outage.suspect);
  producer.on('close', () => outage.suspect(new Error('The connection to Redis was lost.')));
  producer.once('ready', () => void checkRedisServer(producer, logger));
  let closing: Promise<void> | null = null;

  return {
    kind: 'redis',
    outage,
    ready: async () => {
      if (producer.status === 'ready') return;
      if (outage.current !== null) throw outage.refusal();
      await within(ANSWER_WITHIN_MS, firstReady(producer), () => outage.refusal()).catch((error: unknown) => {
        throw error instanceof AppError ? error : outage.refusal(error);
      });
    },
    ping: async () => {
      await ping();
    },
    openQueue: (name) =>
      new Queue(nameOf(name), {
        connection: producer,
        prefix: prefixOf(name),
        skipVersionCheck: true,
        streams: { events: { maxLen: KEPT_EVENTS } },
        ...traced,
      }),
    openWorker: (name, process, tuning) =>
      new Worker(
        nameOf(name),
        process,
        { connection: consumers.main, prefix: prefixOf(name), runRetryDelay: 1000, ...tuning, ...traced },
        (...args) => steady(createBullBackend(...args), 5),
      ),
    close: () =>
      (closing ??= outage.stop().then(() => {
        consumers.close();
        producer.disconnect();
      })),
  };
}

// --- Internal helpers ---

/** BullMQ makes a blocking copy for every worker; all are kept in sight so that none outlives us. */
function openConsumers(place: RedisPlace): { main: RedisClient; close: () => void } {
  const main = createRedisClient(place, {
    maxRetriesPerRequest: null,
    disconnectTimeout: DISCONNECT_WITHIN_MS,
  });
  const all: RedisClient[] = [main];
  const duplicate = main.duplicate.bind(main) as (...given: unknown[]) => RedisClient;
  const ignore = () => undefined;
  main.on('error', ignore);
  main.duplicate = ((...given: unknown[]) => {
    const copy = duplicate(...given);
    copy.on('error', ignore);
    all.push(copy);
    return copy;
  }) as never;
  return { main, close: () => all.forEach((client) => client.disconnect()) };
}

function firstReady(client: RedisClient): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error) => {
      client.off('ready', settle).off('error', settle).off('end', settle);
      if (error === undefined) resolve();
      else reject(error);
    };
    client.once('ready', () => settle());
    client.once('error', settle);
    client.once('end', () => settle(new Error('The connection to Redis was closed.')));
  });
}
