import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '../../test/support/world.js';
import { addChannels } from './fanout-channels.js';
import { openFanoutCrew, type FanoutCrew } from './fanout-crew.js';
import { LATEST_MS, spreadFaults } from './fanout-faults.js';
import { readLedger, type Ledger } from './fanout-ledger.js';
import { channelOfCall, logOf, type FanoutChannels, type Platform } from './fanout-log.js';
import { lastMessages, MESSAGES, PAPERS, rounded, sideOf, type Side } from './fanout-side.js';

/** What Slack and Discord ask the limited channels to wait. Seconds. */
export const RETRY_AFTER_S = 30;
/** How much longer than an untouched digest one may take for each call that came to nothing known. Seconds. */
const EXTRA_S = 75;
const RATIO = 1.15;
/** A bot starts, reads its sources and composes in so much time, and more for every channel. Milliseconds. */
const READY_MS = 60_000;
const READY_FOR_CHANNEL_MS = 60;
/** Digests are opened five minutes before their slot; to be ready earlier would leave composing out. */
const READY_AT_MOST_MS = 290_000;
/** Nobody waits longer than so many times the floor, and longer with faults: some need two settlings or three. */
const PATIENCE = 6;
const AT_LEAST_MS = 120_000;
const MORE_WITH_FAULTS_MS = 300_000;

export interface RunOptions {
  readonly channels: number;
  /** Percent of all calls that come to nothing known. */
  readonly faults: number;
  readonly seed: number;
  /** Channels of each platform that are answered 429 at their first message. */
  readonly limited: number;
  /** Seconds from the start of the run until the slot; null for as much as the channels need. */
  readonly ready: number | null;
  /** Processes with the role `worker`, on a PostgreSQL and a Redis server; 0 for one process that does everything. */
  readonly workers: number;
  /** Seconds between two SIGKILLs, each to another worker, from the slot until all is done; null for none. */
  readonly killEvery: number | null;
}

export interface RunReport {
  readonly load: number;
  readonly faults: number;
  readonly seed: number;
  readonly workers: number;
  readonly kills: number;
  readonly sides: Readonly<Record<Platform, Side>>;
  /** Untouched channels of both platforms against the slower one's floor. */
  readonly ratio: number;
  readonly ledger: Ledger;
  /** Processor time of the bot from the slot on, all its threads and processes: tells a slow bot from a busy machine. */
  readonly botCpuSeconds: number;
  /** What a well-behaved app does not do, as Slack sees it. */
  readonly violations: readonly string[];
  /** What was demanded and is not so; empty when all is well. */
  readonly misses: readonly string[];
}

export interface Run {
  readonly report: RunReport;
  /** When each channel had its last message, in the channels' order; seconds from the slot. */
  readonly ends: Readonly<Record<Platform, readonly number[]>>;
}

/** One morning on fakes of its own: a bot with a database of its own, in one process or several, and what came of it. Tells stderr how it goes. */
export async function runFanout(options: RunOptions): Promise<Run> {
  const crew = await openFanoutCrew(options.workers);
  const { world } = crew;
  world.slack.pace(true);
  try {
    const slotAt = slotAfter(options);
    const time = new Date(slotAt).toISOString().slice(11, 16);
    const channels = await addChannels(world, options.channels, PAPERS, time);
    const faults = spreadFaults(world, channels, options.faults, options.seed);
    limit(world, channels, options.limited);
    await crew.start();
    const watch = createWatch(world, channels, slotAt, () => sum(faults.values()));
    await watch.until(slotAt, crew, () => false);
    const before = crew.processorMs();
    const killer = startKiller(crew, options.killEvery);
    await watch.until(slotAt + patienceMs(options), crew, watch.isDone).finally(() => killer.stop());
    const botCpuSeconds = rounded((crew.processorMs() - before) / 1000);
    // Requests that hang may still be taken, and must not show twice then; a killed worker's may hang, too.
    if (sum(faults.values()) + crew.kills > 0) await watch.until(Date.now() + LATEST_MS, crew, () => false);
    await crew.stop();
    const side = (platform: Platform): Side =>
      sideOf(platform, channels[platform], logOf(platform, world), faults, slotAt);
    const sides = { discord: side('discord'), slack: side('slack') };
    const report = {
      load: loadavg()[0]!,
      faults: options.faults,
      seed: options.seed,
      workers: options.workers,
      kills: crew.kills,
      sides,
      ratio: rounded(
        Math.max(sides.discord.seconds, sides.slack.seconds) /
          Math.max(sides.discord.floorSeconds, sides.slack.floorSeconds),
      ),
      ledger: await readLedger(world),
      botCpuSeconds,
      violations: [...new Set(world.slack.violations)].slice(0, 20),
    };
    const endsOf = (platform: Platform): readonly number[] => {
      const ends = lastMessages(logOf(platform, world));
      return channels[platform].map((id) => ((ends.get(id) ?? NaN) - slotAt) / 1000);
    };
    return {
      report: { ...report, misses: missesOf(report) },
      ends: { discord: endsOf('discord'), slack: endsOf('slack') },
    };
  } finally {
    await crew.stop('SIGKILL');
    await crew.close();
  }
}

