import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startBot, type BotProcess } from '../test/support/bot-process.js';
import { startWorld, type World } from '../test/support/world.js';
import { SLACK_PACE } from '../test/fakes/slack/pace.js';
import { addChannels, PER_WORKSPACE, type FanoutChannels } from './support/fanout-channels.js';
import { thisMachine, type Machine } from './support/machine.js';

/** Discord takes 50 requests a second from one bot; Slack one message a second per channel, and so many a minute in a workspace. */
const DISCORD_PER_SECOND = 50;
const PAPERS = 5;
/** Head, thread and cards; Slack needs no step for the thread. */
const PARTS = { discord: PAPERS + 2, slack: PAPERS + 1 } as const;
/** From the start of the bot: sources are read and digests composed before the slot. */
const READY_WITHIN_MS = 60_000;
const PATIENCE = 6;
/** With faults: an unknown outcome is settled after a minute, and its digest goes on then. */
const SETTLED_WITHIN_MS = 240_000;

type Platform = 'discord' | 'slack';

interface Side {
  readonly channels: number;
  /** Channels that met a fault. */
  readonly touched: number;
  /** The least time the platform's limits allow, seconds from the slot. */
  readonly floorSeconds: number;
  /** From the slot until the last message of an untouched channel was there. */
  readonly seconds: number;
  readonly ratio: number;
  /** The same for channels that met a fault; null without any. */
  readonly touchedSeconds: number | null;
  readonly requestsPerDigest: number;
  readonly rateLimited: number;
  readonly lost: number;
  readonly doubled: number;
  /** Messages before their slot. */
  readonly early: number;
}

export interface FanoutReport {
  readonly date: string;
  readonly machine: Machine;
  readonly load: number;
  readonly faults: number;
  readonly sides: Readonly<Record<Platform, Side>>;
  /** Both platforms against the slower one's floor. */
  readonly ratio: number;
  readonly violations: readonly string[];
}

