import { describe, expect, it } from 'vitest';
import { describeCollect, isDue, readAt, type CollectReport } from '../../../src/papers/collect.js';
import type { Source } from '../../../src/ports/source.js';
import type { SourceState } from '../../../src/ports/source-store.js';

const NOW = new Date('2026-11-20T12:00:00Z');
const minutes = (n: number): Date => new Date(NOW.getTime() + n * 60_000);

/** Read twenty minutes after the last complete reading. */
const source: Source = {
  name: 'huggingface',
  title: 'Hugging Face',
  nextReadAt: (lastOkAt, now) => (lastOkAt === null ? now : new Date(lastOkAt.getTime() + 20 * 60_000)),
  read: () => {
    throw new Error('not read here');
  },
};
const state = (change: Partial<SourceState>): SourceState => ({
  source: 'huggingface',
  lastOkAt: null,
  failingSince: null,
  lastError: null,
  notBefore: null,
  failures: 0,
  ...change,
});

describe('whether a source is due', () => {
  it.each([
    ['was never read', {}, true],
    ['was read a moment ago', { lastOkAt: minutes(-1) }, false],
    ['was read long enough ago', { lastOkAt: minutes(-20) }, true],
    ['is paused', { lastOkAt: minutes(-60), notBefore: minutes(1), failures: 3 }, false],
    ['was paused until now', { lastOkAt: minutes(-60), notBefore: NOW, failures: 3 }, true],
    ['failed at its very first reading', { notBefore: minutes(1), failures: 1 }, false],
  ])('is decided when it %s', (_what, change, due) => {
    expect(isDue(source, state(change), NOW)).toBe(due);
  });

  it('is told as an instant, the later of plan and pause', () => {
    expect(readAt(source, state({ lastOkAt: NOW }), NOW)).toEqual(minutes(20));
    expect(readAt(source, state({ lastOkAt: NOW, notBefore: minutes(30) }), NOW)).toEqual(minutes(30));
    expect(readAt(source, state({ lastOkAt: NOW, notBefore: minutes(5) }), NOW)).toEqual(minutes(20));
  });

  it('comes earlier for parts that are lost, but never before the pause of the whole source', () => {
    const lost = { parts: ['cs.CL'], tryAt: minutes(5) };
    expect(readAt(source, state({ lastOkAt: NOW, lost }), NOW)).toEqual(minutes(5));
    expect(readAt(source, state({ lastOkAt: minutes(-18), lost }), NOW)).toEqual(minutes(2));
    expect(readAt(source, state({ lastOkAt: NOW, lost, notBefore: minutes(9) }), NOW)).toEqual(minutes(9));
  });
});

describe('a report as sentences', () => {
  const report: CollectReport = {
    source: 'arxiv',
    title: 'arXiv',
    outcome: 'complete',
    pages: 3,
    papers: 40,
    added: 12,
    updated: 28,
    sightings: 40,
    skipped: 0,
    skips: [],
    error: null,
    nextAt: minutes(5),
  };
  const error = 'arXiv answered 503 (Service Unavailable) at rss.arxiv.org/atom/cs.CL.';

  it.each([
    [{}, 'arXiv: 40 papers, 12 new.'],
    [{ skipped: 2 }, 'arXiv: 40 papers, 12 new, 2 skipped.'],
    [
      { outcome: 'partial', error },
      `${error} Kept: 40 papers, 12 new. It is tried again at 2026-11-20 12:05 UTC.`,
    ],
    [{ papers: 1, added: 0 }, 'arXiv: 1 paper, 0 new.'],
    [{ outcome: 'failed', error, papers: 0 }, `${error} It is tried again at 2026-11-20 12:05 UTC.`],
    [{ outcome: 'stopped' }, 'arXiv: stopped before the end. Kept: 40 papers, 12 new.'],
  ] as const)('tells %j', (change, words) => {
    expect(describeCollect({ ...report, ...change })).toBe(words);
  });
});
