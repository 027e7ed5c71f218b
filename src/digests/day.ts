import { Temporal } from 'temporal-polyfill';
import type { PlainDate } from '../papers/paper.js';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A calendar day in words: `Monday, 23 November 2026`. The same on every machine, whatever its language. */
export function spellDay(date: PlainDate): string {
  const day = Temporal.PlainDate.from(date);
  const weekday = WEEKDAYS[day.dayOfWeek - 1] ?? '';
  return `${weekday}, ${day.day} ${MONTHS[day.month - 1] ?? ''} ${day.year}`;
}

/** A calendar day in few characters: `23 Nov 2026`. */
export function shortDay(date: PlainDate): string {
  const day = Temporal.PlainDate.from(date);
  return `${day.day} ${(MONTHS[day.month - 1] ?? '').slice(0, 3)} ${day.year}`;
}

/** The calendar day it is in `zone` at `instant`. */
export function localDate(instant: Date, zone: string): PlainDate {
  return local(instant, zone).toPlainDate().toString();
}

/** Wall time `HH:MM` in `zone` at `instant`. */
export function localClock(instant: Date, zone: string): string {
  return local(instant, zone).toPlainTime().toString({ smallestUnit: 'minute' });
}

/** The day `days` calendar days later; earlier when negative. */
export function addDays(date: PlainDate, days: number): PlainDate {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

function local(instant: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
}

/** A date and time people can read, with its zone: `2026-11-23 09:00 Europe/Berlin`. */
export function localTime(instant: Date, zone: string): string {
  return `${localDate(instant, zone)} ${localClock(instant, zone)} ${zone}`;
}
