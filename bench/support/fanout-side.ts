import { SLACK_PACE } from '../../test/fakes/slack/pace.js';
import { PER_WORKSPACE } from './fanout-channels.js';
import type { FaultCounts } from './fanout-faults.js';
import type { Call, Platform, PlatformLog, Seen } from './fanout-log.js';

/** Discord takes 50 requests a second from one bot; Slack one message a second per channel, and so many a minute in a workspace. */
const DISCORD_PER_SECOND = 50;
export const PAPERS = 5;
/** Calls of one digest: head, thread and cards; Slack needs no step for the thread. */
const CALLS = { discord: PAPERS + 2, slack: PAPERS + 1 } as const;
/** Messages of one digest. */
export const MESSAGES = PAPERS + 1;

/** Seconds more than an untouched digest takes, for each call of it that came to nothing known. */
export interface Extra {
  readonly p95: number;
  readonly max: number;
}

export interface Side {
  readonly channels: number;
  /** The least time the platform's limits allow, seconds from the slot. */
  readonly floorSeconds: number;
  /** From the slot until the last message of an untouched channel was there. */
  readonly seconds: number;
  readonly ratio: number;
  /** Calls that were spoiled, the channels they belong to, and what it cost those. */
  readonly faults: number;
  readonly touched: number;
  /** From the slot until the last message of all; null without a touched channel. */
  readonly touchedSeconds: number | null;
  readonly extraPerFault: Extra | null;
  readonly requestsPerDigest: number;
  readonly rateLimited: number;
  /** Calls within the time that a 429 asked to wait. */
  readonly earlyCalls: number;
  /** Messages that are not there. */
  readonly lost: number;
  /** Copies, those that were taken back included. */
  readonly doubled: number;
  /** Messages before their slot. */
  readonly early: number;
  /** Requests in each second from the slot on. */
  readonly requestsBySecond: string;
}

/** @param slotAt milliseconds since 1970 */
export function sideOf(
  platform: Platform,
  ids: readonly string[],
  log: PlatformLog,
  faults: FaultCounts,
  slotAt: number,
): Side {
  const ours = new Set(ids);
  const calls = log.calls.filter(({ channel }) => ours.has(channel));
  const messages = log.messages.filter(({ channel }) => ours.has(channel));
  const touched = ids.filter((id) => faults.has(id));
  const spans = spansOf(calls, messages);
  const lastOf = (channels: readonly string[]): number =>
    Math.max(0, ...channels.flatMap((id) => spans.get(id)?.to ?? []).map((at) => (at - slotAt) / 1000));
  const untouched = ids.filter((id) => !faults.has(id));
  const floorSeconds = floorOf(platform, ids.length);
  const seconds = rounded(lastOf(untouched));
  const { lost, doubled } = countMessages(ids, messages);
  return {
    channels: ids.length,
    floorSeconds,
    seconds,
    ratio: rounded(seconds / floorSeconds),
    faults: touched.reduce((sum, id) => sum + (faults.get(id) ?? 0), 0),
    touched: touched.length,
    touchedSeconds: touched.length === 0 ? null : rounded(lastOf(touched)),
    extraPerFault: extraOf(touched, untouched, spans, faults),
    requestsPerDigest: rounded(calls.length / ids.length),
    rateLimited: calls.filter(({ retryAfterMs }) => retryAfterMs !== null).length,
    earlyCalls: earlyCalls(calls),
    lost,
    doubled,
    early: messages.filter(({ at }) => at < slotAt).length,
    requestsBySecond: bySecond(calls, slotAt),
  };
}

/** When each channel's last message was there, milliseconds since 1970. */
export function lastMessages(log: PlatformLog): ReadonlyMap<string, number> {
  return new Map([...spansOf(log.calls, log.messages)].map(([channel, { to }]) => [channel, to]));
}

export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** @param share 0 to 1. @returns 0 for an empty list */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

// --- Internal helpers ---

const ALL = 'all';
/** Calls to other channels that were made before the answer for all was there. */
const UNDER_WAY_MS = 250;

/** A second between the messages of a channel, and the messages of a workspace over its minutes. */
function floorOf(platform: Platform, channels: number): number {
  if (platform === 'discord') return (channels * CALLS.discord) / DISCORD_PER_SECOND;
  const posts = Math.min(channels, PER_WORKSPACE) * CALLS.slack;
  const minutes = Math.ceil(posts / (SLACK_PACE.workspacePerMinute ?? Infinity)) - 1;
  return Math.max(CALLS.slack - 1, 60 * minutes);
}

interface Span {
  readonly from: number;
  to: number;
}

/** Each channel has so many messages, no two of them alike. */
function countMessages(ids: readonly string[], messages: readonly Seen[]) {
  const all = new Map(ids.map((id) => [id, { count: 0, different: new Set<string>() }]));
  for (const { channel, what } of messages) {
    const one = all.get(channel);
    if (one === undefined) continue;
    one.count += 1;
    one.different.add(what);
  }
  let [lost, doubled] = [0, 0];
  for (const { count, different } of all.values()) {
    lost += Math.max(0, MESSAGES - different.size);
    doubled += Math.max(count - different.size, count - MESSAGES, 0);
  }
  return { lost, doubled };
}

/** From a channel's first call to its last message. */
function spansOf(calls: readonly Call[], messages: readonly Seen[]): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>();
  for (const { channel, at } of calls) if (!spans.has(channel)) spans.set(channel, { from: at, to: at });
  for (const { channel, at } of messages) {
    const span = spans.get(channel);
    if (span !== undefined) span.to = Math.max(span.to, at);
  }
  return spans;
}

function extraOf(
  touched: readonly string[],
  untouched: readonly string[],
  spans: ReadonlyMap<string, Span>,
  faults: FaultCounts,
): Extra | null {
  const secondsOf = (ids: readonly string[]): number[] =>
    ids.map((id) => spans.get(id)).map((span) => (span === undefined ? 0 : (span.to - span.from) / 1000));
  const usual = quantile(secondsOf(untouched), 0.5);
  const extras = secondsOf(touched).map((seconds, index) => {
    return Math.max(0, seconds - usual) / (faults.get(touched[index] ?? '') ?? 1);
  });
  if (extras.length === 0) return null;
  return { p95: rounded(quantile(extras, 0.95)), max: rounded(Math.max(...extras)) };
}

function earlyCalls(calls: readonly Call[]): number {
  const closed = new Map<string, { readonly from: number; readonly until: number }>();
  let early = 0;
  for (const { at, bucket, retryAfterMs, limitsAll } of calls) {
    const rules = [closed.get(ALL), closed.get(bucket)];
    if (rules.some((rule) => rule !== undefined && at >= rule.from && at < rule.until)) early += 1;
    if (retryAfterMs === null) continue;
    const from = limitsAll ? at + UNDER_WAY_MS : at;
    closed.set(limitsAll ? ALL : bucket, { from, until: at + retryAfterMs });
  }
  return early;
}

function bySecond(calls: readonly Call[], slotAt: number): string {
  const counts = new Map<number, number>();
  for (const { at } of calls) {
    const second = Math.floor((at - slotAt) / 1000);
    counts.set(second, (counts.get(second) ?? 0) + 1);
  }
  const length = Math.max(0, ...counts.keys()) + 1;
  return Array.from({ length }, (_, second) => counts.get(second) ?? 0).join(' ');
}
