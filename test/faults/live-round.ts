import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createStores } from '../../adapters/postgres/index.js';
import { createQueueBackend } from '../../jobs/backend.js';
import { createJobQueue } from '../../jobs/queues.js';
import { startWorkers, type Workers } from '../../jobs/workers.js';
import type { Channel } from '../../src/channels/channel.js';
import { composeDigest } from '../../src/digests/compose.js';
import { deliverDigest } from '../../src/digests/deliver.js';
import { tick } from '../../src/digests/tick.js';
import type { Job } from '../../src/ports/job-queue.js';
import type { Publisher, SendRequest } from '../../src/ports/publisher.js';
import { createRecorder } from '../jobs/recorder.js';
import type { TestRedis } from '../support/redis.js';
import { notNow } from '../support/schedules.js';
import { check, type Verdict } from './check.js';
import type { Chance } from './chance.js';
import { startDiscordSide } from './discord-side.js';
import type { FarSide, HttpFault } from './far-side.js';
import { createFaultLog, type FaultLog } from './fault-log.js';
import type { Newsdesk } from './newsdesk.js';
import { startSlackSide } from './slack-side.js';

/**
 * Real waiting, cut short: the order of the times is kept (call < lease, lateness < settling). A message is late by as
 * much as the event loop is blocked, for the fake lives in it, too. What waits for a person ends soon, as too late.
 */
const TIMING = { leaseMs: 3_000, freshForMs: 90_000 };
const SETTLE = { repeatWithinMs: 1_000, settleMs: 5_000 };
const TICK_MS = 500;
/** A lock that is over soon, so that a stopped worker's jobs are found. */
const TUNING = { lockDuration: 1_500, stalledInterval: 1_000 };
/** Longer than a lock lives, shorter than the patience of a caller. */
const BLOCK_MS = 2_000;
const BLOCKS_APART_MS = 10_000;
const LONGEST_MS = 240_000;

export interface LiveOptions {
  readonly platform: FarSide['platform'];
  readonly desk: Newsdesk;
  readonly redis: TestRedis;
  readonly chance: Chance;
  readonly channels: number;
}

interface Live extends LiveOptions {
  readonly side: FarSide;
  readonly faults: FaultLog;
  readonly prefix: string;
  readonly log: ReturnType<typeof createRecorder>;
  readonly kinds: readonly HttpFault[];
  /** No other block before then, monotonic milliseconds. */
  readonly blocked: { until: number };
}

/**
 * Two processes' worth of real workers and ticks on a real Redis, in real time, while Redis is emptied, restarted, away
 * and cut off, the database's connections are cut, the event loop is blocked, and the workers are replaced one by one.
 */
export async function playLiveRound(options: LiveOptions): Promise<Verdict> {
  const { desk, chance, platform } = options;
  await desk.reset(new Date());
  await desk.goLive();
  const start = platform === 'discord' ? startDiscordSide : startSlackSide;
  const side = await start({ clock: Date.now, lagMs: 0 });
  const faults = createFaultLog();
  const prefix = `live${randomUUID().slice(0, 8)}`;
  const kinds: readonly HttpFault[] = [{ act: 'taken, reset' }, { act: 'reset' }, { act: 'taken, 500' }];
  const live: Live = {
    ...options,
    side,
    faults,
    prefix,
    log: createRecorder(),
    kinds,
    blocked: { until: 0 },
  };
  const channels = new Map<string, Channel>();
  const bots = [await startLiveBot(live), await startLiveBot(live)];
  try {
    for (let nth = 0; nth < options.channels; nth++) {
      const { address, layout } = side.addPlace(chance.pick(side.rooms));
      const channel = await desk.addChannel(address, layout, {
        time: '00:00',
        zone: notNow()[3] ?? 'UTC',
      });
      channels.set(channel.address.place, channel);
    }
    await trouble(live, bots, [...channels.values()]);
    const deadline = Date.now() + LONGEST_MS;
    while ((await openDigests(desk)) > 0 && Date.now() < deadline) await sleep(200);
    return await check({ desk, side, faults, channels, limits: [], lines: live.log.lines });
  } finally {
    await Promise.all(bots.map((bot) => bot.stop()));
    await side.close();
  }
}

// --- Internal helpers ---

interface LiveBot {
  /** A new set of workers in place of the old one, as a rolling restart does. */
  replace(): Promise<void>;
  stop(): Promise<void>;
}

