import { Temporal } from 'temporal-polyfill';
import type { Weekday } from './channel.js';
import { nearest } from '../text/nearest.js';

/** A value, or what is wrong with its repair as one or two sentences. */
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

const DAY_NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const EVERY_DAY: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const NAMED_DAYS: ReadonlyMap<string, readonly Weekday[]> = new Map([
  ['daily', EVERY_DAY],
  ['every day', EVERY_DAY],
  ['weekdays', [1, 2, 3, 4, 5]],
  ['weekends', [6, 7]],
]);
const ZONE_HINT = 'Use a zone of the IANA list, like Europe/Berlin or UTC.';

/** A time of day as `HH:MM`; takes `9:00`, `09:00`, `9am`, `9:30 pm`. */
export function parseTime(text: string): Parsed<string> {
  const match = /^(\d{1,2})(?::(\d{2}))?\s*([ap]m)?$/i.exec(text.trim());
  const half = match?.[3]?.toLowerCase();
  const minute = match?.[2] === undefined ? 0 : Number(match[2]);
  const hour = match === null ? NaN : hourOf(Number(match[1]), half);
  const bare = match?.[2] === undefined && half === undefined;
  if (bare || !(hour < 24) || minute > 59)
    return fault(`${quote(text)} is no time of day. Write it as 09:00.`);
  return { ok: true, value: `${pad(hour)}:${pad(minute)}` };
}

/** An IANA zone in its usual spelling. Offsets are refused: they know no daylight saving. */
export function parseZone(text: string): Parsed<string> {
  const name = text.trim();
  const known = isZone(name) ? usualSpelling(name) : null;
  if (known !== null) return { ok: true, value: known };
  const meant = suggestZone(name);
  const repair = meant === null ? ZONE_HINT : `Did you mean ${meant}?`;
  return fault(`${quote(text)} is no time zone. ${repair}`);
}

/** True for a name `parseZone` takes; quicker, because it looks for no other. */
export function isZone(text: string): boolean {
  return /^[A-Za-z]/.test(text) && usualSpelling(text) !== null;
}

/** Weekdays, ascending: `daily`, `weekdays`, `mon-fri`, `mon,wed,fri`, `fri-mon`, `weekly:mon`. */
export function parseDays(text: string): Parsed<readonly Weekday[]> {
  const wanted = text.trim().toLowerCase();
  const named = NAMED_DAYS.get(wanted);
  if (named !== undefined) return { ok: true, value: named };
  if (wanted === 'weekly') return fault('Weekly on which day? Write it as weekly:mon.');
  const weekly = /^weekly:\s*(\S+)$/.exec(wanted);
  if (weekly !== null) return weeklyDay(text, weekly[1] ?? '');
  const days = new Set<Weekday>();
  for (const item of wanted.split(/\s*,\s*/)) {
    const range = rangeOf(item);
    if (range === null) return noDays(text);
    for (const day of range) days.add(day);
  }
  return { ok: true, value: EVERY_DAY.filter((day) => days.has(day)) };
}

// --- Internal helpers ---

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return NaN;
  return (hour % 12) + (half === 'pm' ? 12 : 0);
}

function usualSpelling(name: string): string | null {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch {
    return null;
  }
}

function suggestZone(name: string): string | null {
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  const wanted = name.replace(/\s+/g, '_').toLowerCase();
  const city = zones.find((zone) => zone.toLowerCase().endsWith(`/${wanted}`));
  if (city !== undefined) return city;
  return wanted.length < 4 || /[+\d]/.test(wanted) ? null : nearest(wanted, zones, 3);
}

function weeklyDay(text: string, name: string): Parsed<readonly Weekday[]> {
  const day = dayOf(name);
  return day === null ? noDays(text) : { ok: true, value: [day] };
}

/** `mon`, `monday`, `mon-fri`; a range may go over the week's end. */
function rangeOf(item: string): readonly Weekday[] | null {
  const [from, to, ...rest] = item.split(/\s*[-–]\s*/).map(dayOf);
  if (from === undefined || from === null || to === null || rest.length > 0) return null;
  if (to === undefined) return [from];
  const length = ((to - from + 7) % 7) + 1;
  return Array.from({ length }, (_, step) => EVERY_DAY[(from - 1 + step) % 7] ?? from);
}

function dayOf(name: string): Weekday | null {
  if (name.length < 3) return null;
  const index = DAY_NAMES.findIndex((day) => day.startsWith(name));
  return EVERY_DAY[index] ?? null;
}

function noDays(text: string): Parsed<never> {
  return fault(
    `${quote(text)} names no weekdays. Write mon-fri, mon,wed,fri, daily, weekdays or weekly:mon.`,
  );
}

function fault(message: string): Parsed<never> {
  return { ok: false, message };
}

function quote(text: string): string {
  return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
