import { describe, expect, it } from 'vitest';
import { upvoteHistory } from '../../../src/ranking/history.js';
import { readSignals } from '../../../src/ranking/signals.js';
import { sighted, type Seen } from '../../support/sighted-paper.js';

const now = new Date('2026-11-24T20:00:00Z');
const HOUR = 3_600_000;

function signalsOf(...seen: readonly Seen[]): ReturnType<typeof readSignals> {
  return readSignals(sighted({}, seen), now);
}

describe('readSignals', () => {
  it('says nothing of what was never seen', () => {
    expect(signalsOf()).toEqual({});
    expect(signalsOf({ at: '2026-11-24T10:00:00Z', list: 'announcement', listedOn: '2026-11-24' })).toEqual({
      announcedOn: '2026-11-24',
    });
  });

  it('reads the latest numbers, each from where it was last told', () => {
    expect(
      signalsOf(
        { at: '2026-11-23T10:00:00Z', signals: { upvotes: 5, comments: 1, githubStars: 9 } },
        { at: '2026-11-23T20:00:00Z', signals: { upvotes: 8 } },
      ),
    ).toMatchObject({ upvotes: 8, comments: 1, githubStars: 9, listedOn: '2026-11-23' });
  });

  it('has no gain with a single sighting', () => {
    expect(signalsOf({ at: '2026-11-23T20:00:00Z', signals: { upvotes: 8 } }).upvoteGain).toBeUndefined();
  });

  it('measures upvotes against the sighting nearest to a day before', () => {
    const signals = signalsOf(
      { at: '2026-11-23T02:00:00Z', signals: { upvotes: 1 } },
      { at: '2026-11-23T17:00:00Z', signals: { upvotes: 30 } },
      { at: '2026-11-24T19:00:00Z', signals: { upvotes: 80 } },
      { at: '2026-11-24T20:00:00Z', signals: { upvotes: 84 } },
    );
    expect(signals.upvoteGain).toEqual({ gained: 54, overMs: 27 * HOUR });
  });

  it('leaves a gain out whose beginning is too long ago', () => {
    const signals = signalsOf(
      { at: '2026-11-20T20:00:00Z', signals: { upvotes: 1 } },
      { at: '2026-11-24T20:00:00Z', signals: { upvotes: 84 } },
    );
    expect(signals.upvoteGain).toBeUndefined();
  });

  it('counts votes taken back as no gain', () => {
    const signals = signalsOf(
      { at: '2026-11-23T20:00:00Z', signals: { upvotes: 9 } },
      { at: '2026-11-24T20:00:00Z', signals: { upvotes: 7 } },
    );
    expect(signals.upvoteGain).toEqual({ gained: 0, overMs: 24 * HOUR });
  });

  it('measures stars within one source: a copy of them and GitHub itself are not compared', () => {
    const copy = { list: 'trending', signals: { githubStars: 100 } } as const;
    const own = (at: string, githubStars: number): Seen => ({
      at,
      list: 'catalogue',
      source: 'github',
      signals: { githubStars },
    });
    const before = { at: '2026-11-18T20:00:00Z', ...copy };
    const after = { at: '2026-11-24T19:00:00Z', ...copy };
    expect(signalsOf(before, own('2026-11-24T10:00:00Z', 400), after)).toEqual({ githubStars: 400 });
    expect(
      signalsOf(before, own('2026-11-18T10:00:00Z', 380), own('2026-11-24T10:00:00Z', 400), after),
    ).toMatchObject({ githubStars: 400, starGain: { gained: 20, overMs: 144 * HOUR } });
    expect(signalsOf(own('2026-11-20T10:00:00Z', 400), before, after)).toMatchObject({ githubStars: 100 });
  });

  it('reads points of Hacker News with their growth, and no zero where there was no story', () => {
    const seen = (at: string, hackerNewsPoints: number, hackerNewsComments: number): Seen => ({
      at,
      list: 'catalogue',
      source: 'hackernews',
      signals: { hackerNewsPoints, hackerNewsComments },
    });
    expect(signalsOf(seen('2026-11-23T20:00:00Z', 30, 4), seen('2026-11-24T20:00:00Z', 128, 40))).toEqual({
      hackerNewsPoints: 128,
      hackerNewsComments: 40,
      hackerNewsGain: { gained: 98, overMs: 24 * HOUR },
    });
  });

  it('looks at nothing after now', () => {
    expect(signalsOf({ at: '2026-11-25T00:00:00Z', signals: { upvotes: 9 } })).toEqual({});
  });

  it('forgets a trending place after two days', () => {
    expect(signalsOf({ at: '2026-11-23T20:00:00Z', list: 'trending', signals: { trendingRank: 3 } })).toEqual(
      {
        trendingRank: 3,
      },
    );
    expect(signalsOf({ at: '2026-11-22T19:00:00Z', list: 'trending', signals: { trendingRank: 3 } })).toEqual(
      {},
    );
  });
});

describe('upvoteHistory', () => {
  const at = (hour: number, upvotes: number): Seen => ({
    at: new Date(Date.parse('2026-11-20T00:00:00Z') + hour * HOUR).toISOString(),
    signals: { upvotes },
  });
  const history = (days: number, ...seen: readonly Seen[]): readonly number[] =>
    upvoteHistory(sighted({}, seen).sightings, days);

  it('is empty with fewer than two readings', () => {
    expect(history(7)).toEqual([]);
    expect(history(7, at(1, 5))).toEqual([]);
    expect(history(7, at(1, 5), { at: '2026-11-22T00:00:00Z' })).toEqual([]);
  });

  it('has a value for each of a few readings, oldest first', () => {
    expect(history(7, at(0, 1), at(24, 20), at(48, 35))).toEqual([1, 20, 35]);
  });

  it('does not mind the order of the sightings', () => {
    expect(history(7, at(48, 35), at(0, 1), at(24, 20))).toEqual([1, 20, 35]);
  });

  it('takes evenly spaced values of many readings, first and last included', () => {
    const many = Array.from({ length: 71 }, (_, i) => at(i, i));
    expect(history(7, ...many)).toEqual([0, 10, 20, 30, 40, 50, 60, 70]);
  });

  it('looks only so many days back', () => {
    expect(history(1, at(0, 1), at(24, 20), at(48, 35))).toEqual([20, 35]);
  });
});
