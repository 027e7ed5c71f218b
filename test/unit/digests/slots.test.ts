import { describe, expect, it } from 'vitest';
import type { Schedule, Weekday } from '../../../src/channels/channel.js';
import { dueInstant, dueSlots, nextSlot } from '../../../src/digests/slots.js';

const DAILY: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const LEAD = 5 * 60_000;
const schedule = (zone: string, time: string, days = DAILY): Schedule => ({ zone, time, days });

describe('the instant of a slot', () => {
  it.each([
    // A time that does not exist is the first valid instant after the gap.
    ['America/New_York', '02:30', '2026-03-08', '2026-03-08T07:00:00Z'],
    ['Australia/Lord_Howe', '02:10', '2026-10-04', '2026-10-03T15:30:00Z'],
    ['Africa/Cairo', '00:30', '2026-04-24', '2026-04-23T22:00:00Z'],
    ['America/Havana', '00:00', '2026-03-08', '2026-03-08T05:00:00Z'],
    ['America/Santiago', '00:15', '2026-09-06', '2026-09-06T04:00:00Z'],
    ['Asia/Beirut', '00:00', '2026-03-29', '2026-03-28T22:00:00Z'],
    ['Atlantic/Azores', '00:30', '2026-03-29', '2026-03-29T01:00:00Z'],
    ['America/Scoresbysund', '23:30', '2026-03-28', '2026-03-29T01:00:00Z'],
    // A doubled time is the first of the two.
    ['Antarctica/Troll', '02:30', '2026-10-25', '2026-10-25T00:30:00Z'],
    ['America/New_York', '01:30', '2026-11-01', '2026-11-01T05:30:00Z'],
    ['Australia/Lord_Howe', '01:45', '2026-04-05', '2026-04-04T14:45:00Z'],
    ['America/Havana', '00:30', '2026-11-01', '2026-11-01T04:30:00Z'],
    // Ordinary days at both ends of the world.
    ['Pacific/Kiritimati', '09:00', '2026-11-23', '2026-11-22T19:00:00Z'],
    ['Etc/GMT+12', '09:00', '2026-11-23', '2026-11-23T21:00:00Z'],
    ['UTC', '00:00', '2026-11-23', '2026-11-23T00:00:00Z'],
  ])('is right in %s at %s on %s', (zone, time, slot, instant) => {
    expect(dueInstant({ zone, time }, slot)).toEqual(new Date(instant));
  });

  it('does not exist on a date that a zone left out', () => {
    expect(dueInstant({ zone: 'Pacific/Apia', time: '09:00' }, '2011-12-30')).toBeNull();
  });
});

describe('the next slot', () => {
  it('is strictly after the given instant', () => {
    const berlin = schedule('Europe/Berlin', '09:00');
    const due = new Date('2026-11-23T08:00:00Z');

    expect(nextSlot(berlin, new Date(due.getTime() - 1))).toEqual({ slot: '2026-11-23', dueAt: due });
    expect(nextSlot(berlin, due).slot).toBe('2026-11-24');
  });

  it('goes to the next scheduled weekday', () => {
    const friday = new Date('2026-11-27T12:00:00Z');

    expect(nextSlot(schedule('UTC', '09:00', [1, 2, 3, 4, 5]), friday).slot).toBe('2026-11-30');
    expect(nextSlot(schedule('UTC', '09:00', [5]), friday).slot).toBe('2026-12-04');
  });

  it('passes over a date that the zone left out, also when it was the week’s only one', () => {
    const before = new Date('2011-12-29T23:00:00Z');

    expect(nextSlot(schedule('Pacific/Apia', '00:00'), before).slot).toBe('2011-12-31');
    expect(nextSlot(schedule('Pacific/Apia', '09:00', [5]), before).slot).toBe('2012-01-06');
  });

  it('finds the slot of yesterday’s date that is due today', () => {
    const late = new Date('2026-03-29T00:30:00Z');

    expect(nextSlot(schedule('America/Scoresbysund', '23:30'), late).slot).toBe('2026-03-28');
  });

  it('refuses a schedule without a day', () => {
    expect(() => nextSlot(schedule('UTC', '09:00', []), new Date('2026-11-23'))).toThrow(/names no day/);
  });
});

describe('due slots', () => {
  const channel = (slot: string, due: string, days = DAILY) => ({
    schedule: schedule('Europe/Berlin', '09:00', days),
    nextSlot: slot,
    nextDueAt: new Date(due),
  });
  const monday = channel('2026-11-23', '2026-11-23T08:00:00Z');
  const at = (text: string): Date => new Date(text);

  it('are none before the lead begins', () => {
    const plan = dueSlots(monday, at('2026-11-23T07:54:59Z'), LEAD);

    expect(plan).toEqual({ open: null, skipped: [], next: { slot: '2026-11-23', dueAt: monday.nextDueAt } });
  });

  it('open five minutes early, and the next one is tomorrow’s', () => {
    const plan = dueSlots(monday, at('2026-11-23T07:55:00Z'), LEAD);

    expect(plan.open?.slot).toBe('2026-11-23');
    expect(plan.skipped).toEqual([]);
    expect(plan.next).toEqual({ slot: '2026-11-24', dueAt: at('2026-11-24T08:00:00Z') });
  });

  it('catch up one missed slot within six hours', () => {
    expect(dueSlots(monday, at('2026-11-23T14:00:00Z'), LEAD).open?.slot).toBe('2026-11-23');
  });

  it('skip a slot missed by more than six hours, and say why', () => {
    const plan = dueSlots(monday, at('2026-11-23T14:00:01Z'), LEAD);

    expect(plan.open).toBeNull();
    expect(plan.skipped).toMatchObject([
      {
        slot: '2026-11-23',
        reason:
          'Broadsheet was not running at 09:00 (Europe/Berlin) on 2026-11-23 nor in the six hours after it.',
      },
    ]);
    expect(plan.next.slot).toBe('2026-11-24');
  });

  it('come to one catch-up and skipped ones after three days of downtime', () => {
    const plan = dueSlots(monday, at('2026-11-26T09:30:00Z'), LEAD);

    expect(plan.open?.slot).toBe('2026-11-26');
    expect(plan.skipped.map(({ slot }) => slot)).toEqual(['2026-11-23', '2026-11-24', '2026-11-25']);
    for (const { reason } of plan.skipped) expect(reason).toMatch(/only the newest digest is caught up\.$/);
    expect(plan.next.slot).toBe('2026-11-27');
  });

  it('leave weekdays out that are not scheduled', () => {
    const plan = dueSlots(
      channel('2026-11-20', '2026-11-20T08:00:00Z', [1, 5]),
      at('2026-11-23T08:00:00Z'),
      LEAD,
    );

    expect(plan.skipped.map(({ slot }) => slot)).toEqual(['2026-11-20']);
    expect(plan.open?.slot).toBe('2026-11-23');
    expect(plan.next.slot).toBe('2026-11-27');
  });

  it('record a year at most after a very long downtime', () => {
    const plan = dueSlots(channel('2001-01-01', '2001-01-01T08:00:00Z'), at('2026-11-23T08:00:00Z'), LEAD);

    expect(plan.open?.slot).toBe('2026-11-23');
    expect(plan.skipped.length).toBeLessThanOrEqual(368);
  });
});
