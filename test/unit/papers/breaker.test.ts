import { describe, expect, it } from 'vitest';
import { breakerState, nextTryAt } from '../../../src/papers/breaker.js';

const NOW = new Date('2026-11-20T12:00:00Z');
const minutes = (failures: number, ordered: Date | null = null): number =>
  (nextTryAt(failures, NOW, ordered).getTime() - NOW.getTime()) / 60_000;

describe('the breaker of a source', () => {
  it('pauses longer with each failure in a row, never longer than half an hour', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 50].map((failures) => minutes(failures))).toEqual([
      1, 2, 5, 10, 20, 30, 30, 30,
    ]);
  });

  it('obeys a later instant that the source named', () => {
    expect(minutes(1, new Date('2026-11-20T14:00:00Z'))).toBe(120);
  });

  it('does not let an earlier one shorten the pause', () => {
    expect(minutes(6, new Date('2026-11-20T12:01:00Z'))).toBe(30);
  });

  it('does not let a source silence itself for more than a day', () => {
    expect(minutes(1, new Date('2099-01-01T00:00:00Z'))).toBe(24 * 60);
  });

  it.each([
    [0, null, 'closed'],
    [2, '2026-11-20T12:02:00Z', 'closed'],
    [3, '2026-11-20T12:05:00Z', 'open'],
    [3, '2026-11-20T12:00:00Z', 'half-open'],
    [9, null, 'half-open'],
  ])('is, after %i failures and told to wait until %s, %s', (failures, notBefore, expected) => {
    const state = { failures, notBefore: notBefore === null ? null : new Date(notBefore) };
    expect(breakerState(state, NOW)).toBe(expected);
  });
});
