import type { ChannelSettings, Topic } from '../channels/channel.js';
import { parseSettings } from '../channels/settings.js';
import { builtinTopic, EVERYTHING } from '../topics/builtin.js';
import { parseMailAddress, type MailAddress } from './mail-address.js';

/** A form as it was filled in; what a form does not have is left out. */
export interface WishInput {
  readonly address?: string;
  /** One query a line; none means everything. */
  readonly topics: string;
  /** Local time, `HH:MM`. */
  readonly time: string;
  readonly zone: string;
  /** `daily`, `weekdays` or `weekly:mon`. */
  readonly days: string;
  /** How many papers; left out: five, and ten once a week. */
  readonly count?: string;
}

export type WishField = keyof WishInput;

export interface WishFault {
  readonly field: WishField;
  /** What is wrong and the repair. */
  readonly message: string;
}

export type Wish<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly faults: readonly WishFault[] };

/** Nobody types more into a box; a longer one is not read. */
const LONGEST_TOPICS = 4_000;
const MOST_TOPICS = 20;
const COUNTS = { often: '5', weekly: '10' };

/** Settings of a subscriber. Total; every fault is named at its field. */
export function parseMailSettings(input: WishInput): Wish<ChannelSettings> {
  const lines = input.topics.slice(0, LONGEST_TOPICS).split(/\r\n|\r|\n/);
  const topics = lines.map((line) => line.trim()).filter((line) => line !== '');
  const count = input.count ?? (input.days.startsWith('weekly') ? COUNTS.weekly : COUNTS.often);
  const { time, zone, days } = input;
  const wanted = topics.length === 0 ? ['everything'] : topics;
  const plain = { time, zone, days, count, layout: 'compact', empty: 'silent' };
  const parsed = parseSettings({ ...plain, topics: wanted }, 'email');
  const faults: WishFault[] = parsed.ok
    ? []
    : parsed.faults.flatMap(({ field, message }) => (isWishField(field) ? [{ field, message }] : []));
  if (topics.length > MOST_TOPICS)
    faults.push({
      field: 'topics',
      message: `These are ${topics.length} topics; ${MOST_TOPICS} are possible.`,
    });
  if (input.topics.length > LONGEST_TOPICS)
    faults.push({ field: 'topics', message: `These are more than ${LONGEST_TOPICS} characters.` });
  return parsed.ok && faults.length === 0 ? { ok: true, value: parsed.settings } : { ok: false, faults };
}

/** What somebody asks for in the box: whereto, and what. */
export function parseWish(
  input: WishInput,
): Wish<{ readonly address: MailAddress; readonly settings: ChannelSettings }> {
  const address = parseMailAddress(input.address ?? '');
  const settings = parseMailSettings(input);
  if (address.ok && settings.ok)
    return { ok: true, value: { address: address.value, settings: settings.value } };
  const faults: WishFault[] = address.ok ? [] : [{ field: 'address', message: address.message }];
  return { ok: false, faults: settings.ok ? faults : [...faults, ...settings.faults] };
}

/** The form that shows a subscriber's settings. */
export function wishOf({ schedule, topics, count }: ChannelSettings): WishInput {
  const { time, zone, days } = schedule;
  const onlyAll = topics.length === 1 && topics[0]?.name === EVERYTHING.name;
  const lines = onlyAll ? [] : topics.map(lineOf);
  return { topics: lines.join('\n'), time, zone, days: daysOf(days), count: String(count) };
}

// --- Internal helpers ---

const NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** A name of one's own; one that was cut from its query is none. */
const OWN_NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._-]*$/u;

function lineOf({ name, query }: Topic): string {
  if (builtinTopic(name) !== null) return name;
  return name === query || !OWN_NAME.test(name) ? query : `${name}=${query}`;
}

function daysOf(days: readonly number[]): string {
  const names = days.map((day) => NAMES[day - 1] ?? '');
  if (days.length === 7) return 'daily';
  if (names.join() === 'mon,tue,wed,thu,fri') return 'weekdays';
  return days.length === 1 ? `weekly:${names[0] ?? ''}` : names.join(',');
}

function isWishField(field: string): field is WishField {
  return ['topics', 'time', 'zone', 'days', 'count'].includes(field);
}
