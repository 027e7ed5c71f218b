import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Schedule, Weekday } from '../../../src/channels/channel.js';
import { addDays, localDate } from '../../../src/digests/day.js';
import { dueInstant, dueSlots, nextSlot } from '../../../src/digests/slots.js';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone')];
/** Dates since 2000 that never happened: both zones moved across the date line. */
const MISSING = new Map([
  ['Pacific/Apia', '2011-12-30'],
  ['Pacific/Fakaofo', '2011-12-30'],
]);

const formats = new Map<string, Intl.DateTimeFormat>();
/** Wall clock as `2026-11-23 09:00`, told by the platform's own Intl. */
function wall(instant: number, zone: string): string {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  formats.set(zone, format);
  return format.format(instant);
}

const clockTime = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const isoWeekday = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay() || 7;

const zones = fc.constantFrom(...ZONES);
const times = fc.oneof(fc.integer({ min: 0, max: 239 }), fc.integer({ min: 0, max: 1439 })).map(clockTime);
const daySets = fc
  .uniqueArray(fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7), { minLength: 1 })
  .map((days): readonly Weekday[] => days.sort());
const dates = fc.integer({ min: 0, max: 37 * 365 }).map((days) => addDays('2000-01-01', days));

/** First local minute after a change of the clock in that year, if there is one. */
function changeIn(zone: string, year: number): number | null {
  const offset = (at: number): number => Date.parse(`${wall(at, zone).replace(' ', 'T')}:00Z`) - at;
  let day = Date.UTC(year, 0, 1);
  while (day < Date.UTC(year + 1, 0, 1) && offset(day) === offset(day + DAY)) day += DAY;
  let [low, high] = [day, day + DAY];
  if (offset(low) === offset(high)) return null;
  while (high - low > MINUTE) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
    if (offset(middle) === offset(low)) low = middle;
    else high = middle;
  }
  return high;
}

function expectFirstInstant(zone: string, time: string, slot: string): void {
  const due = dueInstant({ zone, time }, slot);
  if (MISSING.get(zone) === slot) {
    expect(due).toBeNull();
    return;
  }
  const wanted = `${slot} ${time}`;
  const at = due?.getTime() ?? NaN;
  expect(wall(at, zone) >= wanted).toBe(true);
  for (const minutes of [1, 20, 30, 60, 120, 180])
    expect(wall(at - minutes * MINUTE, zone) < wanted).toBe(true);
}

describe('slots in every zone of the world', () => {
  it('are due at the first instant whose wall clock has reached the time', () => {
    fc.assert(fc.property(zones, times, dates, expectFirstInstant), { numRuns: 1500 });
  });

  it('are so on the days when the clock changes, too', () => {
    const years = fc.integer({ min: 2000, max: 2037 });
    const near = fc.integer({ min: -150, max: 150 });
    fc.assert(
      fc.property(zones, years, near, (zone, year, minutes) => {
        const change = changeIn(zone, year);
        fc.pre(change !== null);
        const [slot = '', time = ''] = wall(change + minutes * MINUTE, zone).split(' ');
        expectFirstInstant(zone, time, slot);
      }),
      { numRuns: 150 },
    );
  });

  it('come exactly once per scheduled local date, at ever later instants', () => {
    fc.assert(
      fc.property(zones, times, daySets, dates, (zone, time, days, start) => {
        const schedule: Schedule = { zone, time, days };
        let next = nextSlot(schedule, new Date(`${start}T12:00:00Z`));
        const first = next.slot;
        const seen = [next];
        while (next.slot < addDays(first, 14)) {
          const later = nextSlot(schedule, next.dueAt);
          expect(later.dueAt > next.dueAt).toBe(true);
          seen.push((next = later));
        }
        const expected = Array.from({ length: 40 }, (_, step) => addDays(first, step))
          .filter((date) => (days as readonly number[]).includes(isoWeekday(date)))
          .filter((date) => MISSING.get(zone) !== date);
        expect(seen.map(({ slot }) => slot)).toEqual(expected.slice(0, seen.length));
      }),
      { numRuns: 250 },
    );
  });

  it('are opened at most once and all accounted for, however irregular the ticks', () => {
    const pauses = fc.array(fc.integer({ min: 1, max: 4 * 1440 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(zones, times, daySets, dates, pauses, (zone, time, days, start, minutes) => {
        const schedule: Schedule = { zone, time, days };
        let now = Date.parse(`${start}T12:00:00Z`);
        let next = nextSlot(schedule, new Date(now));
        const ended: string[] = [];
        const walked: string[] = [];
        for (const pause of minutes) {
          now += pause * MINUTE;
          const channel = { schedule, nextSlot: next.slot, nextDueAt: next.dueAt };
          const plan = dueSlots(channel, new Date(now), 5 * MINUTE);
          ended.push(...plan.skipped.map(({ slot }) => slot), ...(plan.open ? [plan.open.slot] : []));
          while (next.dueAt.getTime() <= now + 5 * MINUTE) {
            walked.push(next.slot);
            next = nextSlot(schedule, next.dueAt);
          }
          expect(plan.next).toEqual(next);
          expect(plan.next.dueAt.getTime()).toBeGreaterThan(now + 5 * MINUTE);
        }
        expect(ended).toEqual(walked);
      }),
      { numRuns: 200 },
    );
  });

  it('belong to the local day people live in', () => {
    fc.assert(
      fc.property(zones, dates, (zone, slot) => {
        const due = dueInstant({ zone, time: '12:00' }, slot);
        if (due !== null) expect(localDate(due, zone)).toBe(slot);
      }),
      { numRuns: 300 },
    );
  });
});