// --- Internal helpers ---

/** The next full minute that leaves time to get ready. Milliseconds since 1970. */
function slotAfter({ ready, channels }: RunOptions): number {
  const needed = ready === null ? READY_MS + READY_FOR_CHANNEL_MS * channels : ready * 1000;
  return Math.ceil((Date.now() + Math.min(READY_AT_MOST_MS - 60_000, needed)) / 60_000) * 60_000;
}

function patienceMs({ channels, faults, limited, killEvery }: RunOptions): number {
  const floorMs = (1000 / 50) * (PAPERS + 2) * Math.ceil(channels / 2);
  const waits = faults > 0 || killEvery !== null ? MORE_WITH_FAULTS_MS : 0;
  return Math.max(AT_LEAST_MS, PATIENCE * floorMs) + waits + (limited > 0 ? RETRY_AFTER_S * 1000 : 0);
}

/** The first message of each limited channel is answered 429; they come first of all, so that all others are behind them. */
function limit({ discord, slack }: World, channels: FanoutChannels, count: number): void {
  const action = { act: 'rate-limit', seconds: RETRY_AFTER_S } as const;
  for (const id of channels.discord.slice(0, count))
    discord.fault(action, {
      when: ({ method, path }) => method === 'POST' && channelOfCall(discord, path) === id,
    });
  for (const id of channels.slack.slice(0, count))
    slack.fault(action, {
      when: ({ method, args }) => method === 'chat.postMessage' && args['channel'] === id,
    });
}

/** Follows what the platforms take, and says so every few seconds. */
function createWatch(world: World, channels: FanoutChannels, slotAt: number, faults: () => number) {
  const { discord, slack } = world;
  const counts = new Map<string, number>();
  const read = { discord: 0, slack: 0 };
  const count = (channel: string) => counts.set(channel, (counts.get(channel) ?? 0) + 1);
  const follow = (): void => {
    for (const { channelId } of discord.state.messages.slice(read.discord))
      count(discord.state.channels.get(channelId)?.parentId ?? channelId);
    for (const { channel } of slack.state.messages.slice(read.slack)) count(channel);
    Object.assign(read, { discord: discord.state.messages.length, slack: slack.state.messages.length });
  };
  const done = (ids: readonly string[]): number =>
    ids.filter((id) => (counts.get(id) ?? 0) >= MESSAGES).length;
  const isDone = (): boolean =>
    done(channels.discord) === channels.discord.length && done(channels.slack) === channels.slack.length;
  const tell = (): void => {
    const seconds = Math.round((Date.now() - slotAt) / 1000);
    const when = seconds < 0 ? `${-seconds} s before the slot` : `${seconds} s after the slot`;
    const of = (ids: readonly string[]) => `${done(ids)} of ${ids.length}`;
    process.stderr.write(
      `${when}: Discord ${of(channels.discord)}, Slack ${of(channels.slack)} channels; ${faults()} faults\n`,
    );
  };
  return {
    isDone,
    /** Waits until then or until `end`. @throws when a process ends meanwhile that nobody killed */
    async until(instant: number, crew: FanoutCrew, end: () => boolean): Promise<void> {
      for (let round = 0; Date.now() < instant && !end(); round += 1) {
        crew.requireAlive();
        if (round % 20 === 0) tell();
        await sleep(Math.min(500, Math.max(0, instant - Date.now())));
        follow();
      }
      tell();
    },
  };
}

/** Kills worker after worker until it is stopped. */
function startKiller(crew: FanoutCrew, everySeconds: number | null): { stop(): Promise<void> } {
  let last = Promise.resolve();
  const timer =
    everySeconds === null
      ? undefined
      : setInterval(() => {
          last = last.then(() => crew.killOne());
        }, everySeconds * 1000);
  return {
    stop: () => {
      clearInterval(timer);
      return last;
    },
  };
}

function missesOf(report: Omit<RunReport, 'misses'>): readonly string[] {
  const { sides, ratio, kills, ledger, violations } = report;
  const misses: string[] = [];
  const miss = (isMissed: boolean, sentence: string): void => {
    if (isMissed) misses.push(sentence);
  };
  miss(kills === 0 && ratio > RATIO, `untouched channels took ${ratio} times the floor, more than ${RATIO}`);
  for (const [platform, side] of Object.entries(sides)) {
    const extra = side.extraPerFault?.max ?? 0;
    miss(extra > EXTRA_S, `${platform}: a fault cost ${extra} s, more than ${EXTRA_S}`);
    for (const what of ['lost', 'doubled', 'early', 'earlyCalls'] as const)
      miss(side[what] > 0, `${platform}: ${what} ${side[what]}`);
  }
  miss(
    ledger.prepared < ledger.digests,
    `${ledger.digests - ledger.prepared} digests were not ready at their slot`,
  );
  miss(ledger.forAPerson > 0, `${ledger.forAPerson} messages wait for a person`);
  miss(violations.length > 0, 'Slack saw bad manners');
  return misses;
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0);
}
