import { describe, expect, it } from 'vitest';
import { createHolds } from '../../adapters/shared/holds.js';
import { createPace, createTurns } from '../../adapters/shared/pace.js';
import { POST_PACE } from '../../adapters/slack/limits.js';

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

describe('calls that do not go at once', () => {
  it('are told of: those that wait here, those that come back later, and those that are held up', async () => {
    let now = 0;
    const told: string[] = [];
    const holds = createHolds({ now: () => now });
    const pace = createPace({
      rule: { everyMs: 1000, burst: 1 },
      longestWaitMs: 1000,
      now: () => now,
      sleep: (ms) => Promise.resolve((now += ms)),
      holds,
      onWait: (kind, ms) => told.push(`${kind} ${ms}`),
    });
    await pace('a', signal);
    await pace('a', signal);
    const late = createPace({
      rule: { everyMs: 1000, burst: 1 },
      longestWaitMs: 0,
      now: () => now,
      onWait: (kind, ms) => told.push(`${kind} ${ms}`),
    });
    await late('b', signal);
    await late('b', signal);
    await holds.hold('a', 700);
    await pace('a', signal);
    expect(told).toEqual(['turn 1000', 'later 1000', 'held 700']);
  });
});

describe('turns of a Slack workspace', () => {
  it('are never more than 540 in a minute, whoever hurries', async () => {
    let now = 0;
    const turns = createTurns(() => now);
    const taken: number[] = [];
    for (; now < 180_000; now += 20)
      if ((await turns.take('team', POST_PACE.workspace, 0)).taken) taken.push(now);
    const inMinuteFrom = (from: number) => taken.filter((at) => at >= from && at < from + 60_000).length;
    expect(Math.max(...taken.map(inMinuteFrom))).toBeLessThanOrEqual(540);
    expect(taken.length).toBeGreaterThan(270 * 3);
  });
});

describe('a pace whose platform has asked to wait', () => {
  const rule = { everyMs: 100, burst: 1 };

  it('gives no turn of what is held up until it is over, and of everything else as before', async () => {
    let now = 0;
    const holds = createHolds({ now: () => now });
    const pace = createPace({ rule, longestWaitMs: 0, holds, now: () => now });
    await holds.hold('channel a', 5_000);
    await holds.hold('channel a', 1_000);
    expect(await pace('bot', signal, ['channel a'])).toBe(5_000);
    expect(await pace('bot', signal, ['channel b']), 'the turn was not used up').toBe(0);
    now = 5_000;
    expect(await pace('bot', signal, ['channel a'])).toBe(0);
    await holds.hold('bot', 700);
    expect(await pace('bot', signal, ['channel b'])).toBe(700);
  });

  it('lets nobody leave who slept for a turn when another process was told', async () => {
    let now = 0;
    const holds = createHolds({ now: () => now });
    const sleep = (ms: number) => {
      now += ms;
      holds.learn('bot', 2_000);
      return Promise.resolve();
    };
    const pace = createPace({ rule, longestWaitMs: 1_000, holds, now: () => now, sleep });
    expect(await pace('bot', signal)).toBe(0);
    expect(await pace('bot', signal)).toBe(2_000);
  });

  it('remembers what the shared turns told of another process, and asks them no more meanwhile', async () => {
    let [now, asked] = [0, 0];
    const turns = {
      take: () => {
        asked += 1;
        return Promise.resolve(
          now < 3_000 ? { taken: false, waitMs: 3_000 - now, held: 'channel a' } : { taken: true, waitMs: 0 },
        );
      },
    };
    const pace = createPace({ rule, longestWaitMs: 0, turns, now: () => now });
    expect(await pace('bot', signal, ['channel a'])).toBe(3_000);
    now = 1_000;
    expect(await pace('bot', signal, ['channel a'])).toBe(2_000);
    expect(asked).toBe(1);
    now = 3_000;
    expect(await pace('bot', signal, ['channel a'])).toBe(0);
  });

  it('obeys by itself when the database is away', async () => {
    const away = () => Promise.reject(new Error('The database is away.'));
    const turns = { take: away, hold: away, heldFor: away };
    const holds = createHolds({ turns, now: () => 0 });
    const pace = createPace({ rule, longestWaitMs: 0, turns, holds, now: () => 0 });
    await holds.hold('channel a', 500);
    expect(await pace('bot', signal, ['channel a'])).toBe(500);
    expect(await holds.heldFor(['channel a'])).toBe(500);
    expect(await holds.heldFor(['channel b'])).toBe(0);
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

describe('what a platform has asked to wait with', () => {
  it('is known here at once when the database takes no word of it and gives none', async () => {
    const silent = (): Promise<never> => new Promise(() => undefined);
    const holds = createHolds({ turns: { hold: silent, heldFor: silent }, now: () => 0, patienceMs: 1 });

    await holds.hold('a', 5_000);

    expect(await holds.heldFor(['a'])).toBe(5_000);
    expect(await holds.heldFor(['b'])).toBe(0);
  });
});
