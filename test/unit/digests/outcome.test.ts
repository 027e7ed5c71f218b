import { describe, expect, it } from 'vitest';
import { emptyDay, type EmptyInput } from '../../../src/digests/outcome.js';
import { sourceHealth, staleNotices, type SourceHealth } from '../../../src/digests/source-health.js';
import type { SourceState } from '../../../src/ports/source-store.js';

const now = new Date('2026-11-24T08:00:00Z');
const fresh = (title: string): SourceHealth => ({
  title,
  stale: false,
  failing: false,
  read: true,
  since: null,
});
const stale = (title: string, since: string | null, failing = true): SourceHealth => ({
  title,
  stale: true,
  failing,
  read: since !== null,
  since: since === null ? null : new Date(since),
});
const empty = (input: Partial<EmptyInput>) =>
  emptyDay({
    considered: 312,
    newlyListed: true,
    noMailing: null,
    sources: [fresh('Hugging Face'), fresh('arXiv')],
    now,
    zone: 'Europe/Berlin',
    ...input,
  });

describe('an empty day', () => {
  it.each([
    ['papers came and none matched', {}, 'nothing-matched', '312 papers seen, none matched.'],
    ['a single paper came', { considered: 1 }, 'nothing-matched', '1 paper seen, none matched.'],
    [
      'only Hugging Face had news at the week-end',
      { noMailing: 'weekend' },
      'nothing-matched',
      '312 papers seen, none matched. arXiv lists nothing today (weekend).',
    ],
    [
      'nothing came at the week-end',
      { newlyListed: false, noMailing: 'weekend', considered: 0 },
      'no-mailing',
      'Nothing new was listed since the last digest (weekend).',
    ],
    [
      'nothing came at the week-end, and what is left over does not match',
      { newlyListed: false, noMailing: 'weekend' },
      'no-mailing',
      'Nothing new was listed since the last digest (weekend), and none of the papers left over matches.',
    ],
    [
      'nothing came on a holiday',
      { newlyListed: false, noMailing: 'arXiv holiday', considered: 0 },
      'no-mailing',
      'Nothing new was listed since the last digest (arXiv holiday).',
    ],
    [
      'nothing came on a working day',
      { newlyListed: false, considered: 0 },
      'no-mailing',
      'Nothing new was listed since the last digest.',
    ],
    [
      'one source is down and the other had nothing that matched',
      { sources: [fresh('Hugging Face'), stale('arXiv', '2026-11-24T02:10:00Z')] },
      'nothing-matched',
      '312 papers seen, none matched. arXiv has not answered since 03:10; this list is without its latest papers.',
    ],
    [
      'every source is down',
      {
        newlyListed: false,
        noMailing: 'weekend',
        sources: [stale('Hugging Face', null), stale('arXiv', '2026-11-22T02:10:00Z')],
      },
      'source-down',
      'No source has answered: Hugging Face has not been read yet, arXiv not since 03:10 on Sunday, 22 November 2026.',
    ],
    [
      'no source is switched on',
      { considered: 0, newlyListed: false, sources: [] },
      'source-down',
      'No source is switched on: set HUGGINGFACE_URL, or ARXIV_RSS_URL and ARXIV_API_URL.',
    ],
  ])('when %s', (_what, input, outcome, reason) => {
    expect(empty(input)).toEqual({ outcome, reason, line: `No papers today. ${reason}` });
  });
});

describe('the health of a source', () => {
  const everyTwentyMinutes = {
    title: 'Hugging Face',
    nextReadAt: (lastOkAt: Date | null) =>
      lastOkAt === null ? now : new Date(lastOkAt.getTime() + 20 * 60_000),
  };
  const minutesAgo = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
  const health = (okMinutesAgo: number | null, failingMinutesAgo: number | null = null) => {
    const state: SourceState = {
      source: 'huggingface',
      lastOkAt: okMinutesAgo === null ? null : minutesAgo(okMinutesAgo),
      failingSince: failingMinutesAgo === null ? null : minutesAgo(failingMinutesAgo),
      lastError: null,
      notBefore: null,
      failures: failingMinutesAgo === null ? 0 : 1,
    };
    return sourceHealth(everyTwentyMinutes, state, now);
  };

  it.each([
    ['just read', 1, null, false],
    ['waiting its turn', 79, null, false],
    ['not asked for an hour after its time', 81, null, true],
    ['failing for a moment', 34, 10, false],
    ['failing for a quarter of an hour after its time', 36, 16, true],
    ['never read', null, null, true],
    ['never read and failing', null, 5, true],
  ])('%s', (_what, ok, failing, isStale) => {
    expect(health(ok, failing).stale).toBe(isStale);
  });

  it('follows the source’s own calendar, not the clock', () => {
    const nextMonday = { title: 'arXiv', nextReadAt: () => new Date('2026-11-30T05:00:00Z') };
    const state: SourceState = {
      source: 'arxiv',
      lastOkAt: new Date('2026-11-20T06:00:00Z'),
      failingSince: null,
      lastError: null,
      notBefore: null,
      failures: 0,
    };

    expect(sourceHealth(nextMonday, state, now).stale).toBe(false);
  });

  it.each([
    ['for a moment', 14, ['cs.XX'], []],
    [
      'for a while',
      16,
      ['cs.XX'],
      ["arXiv's cs.XX could not be read; this list is without its latest papers."],
    ],
    [
      'in several parts',
      16,
      ['cs.AI', 'cs.XX'],
      ["arXiv's cs.AI and cs.XX could not be read; this list is without their latest papers."],
    ],
    [
      'in many parts',
      16,
      ['cs.AI', 'cs.CL', 'cs.CV', 'cs.LG', 'stat.ML'],
      ["arXiv's cs.AI, cs.CL, cs.CV and 2 more could not be read; this list is without their latest papers."],
    ],
  ] as const)('names only what it could not read: %s', (_what, failingMinutes, parts, notices) => {
    const state: SourceState = {
      source: 'arxiv',
      lastOkAt: minutesAgo(1),
      failingSince: minutesAgo(failingMinutes),
      lastError: 'x',
      notBefore: null,
      failures: 0,
      lost: { parts, tryAt: minutesAgo(-4) },
    };
    const health = sourceHealth({ ...everyTwentyMinutes, title: 'arXiv' }, state, now);
    expect(health.stale).toBe(false);
    expect(staleNotices([health], now, 'UTC')).toEqual(notices);
  });

  it('does not answer since its last reading when it had only lost a part before', () => {
    expect(health(40, 300).since).toEqual(minutesAgo(40));
  });

  it('is told in the head, in the channel’s own time', () => {
    const sources = [fresh('Hugging Face'), stale('arXiv', '2026-11-24T02:10:00Z'), stale('Other', null)];
    const asleep = stale('Hugging Face', '2026-11-24T02:10:00Z', false);

    expect(staleNotices([...sources, asleep], now, 'Asia/Kolkata')).toEqual([
      'arXiv has not answered since 07:40; this list is without its latest papers.',
      'Other has not been read yet; this list is without it.',
      'Hugging Face was last read at 07:40; this list is without its latest papers.',
    ]);
  });
});
