import { Temporal } from 'temporal-polyfill';
import { addDays } from '../digests/day.js';
import type { PlainDate } from '../papers/paper.js';

/** Days from one to another, both included. */
export interface Span {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const WEEK = /^(\d{4})-W(\d\d)$/;
const MONTH = /^\d{4}-\d\d$/;

/** `2026-11-27` when that is a day of the calendar; else null. */
export function readDay(text: string): PlainDate | null {
  if (!DAY.test(text)) return null;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString();
  } catch {
    return null;
  }
}

/** The days of a week of ISO 8601, Monday to Sunday, by its name `2026-W48`; null when there is no such week. */
export function weekSpan(name: string): Span | null {
  const [, year = '', week = ''] = WEEK.exec(name) ?? [];
  if (year === '' || Number(year) < 1) return null;
  // The fourth of January is always in the first week.
  const first = Temporal.PlainDate.from({ year: Number(year), month: 1, day: 4 });
  const monday = first.subtract({ days: first.dayOfWeek - 1 }).add({ days: 7 * (Number(week) - 1) });
  const span = { from: monday.toString(), to: monday.add({ days: 6 }).toString() };
  return weekOf(span.from) === name ? span : null;
}

/** The name of a day's week: `2026-W48`. */
export function weekOf(day: PlainDate): string {
  const { yearOfWeek = 0, weekOfYear = 0 } = Temporal.PlainDate.from(day);
  return `${String(yearOfWeek).padStart(4, '0')}-W${String(weekOfYear).padStart(2, '0')}`;
}

/** The days of a month by its name `2026-11`; null when there is no such month. */
export function monthSpan(name: string): Span | null {
  const first = MONTH.test(name) ? readDay(`${name}-01`) : null;
  if (first === null) return null;
  return { from: first, to: addDays(Temporal.PlainDate.from(first).add({ months: 1 }).toString(), -1) };
}

/** The name of a day's month: `2026-11`. */
export function monthOf(day: PlainDate): string {
  return day.slice(0, 7);
}
