import { describe, expect, it } from 'vitest';
import { createBackoff } from '../../adapters/slack/backoff.js';
import { createSlackConnection } from '../../adapters/slack/index.js';
import { createPace } from '../../adapters/slack/pace.js';
import { createSeen } from '../../adapters/slack/seen.js';
import type { CommandFront } from '../../src/commands/front.js';
import { recordingLogger } from '../support/slack-fixtures.js';

describe('small parts of the Slack adapter', () => {
  it('needs an app token or a signing secret', () => {
    const front = {} as CommandFront;
    const deps = { botToken: 'xoxb-1', appToken: null, signingSecret: null, apiUrl: 'http://127.0.0.1/' };
    expect(() => createSlackConnection({ ...deps, front, logger: recordingLogger() })).toThrow(
      'SLACK_SIGNING_SECRET',
    );
  });

  it('remembers the last ids, and forgets the oldest first', () => {
    const isNew = createSeen(2);
    expect(['a', 'b', 'a', 'c', 'a', 'b'].map(isNew)).toEqual([true, true, false, true, false, true]);
  });

  it('doubles its waits up to the longest, and begins anew after a success', () => {
    const backoff = createBackoff({ firstMs: 1, longestMs: 5 });
    expect([1, 2, 3, 4, 5].map(() => backoff.next())).toEqual([1, 2, 4, 5, 5]);
    backoff.reset();
    expect(backoff.next()).toBe(1);
  });

  it('gives each place its own turns, without sleeping when a turn is far', async () => {
    let now = 0;
    const pace = createPace({ everyMs: 1000, longestWaitMs: 0, now: () => now });
    const { signal } = new AbortController();
    const turns: number[] = [];
    for (const [at, place] of [
      [0, 'a'],
      [0, 'b'],
      [400, 'a'],
      [1000, 'a'],
      [1999, 'a'],
      [5000, 'a'],
    ] as const) {
      now = at;
      turns.push(await pace(place, signal));
    }
    expect(turns).toEqual([0, 0, 600, 0, 1, 0]);
  });

  it('gives up a turn that the process slept through', async () => {
    let now = 0;
    const sleep = (ms: number) => Promise.resolve((now += ms + 300_000));
    const pace = createPace({ everyMs: 1000, longestWaitMs: 2000, now: () => now, sleep });
    const { signal } = new AbortController();

    expect(await pace('a', signal)).toBe(0);
    expect(await pace('a', signal)).toBeGreaterThan(0);
  });
});
