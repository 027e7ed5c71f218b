import { describe, expect, it } from 'vitest';
import { createPace, createTurns } from '../../adapters/shared/pace.js';

const signal = new AbortController().signal;

describe('turns of one process', () => {
  it('are each key’s own, so far apart as the rule says', async () => {
    let now = 0;
    const pace = createPace({ rule: { everyMs: 1000, burst: 1 }, longestWaitMs: 0, now: () => now });
    const turns: number[] = [];
    for (const [at, key] of [
      [0, 'a'],
      [0, 'b'],
      [400, 'a'],
      [1000, 'a'],
      [1999, 'a'],
      [5000, 'a'],
    ] as const) {
      now = at;
      turns.push(await pace(key, signal));
    }
    expect(turns).toEqual([0, 0, 600, 0, 1, 0]);
  });

  it('come at once after a pause, as many as the rule allows, and never more in any time', async () => {
    let now = 0;
    const turns = createTurns(() => now);
    const rule = { everyMs: 100, burst: 3 };
    const taken: number[] = [];
    for (; now < 1000; now += 10) if ((await turns.take('k', rule, 0)).taken) taken.push(now);
    expect(taken.slice(0, 5)).toEqual([0, 0, 0, 100, 200].map((at, index) => (index < 3 ? 10 * index : at)));
    expect(taken).toHaveLength(3 + 9);
  });

  it('are given up when the process slept through them', async () => {
    let now = 0;
    const sleep = (ms: number) => Promise.resolve((now += ms + 300_000));
    const pace = createPace({
      rule: { everyMs: 1000, burst: 1 },
      longestWaitMs: 2000,
      now: () => now,
      sleep,
    });
    expect(await pace('a', signal)).toBe(0);
    expect(await pace('a', signal)).toBe(1000);
  });

  it('are not taken when they are too far away', async () => {
    const turns = createTurns(() => 0);
    const rule = { everyMs: 100, burst: 1 };
    const waits = [];
    for (let i = 0; i < 5; i += 1) waits.push(await turns.take('k', rule, 200));
    expect(waits.map(({ waitMs }) => waitMs)).toEqual([0, 100, 200, 300, 300]);
    expect(waits.map(({ taken }) => taken)).toEqual([true, true, true, false, false]);
  });
});

describe('a pace shared with other processes', () => {
  it('goes on by itself when the shared turns cannot be had', async () => {
    const turns = { take: () => Promise.reject(new Error('The database is away.')) };
    const pace = createPace({
      rule: { everyMs: 1000, burst: 1 },
      longestWaitMs: 0,
      turns,
      now: () => 0,
    });
    expect(await pace('k', signal)).toBe(0);
    expect(await pace('k', signal)).toBe(1000);
  });
});
