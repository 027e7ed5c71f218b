import { localTime } from '../digests/day.js';
import { formatChannelKey, parseChannelKey } from '../channels/address.js';
import { undisturbed } from '../channels/undisturbed.js';
import type { Channel, ChannelAddress, Layout } from '../channels/channel.js';
import { parseSettings } from '../channels/settings.js';
import { firstFreeSlot } from '../digests/free-slot.js';
import { AppError } from '../errors.js';
import type { ChannelStore } from '../ports/channel-store.js';
import type { Clock } from '../ports/clock.js';
import { cleanText } from '../text/clean.js';
import { countOf } from '../text/numbers.js';
import type { DigestStore } from '../ports/digest-store.js';
import { inTheWay, type PlaceReport } from '../ports/publisher.js';
import { slotName, table, type Output } from './output.js';

export interface AddOptions {
  readonly time?: string;
  readonly zone?: string;
  readonly days?: string;
  readonly count?: string;
  readonly topic?: readonly string[];
  readonly layout?: string;
  readonly empty?: string;
  readonly picture?: string;
  readonly json?: boolean;
}

interface Stores {
  readonly channels: ChannelStore;
  readonly digests: Pick<DigestStore, 'history' | 'find'>;
  readonly clock: Clock;
}

const DAY_NAMES = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** @throws AppError `usage` when the key is none */
export function requireAddress(key: string): ChannelAddress {
  const parsed = parseChannelKey(key);
  if (parsed.ok) return parsed.address;
  throw new AppError(parsed.message, { code: 'usage', hint: parsed.hint });
}

/** @throws AppError `not-found` when no such channel is stored */
export async function requireChannel(channels: Pick<ChannelStore, 'get'>, key: string): Promise<Channel> {
  const known = formatChannelKey(requireAddress(key));
  const channel = await channels.get(known);
  if (channel !== null) return channel;
  throw new AppError(`There is no channel ${known}.`, {
    code: 'not-found',
    hint: 'See them all with: broadsheet channels list',
  });
}

/** What the platform says of a place before it is stored. */
type Inspect = (address: ChannelAddress, layout: Layout) => Promise<PlaceReport>;

/**
 * Adds a channel or changes one; every fault of key and settings is named at once. A channel that the platform had
 * paused goes on when its place is well now.
 * @returns the channel as stored
 * @throws AppError `usage`, also when the place is known by another key: one place under two keys gets everything twice
 */
export async function addChannel(
  key: string,
  options: AddOptions,
  stores: Stores,
  output: Output,
  inspect: Inspect,
): Promise<Channel> {
  const { topic, json, ...plain } = options;
  const input = topic === undefined ? plain : { ...plain, topics: topic };
  const parsedKey = parseChannelKey(key);
  if (!parsedKey.ok) throw wrongKey(parsedKey, input);
  const { address } = parsedKey;
  const { channel, done } = await undisturbed(async () => {
    const current = await stores.channels.get(formatChannelKey(address));
    if (current === null && address.platform === 'email') throw noReader();
    const parsed = parseSettings(input, address.platform, current);
    if (!parsed.ok) throw usage(parsed.faults.map(({ message }) => message));
    const { settings } = parsed;
    const report = await inspect(address, settings.layout);
    if (report.rightKey !== undefined)
      throw usage(report.problems.map(({ message, hint }) => `${message} ${hint}`));
    const mended = current?.pause?.by === 'platform' && report.name !== null && inTheWay(report).length === 0;
    const next = await firstFreeSlot(settings.schedule, current, stores);
    const pause = mended ? ({ pause: 'ends' } as const) : {};
    const change = { before: current, settings, next, name: report.name, ...pause };
    const stored = await stores.channels.change(address, change);
    const done = stored?.created === true ? 'added' : mended ? 'changed and goes on' : 'changed';
    return stored && { ...stored, done };
  });
  describeAs(done, channel, json === true, output);
  return channel;
}

/** Says what was done to a channel, and what it gets now. */
export function describeAs(done: string, channel: Channel, json: boolean, output: Output): void {
  if (json) {
    output.json(channel);
    return;
  }
  output.line(`${channel.key} is ${done}.`);
  for (const line of channelLines(channel)) output.line(`  ${line}`);
}

/** One row per channel with its last outcome. */
export async function listChannels(stores: Stores, json: boolean, output: Output): Promise<void> {
  const channels = await stores.channels.list();
  const rows = await Promise.all(
    channels.map(async (channel) => ({ ...channel, last: await lastOf(channel, stores) })),
  );
  if (json) {
    output.json(rows);
    return;
  }
  if (rows.length === 0) {
    output.line('No channel yet. Add one with:');
    output.line('  broadsheet channels add discord:SERVER:CHANNEL --time 09:00 --zone Europe/Berlin');
    return;
  }
  const lines = rows.map((row) => [
    row.key,
    cleanText(row.name ?? ''),
    row.pause === null ? localTime(row.nextDueAt, row.schedule.zone) : 'paused',
    daysOf(row),
    `${row.count}, ${row.layout}`,
    row.topics.map(({ name }) => name).join(', '),
    row.last === null
      ? 'none yet'
      : [slotName(row.last.slot), row.last.outcome, row.last.reason].filter(Boolean).join(': '),
  ]);
  output.line(table(['channel', 'name', 'next digest', 'days', 'papers', 'topics', 'last digest'], lines));
  for (const { key, pause } of rows) if (pause !== null) output.line(`${key} is paused: ${pause.reason}`);
}

// --- Internal helpers ---

function noReader(): AppError {
  return new AppError('Readers by mail subscribe themselves, and confirm it by mail.', {
    code: 'usage',
    hint: 'Send them to the page: /subscribe at PUBLIC_URL.',
  });
}

type Input = Parameters<typeof parseSettings>[0];

/** The key's fault with those of the settings that were given; what is missing depends on the channel. */
function wrongKey(key: { readonly message: string; readonly hint: string }, input: Input): AppError {
  const parsed = parseSettings(input, 'discord', null);
  const faults = parsed.ok ? [] : parsed.faults.filter(({ field }) => input[field] !== undefined);
  return usage([`${key.message} ${key.hint}`, ...faults.map(({ message }) => message)]);
}

function usage(faults: readonly string[]): AppError {
  return new AppError(faults.join('\n'), { code: 'usage' });
}

async function lastOf(channel: Channel, stores: Stores) {
  const [digest] = (await stores.digests.history(channel.id, 5)).filter(({ outcome }) => outcome !== null);
  if (digest === undefined) return null;
  const { slot, outcome, reason } = digest;
  return { slot, outcome, reason };
}

function channelLines(channel: Channel): readonly string[] {
  const { schedule, count, layout, picture, topics, pause, nextDueAt } = channel;
  return [
    `${countOf(count, 'paper', 'papers')} at ${schedule.time} ${schedule.zone}, ${daysOf(channel)}, as ${layout}, picture ${picture}`,
    `topics: ${topics.map(({ name }) => name).join(', ')}`,
    pause === null ? `next digest: ${localTime(nextDueAt, schedule.zone)}` : `paused: ${pause.reason}`,
  ];
}

function daysOf({ schedule }: Channel): string {
  return schedule.days.length === 7 ? 'every day' : schedule.days.map((day) => DAY_NAMES[day]).join(' ');
}
