import { describe, expect, it } from 'vitest';
import { nextSteps } from '../../../src/status/next-steps.js';
import { readOperatorStatus, type OperatorStatus } from '../../../src/status/operator-status.js';

const NOW = new Date('2026-11-28T03:00:00Z');
const hoursAgo = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);

const well: OperatorStatus = {
  madeAt: NOW,
  versions: [],
  parts: [{ name: 'database', ok: true, detail: 'answers' }],
  sources: { value: [] },
  queues: { value: [{ name: 'compose', waiting: 3, active: 1, delayed: 0, oldestS: 12 }] },
  digests: { value: [{ platform: 'slack', end: 'posted', count: 9 }] },
  channels: { value: [] },
  paused: { value: [] },
  forPerson: { value: { count: 0, first: [] } },
};

const source = (title: string, failingHours: number | null, optional = false) => ({
  title,
  optional,
  state: {
    source: 'arxiv' as const,
    lastOkAt: hoursAgo(9),
    failingSince: failingHours === null ? null : hoursAgo(failingHours),
    lastError: failingHours === null ? null : `${title} answered 503`,
    notBefore: null,
    failures: 3,
  },
});

const paused = (by: 'person' | 'platform') => ({
  key: 'slack:T:C',
  name: null,
  reason: 'The bot was removed.',
  by,
  since: NOW,
});

const texts = (status: Partial<OperatorStatus>) => nextSteps({ ...well, ...status }).map(({ text }) => text);

describe('what to do next', () => {
  it('is nothing when all is well', () => {
    expect(texts({})).toEqual([]);
  });

  it('is nothing about what goes on by itself', () => {
    expect(
      texts({
        parts: [{ name: 'arxiv', ok: false, detail: 'failing' }],
        sources: { value: [source('arXiv', 1), source('GitHub', 30, true), source('Hugging Face', null)] },
        paused: { value: [paused('person')] },
        queues: { error: 'away' },
        digests: { value: [{ platform: 'slack', end: 'skipped', count: 2 }] },
      }),
    ).toEqual([]);
  });

  it('begins with what everything stands on, and is three things at most', () => {
    const steps = texts({
      parts: [
        { name: 'database', ok: false, detail: 'no answer' },
        { name: 'slack', ok: false, detail: 'The token was refused.' },
      ],
      forPerson: { value: { count: 2, first: [] } },
      paused: { value: [paused('platform')] },
    });
    expect(steps).toHaveLength(3);
    expect(steps[0]).toMatch(/^database does not serve: no answer\. Start the database/);
    expect(steps[1]).toMatch(/^slack does not serve: The token was refused\. Look/);
    expect(steps[2]).toMatch(/^2 messages wait for you/);
  });

  it.each([
    [
      { queues: { value: [{ name: 'answer', waiting: 1, active: 0, delayed: 0, oldestS: 301 }] } },
      /in answer\./,
    ],
    [{ forPerson: { value: { count: 1, first: [] } } }, /^1 message waits for you/],
    [{ paused: { value: [paused('platform')] } }, /^1 channel is paused/],
    [{ paused: { value: Array.from({ length: 20 }, () => paused('platform')) } }, /^20 channels or more are/],
    [{ sources: { value: [source('arXiv', 3)] } }, /^arXiv has failed for hours: arXiv answered 503\. /],
    [{ digests: { value: [{ platform: 'slack', end: 'failed', count: 1 }] } }, /^1 digest failed/],
  ] as const)('names %j', (status, text) => {
    expect(texts(status)).toEqual([expect.stringMatching(text)]);
  });
});

describe('reading how all stands', () => {
  it('says of each section why it is not there, and gives the others', async () => {
    const away = () => Promise.reject(new Error('The database does not answer.'));
    const status = await readOperatorStatus(
      {
        status: { channels: away, forPersonCounts: away, digests: away, paused: away, forPerson: away },
        sources: { get: away },
        watched: [{ name: 'arxiv', title: 'arXiv', optional: false }],
        queue: {
          counts: () => Promise.resolve({ compose: { waiting: 1, active: 0, delayed: 2 } }),
          ages: () => Promise.resolve({ compose: 7 }),
        },
        probes: [],
        clock: { now: away },
        versions: [],
      },
      () => Promise.resolve([{ name: 'database', ok: false, detail: 'gone' }]),
      new AbortController().signal,
    );
    expect(status).toMatchObject({
      sources: { error: 'The database does not answer.' },
      digests: { error: 'The database does not answer.' },
      queues: { value: [{ name: 'compose', waiting: 1, active: 0, delayed: 2, oldestS: 7 }] },
      parts: [{ name: 'database', ok: false, detail: 'gone' }],
    });
    expect(Number.isNaN(status.madeAt.getTime())).toBe(false);
  });
});