/** Every channel's digest at one minute, on fakes that keep the platforms' limits. `--channels`, `--faults` (percent of posts that are taken and then reset). */
export async function main(args: readonly string[]): Promise<FanoutReport> {
  const options = {
    channels: { type: 'string', default: '1000' },
    faults: { type: 'string', default: '0' },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const faults = Number(values.faults);
  const world = await startWorld();
  world.slack.pace(true);
  let bot: BotProcess | undefined;
  try {
    const slotAt = comingMinute(READY_WITHIN_MS);
    const time = slotAt.toISOString().slice(11, 16);
    const channels = await addChannels(world, Number(values.channels), PAPERS, time);
    const touched = spread(world, channels, faults);
    bot = startBot({ ...world.env, LOG_LEVEL: 'warn' });
    await bot.waitFor(/^Running\./m, 60_000);
    await posted(world, channels, slotAt);
    const sides = {
      discord: sideOf('discord', world, channels.discord, touched, slotAt),
      slack: sideOf('slack', world, channels.slack, touched, slotAt),
    };
    const floor = Math.max(sides.discord.floorSeconds, sides.slack.floorSeconds);
    const seconds = Math.max(sides.discord.seconds, sides.slack.seconds);
    return {
      date: new Date().toISOString(),
      machine: thisMachine(),
      load: loadavg()[0]!,
      faults,
      sides,
      ratio: rounded(seconds / floor),
      violations: [...new Set(world.slack.violations)].slice(0, 20),
    };
  } finally {
    await bot?.stop();
    await world.close();
  }
}

// --- Internal helpers ---

/** The next full minute that leaves so much time to get ready. */
function comingMinute(ms: number): Date {
  return new Date(Math.ceil((Date.now() + ms) / 60_000) * 60_000);
}

/** Lets one post of so many percent be taken and its answer be lost, evenly over the channels. @returns the channels that meet one */
function spread({ discord, slack }: World, channels: FanoutChannels, percent: number): ReadonlySet<string> {
  const touched = new Set<string>();
  if (percent <= 0) return touched;
  const every = (parts: number): number => Math.max(1, Math.round(100 / percent / parts));
  const reset = { act: 'accept-then-reset' } as const;
  for (const id of channels.discord.filter((_, index) => index % every(PARTS.discord) === 0)) {
    touched.add(id);
    discord.fault(reset, {
      when: ({ method, path }) => method === 'POST' && path === `/channels/${id}/messages`,
    });
  }
  for (const id of channels.slack.filter((_, index) => index % every(PARTS.slack) === 0)) {
    touched.add(id);
    slack.fault(reset, {
      when: ({ method, args }) => method === 'chat.postMessage' && args['channel'] === id,
    });
  }
  return touched;
}

/** Waits until every channel has its parts, or for as long as anybody would. */
async function posted(world: World, channels: FanoutChannels, slotAt: Date): Promise<void> {
  const floorMs = (1000 * channels.discord.length * PARTS.discord) / DISCORD_PER_SECOND;
  const until = slotAt.getTime() + Math.max(SETTLED_WITHIN_MS, PATIENCE * floorMs);
  while (Date.now() < until) {
    await sleep(1000);
    const waiting =
      channels.discord.filter((id) => messagesOf('discord', world, id).length < PARTS.discord - 1).length +
      channels.slack.filter((id) => messagesOf('slack', world, id).length < PARTS.slack).length;
    if (waiting === 0) return;
    if (new Date().getSeconds() % 10 === 0) process.stderr.write(`${waiting} channels still wait\n`);
  }
}

interface Seen {
  readonly at: number;
  readonly what: string;
}

/** What stands in a channel and its threads, as the platform has it. */
function messagesOf(platform: Platform, { discord, slack }: World, id: string): readonly Seen[] {
  if (platform === 'discord')
    return [id, ...discord.threads(id).map((thread) => thread.id)]
      .flatMap((place) => discord.messages(place))
      .map(({ at, embeds, content }) => ({ at, what: JSON.stringify(embeds) + content }));
  const heads = slack.messages(id);
  return [...heads, ...heads.flatMap(({ ts }) => slack.replies(id, ts))].map(({ at, blocks }) => ({
    at,
    what: JSON.stringify(blocks),
  }));
}

function sideOf(
  platform: Platform,
  world: World,
  ids: readonly string[],
  touched: ReadonlySet<string>,
  slotAt: Date,
): Side {
  const expected = platform === 'discord' ? PARTS.discord - 1 : PARTS.slack;
  const seen = ids.map((id) => ({ id, messages: messagesOf(platform, world, id) }));
  const lastOf = (wanted: boolean): number | null => {
    const times = seen
      .filter(({ id }) => touched.has(id) === wanted)
      .flatMap(({ messages }) => messages.map(({ at }) => at));
    return times.length === 0 ? null : rounded((Math.max(...times) - slotAt.getTime()) / 1000);
  };
  const requests = platform === 'discord' ? discordRequests(world) : slackRequests(world);
  const floorSeconds =
    platform === 'discord' ? (ids.length * PARTS.discord) / DISCORD_PER_SECOND : slackFloor(ids.length);
  const seconds = lastOf(false) ?? 0;
  return {
    channels: ids.length,
    touched: ids.filter((id) => touched.has(id)).length,
    floorSeconds,
    seconds,
    ratio: rounded(seconds / floorSeconds),
    touchedSeconds: lastOf(true),
    requestsPerDigest: rounded(requests.count / ids.length),
    rateLimited: requests.rateLimited,
    lost: seen.filter(({ messages }) => messages.length < expected).length,
    doubled: seen.filter(
      ({ messages }) =>
        new Set(messages.map(({ what }) => what)).size < messages.length || messages.length > expected,
    ).length,
    early: seen.flatMap(({ messages }) => messages).filter(({ at }) => at < slotAt.getTime()).length,
  };
}

/** A second between the messages of a channel, and the messages of a workspace over its minutes. */
function slackFloor(channels: number): number {
  const posts = Math.min(channels, PER_WORKSPACE) * PARTS.slack;
  const minutes = Math.ceil(posts / (SLACK_PACE.workspacePerMinute ?? Infinity)) - 1;
  return Math.max(PARTS.slack - 1, 60 * minutes);
}

function discordRequests({ discord }: World) {
  const ours = discord.requests.filter(({ path }) => path.startsWith('/channels/'));
  return { count: ours.length, rateLimited: ours.filter(({ status }) => status === 429).length };
}

function slackRequests({ slack }: World) {
  const ours = slack.requests.filter(({ method }) => /^(?:chat\.postMessage|conversations\.)/.test(method));
  return { count: ours.length, rateLimited: ours.filter(({ error }) => error === 'ratelimited').length };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
