import { Temporal } from 'temporal-polyfill';
import type { Channel, Schedule } from '../channels/channel.js';
import { AppError } from '../errors.js';
import type { PlainDate } from '../papers/paper.js';
import type { NextSlot } from '../ports/channel-store.js';
import type { DuePlan } from '../ports/digest-store.js';
import { localDate } from './day.js';

/** A missed slot is caught up this long, milliseconds: six hours, after that yesterday's list helps nobody. */
export const CATCH_UP_MS = 6 * 3_600_000;
/** Slots further back than this are not even recorded as skipped, so that a very old store starts at once. */
const LONGEST_RECORD_MS = 366 * 86_400_000;
/** Every weekday comes within seven days; a missing local date costs one week more. */
const FURTHEST_DAYS = 28;

/**
 * The instant a slot is due. A local time that does not exist means the first valid instant after the gap, a doubled
 * one means the first of the two.
 * @returns null when the zone has no such date at all (Pacific/Apia skipped 2011-12-30)
 */
export function dueInstant(schedule: Pick<Schedule, 'time' | 'zone'>, slot: PlainDate): Date | null {
  const wanted = Temporal.PlainDate.from(slot).toPlainDateTime(Temporal.PlainTime.from(schedule.time));
  const first = wanted.toZonedDateTime(schedule.zone, { disambiguation: 'earlier' });
  if (first.toPlainDateTime().equals(wanted)) return dateOf(first);
  const date = wanted.toPlainDate();
  if (!date.toZonedDateTime(schedule.zone).toPlainDate().equals(date)) return null;
  return dateOf(first.getTimeZoneTransition('next') ?? first);
}

/** The first slot due strictly after `after`. @throws AppError `usage` when the schedule has no day */
export function nextSlot(schedule: Schedule, after: Date): NextSlot {
  const yesterday = Temporal.PlainDate.from(localDate(after, schedule.zone)).subtract({ days: 1 });
  return firstFrom(schedule, yesterday, after);
}

/**
 * What a channel's due slots come to: at most one is opened, the newest, when it is due within `leadMs` or was missed
 * by no more than six hours; every other passed slot is skipped with its reason. `next` is always later than both.
 * @param leadMs how long before its time a slot is opened, milliseconds
 */
export function dueSlots(
  channel: Pick<Channel, 'schedule' | 'nextSlot' | 'nextDueAt'>,
  now: Date,
  leadMs: number,
): DuePlan {
  const horizon = new Date(now.getTime() + leadMs);
  const passed: NextSlot[] = [];
  let next: NextSlot = { slot: channel.nextSlot, dueAt: channel.nextDueAt };
  while (next.dueAt <= horizon) {
    passed.push(next);
    next = following(channel.schedule, next, horizon);
  }
  const newest = passed.at(-1);
  const fresh = newest !== undefined && now.getTime() - newest.dueAt.getTime() <= CATCH_UP_MS;
  const open = fresh ? newest : null;
  const skipped = passed
    .filter((slot) => slot !== open)
    .map((slot) => ({ ...slot, reason: skipReason(slot, channel.schedule, open) }));
  return { open, skipped, next };
}

// --- Internal helpers ---

function following(schedule: Schedule, slot: NextSlot, horizon: Date): NextSlot {
  const oldest = new Date(horizon.getTime() - LONGEST_RECORD_MS);
  if (slot.dueAt < oldest) return nextSlot(schedule, oldest);
  return firstFrom(schedule, Temporal.PlainDate.from(slot.slot).add({ days: 1 }), slot.dueAt);
}

function firstFrom(schedule: Schedule, from: Temporal.PlainDate, after: Date): NextSlot {
  const days: readonly number[] = schedule.days;
  for (let step = 0; step < FURTHEST_DAYS; step++) {
    const date = from.add({ days: step });
    if (!days.includes(date.dayOfWeek)) continue;
    const slot = date.toString();
    const dueAt = dueInstant(schedule, slot);
    if (dueAt !== null && dueAt > after) return { slot, dueAt };
  }
  throw new AppError(`The schedule at ${schedule.time} ${schedule.zone} names no day.`, {
    code: 'usage',
    hint: 'Give at least one weekday, like mon-fri.',
  });
}

function skipReason(slot: NextSlot, schedule: Schedule, caughtUp: NextSlot | null): string {
  const missed = `Broadsheet was not running at ${schedule.time} (${schedule.zone}) on ${slot.slot}`;
  if (caughtUp !== null) return `${missed}; only the newest digest is caught up.`;
  return `${missed} nor in the six hours after it.`;
}

function dateOf(instant: Temporal.ZonedDateTime): Date {
  return new Date(instant.epochMilliseconds);
}
