import { describe, expect, it } from 'vitest';
import { createBackoff } from '../../adapters/slack/backoff.js';
import { createSlackConnection } from '../../adapters/slack/index.js';
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
});