async function startLiveBot(live: Live): Promise<LiveBot> {
  const { redis, prefix, desk, log } = live;
  const { logger } = log;
  const stores = createStores(desk.database.pool);
  const backend = await createQueueBackend({ redisUrl: redis.url, prefix, logger });
  const queue = createJobQueue(backend, { logger });
  const publisher = publisherOf(live);
  const handlers = {
    collect: () => Promise.resolve(null),
    answer: () => Promise.resolve(null),
    compose: (job: Job, signal: AbortSignal) =>
      composeDigest(
        (job as { digestId: number }).digestId,
        { ...desk.compose, publisherFor: () => publisher, queue },
        signal,
      ),
    deliver: (job: Job, signal: AbortSignal) =>
      deliver((job as { digestId: number }).digestId, publisher, signal, live),
  };
  const work = (): Workers => startWorkers({ backend, queue, logger, handlers, tuning: TUNING });
  let workers = work();
  const stopping = new AbortController();
  const ticks = (async () => {
    while (!stopping.signal.aborted) {
      await tick({ ...stores, sourceStates: stores.sources, sources: [], queue, logger }).catch(
        () => undefined,
      );
      await sleep(TICK_MS);
    }
  })();
  return {
    async replace() {
      await workers.stop(1_000);
      workers = work();
    },
    async stop() {
      stopping.abort();
      await ticks;
      await workers.stop(1_000);
      await queue.close();
      await backend.close();
    },
  };
}

function publisherOf({ side, chance, faults, kinds }: Live): Publisher {
  const real = side.publisher();
  return {
    ...real,
    policy: (kind) => {
      const policy = real.policy(kind);
      return { ...policy, ...SETTLE, repeatWithinMs: Math.min(policy.repeatWithinMs, SETTLE.repeatWithinMs) };
    },
    send: (request: SendRequest, signal: AbortSignal) => {
      if (chance.happens(0.15)) {
        const kind = chance.pick(kinds);
        faults.note({ key: request.key }, `send: ${kind.act}`);
        side.spoil(request, kind);
      }
      return side.publisher().send(request, signal);
    },
    look: (request, since, signal) => side.publisher().look(request, since, signal),
  };
}

function deliver(
  digestId: number,
  publisher: Publisher,
  signal: AbortSignal,
  live: Live,
): Promise<Date | null> {
  const { desk, chance, faults, log } = live;
  const { deliveries } = desk.stores;
  return deliverDigest(
    digestId,
    {
      ...desk.stores,
      deliveries: {
        ...deliveries,
        confirm: (key, token, decide) => {
          if (chance.happens(0.05) && performance.now() > live.blocked.until) {
            faults.note({ key }, 'the event loop is blocked');
            block(BLOCK_MS);
            live.blocked.until = performance.now() + BLOCKS_APART_MS;
          }
          return deliveries.confirm(key, token, decide);
        },
      },
      publisherFor: () => publisher,
      timing: TIMING,
      newToken: randomUUID,
      callSignal: () => AbortSignal.timeout(1_000),
      startWatch: () => {
        const start = performance.now();
        return () => performance.now() - start;
      },
      logger: log.logger,
    },
    signal,
  );
}

/** Nothing else runs in this process meanwhile, no lock is renewed. */
function block(ms: number): void {
  const end = Date.now() + ms;
  while (Date.now() < end);
}

/** One trouble after the other, some new digests before each, so that deliveries are under way. */
async function trouble(
  { redis, chance, desk }: Live,
  bots: readonly LiveBot[],
  channels: readonly Channel[],
): Promise<void> {
  const troubles: (() => Promise<unknown>)[] = [
    () => redis.flush(),
    async () => {
      await redis.down();
      await redis.up();
    },
    () => redis.command('CLIENT', 'KILL', 'TYPE', 'normal'),
    () => desk.cutConnections(),
    async () => {
      for (const bot of bots) await bot.replace();
    },
    () => redis.flush(),
    async () => {
      await redis.down();
      await sleep(3_000);
      await redis.up();
    },
    () => redis.command('CLIENT', 'KILL', 'TYPE', 'normal'),
    () => desk.cutConnections(),
  ];
  for (const [nth, once] of troubles.entries()) {
    const due = channels.filter((_channel, index) => index % troubles.length === nth);
    for (const { id } of due) await desk.stores.digests.openNow(id);
    await sleep(chance.between(50, 500));
    await once();
  }
}

async function openDigests(desk: Newsdesk): Promise<number> {
  return desk.open().catch(() => 1);
}
