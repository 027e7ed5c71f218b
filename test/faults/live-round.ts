import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel } from '../../src/channels/channel.js';
import type { LogLine } from '../jobs/recorder.js';
import type { TestServer } from '../support/postgres-server.js';
import type { TestRedis } from '../support/redis.js';
import { notNow } from '../support/schedules.js';
import { everyMs } from '../support/slack-publisher.js';
import { check, type Verdict } from './check.js';
import type { Chance } from './chance.js';
import { startCrewMember, type CrewMember, type CrewTimes } from './crew.js';
import { startDiscordSide } from './discord-side.js';
import type { FarSide, PlainFault } from './far-side.js';
import { createFaultLog, type FaultLog } from './fault-log.js';
import type { Newsdesk } from './newsdesk.js';
import { startSlackSide } from './slack-side.js';

/**
 * Real waiting, cut short; the order of the times is kept (call < lease, lateness < settling). What waits for a person
 * ends soon, as too late. A lock is over soon, so that the jobs of a worker that is gone are found.
 */
const TIMES: CrewTimes = {
  leaseMs: 4_000,
  freshForMs: 180_000,
  callMs: 1_200,
  settleMs: 6_000,
  repeatWithinMs: 1_500,
  tickMs: 500,
  idleMs: 1_500,
  stopMs: 1_000,
  tuning: { lockDuration: 2_000, stalledInterval: 1_000 },
  pace: everyMs(0),
};
const LONGEST_MS = 300_000;
const KINDS: readonly PlainFault[] = [{ act: 'taken, reset' }, { act: 'reset' }, { act: 'taken, 500' }];
const SPOILED = 0.15;

export interface LiveOptions {
  readonly platform: FarSide['platform'];
  readonly desk: Newsdesk;
  /** The server that the desk is on. */
  readonly server: TestServer;
  readonly redis: TestRedis;
  readonly chance: Chance;
  /** One after the other, each with new digests under way. */
  readonly troubles: readonly Trouble[];
  /** Digests for each trouble. */
  readonly each: number;
}

export interface Trouble {
  readonly name: string;
  /** @param open opens the trouble's digests; they are under way when it resolves */
  act(live: Live, open: () => Promise<void>): Promise<void>;
}

/** Two processes of ticks and workers, and all that they depend on. */
export interface Live extends LiveOptions {
  readonly crew: CrewMember[];
  readonly prefix: string;
  readonly lines: LogLine[];
  newMember(): Promise<CrewMember>;
  /** As of the desk's; a database that is away tells nothing, so one. */
  open(): Promise<number>;
  underWay(): Promise<number>;
}

/**
 * Two real processes of ticks and workers on a real Redis and a real PostgreSQL, in real time, from one trouble to the
 * next; the fakes spoil one post in seven besides.
 */
export async function playLiveRound(options: LiveOptions): Promise<Verdict> {
  const { desk, chance, platform, troubles, each } = options;
  await desk.reset(new Date());
  await desk.goLive();
  const side = await (platform === 'discord' ? startDiscordSide : startSlackSide)({
    clock: Date.now,
    lagMs: 0,
  });
  const faults = createFaultLog();
  const spoiled = new Map<string, string[]>();
  side.spoilMany(KINDS, SPOILED, chance, (marker, { act }) => {
    if (marker !== null) spoiled.set(marker, [...(spoiled.get(marker) ?? []), `send: ${act}`]);
  });
  const live = await startLive(options, side);
  try {
    const channels = await addChannels(troubles.length * each, live, side);
    for (const [nth, trouble] of troubles.entries()) {
      const due = channels.slice(nth * each, (nth + 1) * each);
      await trouble.act(live, async () => {
        for (const channel of due) {
          const { id } = await desk.stores.digests.openNow(channel.id);
          faults.note({ digestId: id }, trouble.name);
        }
        await sleep(chance.between(50, 500));
      });
    }
    const deadline = Date.now() + LONGEST_MS;
    while ((await live.open()) > 0 && Date.now() < deadline) await sleep(200);
    const byPlace = new Map(channels.map((channel) => [channel.address.place, channel]));
    await noteSpoiled(spoiled, channels, faults, side, desk);
    return await check({ desk, side, faults, channels: byPlace, limits: [], lines: live.lines });
  } finally {
    await Promise.all(live.crew.map((member) => member.kill()));
    await side.close();
  }
}

// --- Internal helpers ---

async function startLive(options: LiveOptions, side: FarSide): Promise<Live> {
  const { desk, redis, platform } = options;
  const prefix = `live${randomUUID().slice(0, 8)}`;
  const lines: LogLine[] = [];
  const setup = {
    databaseUrl: desk.database.url ?? '',
    redisUrl: redis.url,
    ...{ prefix, platform, ...side.connection, times: TIMES },
  };
  const newMember = () => startCrewMember(setup, lines);
  const crew = await Promise.all([newMember(), newMember()]);
  const open = () => desk.open().catch(() => 1);
  const underWay = () => desk.underWay().catch(() => 1);
  return { ...options, crew, prefix, lines, newMember, open, underWay };
}

async function addChannels(
  count: number,
  { desk, chance }: Live,
  side: FarSide,
): Promise<readonly Channel[]> {
  const channels: Channel[] = [];
  for (let nth = 0; nth < count; nth++) {
    const { address, layout } = side.addPlace(chance.pick(side.rooms));
    const zone = notNow()[3] ?? 'UTC';
    channels.push(await desk.addChannel(address, layout, { time: '00:00', zone }));
  }
  return channels;
}

/** What was noted by its marker, by delivery key. */
async function noteSpoiled(
  spoiled: ReadonlyMap<string, readonly string[]>,
  channels: readonly Channel[],
  faults: FaultLog,
  side: FarSide,
  { stores }: Newsdesk,
): Promise<void> {
  for (const { key: channelKey } of channels)
    for (const { key } of await stores.deliveries.list({ channelKey, limit: 100 }))
      for (const what of spoiled.get(side.markerOf(key)) ?? []) faults.note({ key }, what);
}
