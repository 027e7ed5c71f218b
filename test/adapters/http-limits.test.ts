import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideNextTry,
  exhaustedMs,
  orderedWaitMs,
  retryAfterMs,
} from '../../adapters/shared/http-limits.js';

const NOW = new Date('2026-11-20T12:00:00Z');

describe('what a server asks for', () => {
  it.each([
    ['7', 7_000],
    ['0', 0],
    ['Fri, 20 Nov 2026 12:01:30 GMT', 90_000],
    ['Fri, 20 Nov 2026 11:00:00 GMT', 0],
    ['soon', null],
    ['-5', null],
    ['99999999999999', null],
    ['', null],
    [null, null],
  ])('Retry-After %j is %j ms', (value, expected) => {
    expect(retryAfterMs(value, NOW)).toBe(expected);
  });

  it('prefers Retry-After to the RateLimit header', () => {
    const headers = new Headers({ 'retry-after': '3', ratelimit: '"api";r=0;t=99' });
    expect(orderedWaitMs(headers, 429, NOW)).toBe(3_000);
  });

  it('reads the reset of a 429, and of no other answer', () => {
    const headers = new Headers({ ratelimit: '"api";r=0;t=99' });
    expect(orderedWaitMs(headers, 429, NOW)).toBe(99_000);
    expect(orderedWaitMs(headers, 503, NOW)).toBeNull();
  });

  it.each([
    ['"api";r=0;t=99', 99_000],
    ['"api";r=1;t=99', null],
    ['"pages";r=0;t=5, "api";r=0;t=8', 8_000],
    ['"pages";r=4;t=500, "api";r=0;t=8', 8_000],
    ['nonsense', null],
  ])('an answer with RateLimit %j closes the door for %j ms', (value, expected) => {
    expect(exhaustedMs(new Headers({ ratelimit: value }), NOW)).toBe(expected);
  });
});

describe('what follows a failed try', () => {
  const failed = {
    attempt: 0,
    retries: 2,
    spentMs: 0,
    budgetMs: 30_000,
    worthwhile: true,
    orderedMs: null,
    longestWaitMs: 60_000,
    floorMs: 0,
    chance: 0.5,
  };

  it('never waits longer than is ordered plus a quarter second, or the longest backoff', () => {
    fc.assert(
      fc.property(
        fc.record({
          attempt: fc.nat(50),
          retries: fc.nat(100),
          spentMs: fc.nat(60_000),
          worthwhile: fc.boolean(),
          orderedMs: fc.option(fc.nat(200_000)),
          chance: fc.double({ min: 0, max: 0.999, noNaN: true }),
        }),
        (some) => {
          const next = decideNextTry({ ...failed, ...some });
          if (next.kind === 'give-up') return;
          expect(some.attempt).toBeLessThan(some.retries);
          expect(next.ms).toBeGreaterThanOrEqual(some.orderedMs ?? 0);
          expect(next.ms).toBeLessThanOrEqual(some.orderedMs === null ? 8_000 : some.orderedMs + 250);
        },
      ),
    );
  });

  it('gives up when it would not help, after the last try, out of budget, or when told to wait too long', () => {
    const giveUp = (change: Partial<typeof failed>) => decideNextTry({ ...failed, ...change }).kind;
    expect(giveUp({ worthwhile: false })).toBe('give-up');
    expect(giveUp({ attempt: 2 })).toBe('give-up');
    expect(giveUp({ spentMs: 30_000 })).toBe('give-up');
    expect(decideNextTry({ ...failed, orderedMs: 60_001 })).toEqual({ kind: 'give-up', notBeforeMs: 60_001 });
    expect(giveUp({})).toBe('wait');
  });
});
