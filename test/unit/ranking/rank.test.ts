import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SightedPaper } from '../../../src/ports/paper-store.js';
import { rankPapers } from '../../../src/ranking/rank.js';
import { sighted, type Seen } from '../../support/sighted-paper.js';

const now = new Date('2026-11-23T20:00:00Z');

function order(...papers: readonly SightedPaper[]): readonly string[] {
  return rankPapers(papers, now).map(({ paper }) => paper.id);
}

function voted(id: string, at: string, upvotes: number, listedOn = '2026-11-23'): SightedPaper {
  return sighted({ id }, [{ at, signals: { upvotes }, listedOn }]);
}

describe('rankPapers', () => {
  it('puts more upvotes first when the lists are of one day', () => {
    const at = '2026-11-23T20:00:00Z';
    expect(order(voted('a', at, 6), voted('b', at, 84), voted('c', at, 0))).toEqual(['b', 'a', 'c']);
  });

  it("expects more of a young list's upvotes than of an old one's", () => {
    const young = voted('young', '2026-11-23T08:00:00Z', 20);
    const old = voted('old', '2026-11-23T08:00:00Z', 25, '2026-11-18');
    expect(order(old, young)).toEqual(['young', 'old']);
  });

  it('does not let the first minutes of a list decide everything', () => {
    const minutes = voted('minutes', '2026-11-23T00:10:00Z', 2);
    const day = voted('day', '2026-11-23T20:00:00Z', 84, '2026-11-22');
    expect(order(minutes, day)).toEqual(['day', 'minutes']);
  });

  it('prefers of two equals the one that gains now', () => {
    const seen = (before: number): readonly Seen[] => [
      { at: '2026-11-22T20:00:00Z', signals: { upvotes: before }, listedOn: '2026-11-20' },
      { at: '2026-11-23T20:00:00Z', signals: { upvotes: 50 }, listedOn: '2026-11-20' },
    ];
    expect(order(sighted({ id: 'b' }, seen(49)), sighted({ id: 'a' }, seen(20)))).toEqual(['a', 'b']);
  });

  it('puts a paper without any signal behind voted ones, the freshest first', () => {
    const announced = (id: string, listedOn: string): SightedPaper =>
      sighted({ id, firstListedOn: listedOn }, [
        { at: '2026-11-23T06:00:00Z', list: 'announcement', listedOn },
      ]);
    const zero = voted('zero', '2026-11-23T20:00:00Z', 0, '2026-11-20');
    expect(order(announced('friday', '2026-11-20'), announced('today', '2026-11-23'), zero)).toEqual([
      'zero',
      'today',
      'friday',
    ]);
  });

  it('does not take an unknown number for zero', () => {
    const [ranked] = rankPapers([sighted({}, [])], now);
    expect(ranked?.parts.map((part) => part.name)).toEqual(['freshness']);
  });

  it('caps comments by upvotes', () => {
    const noisy = sighted({ id: 'noisy' }, { upvotes: 2, comments: 500 });
    const quiet = sighted({ id: 'quiet' }, { upvotes: 2, comments: 2 });
    const [a, b] = rankPapers([noisy, quiet], now);
    expect(a?.score).toBe(b?.score);
  });

  it('counts citations per week, so that an old work is not first for its age', () => {
    const cited = (citations: number, publishedOn: string) => {
      const [ranked] = rankPapers([sighted({ publishedOn }, { citations })], now);
      return ranked?.parts.find(({ name }) => name === 'citations')?.value ?? NaN;
    };
    expect(cited(20, '2026-11-01')).toBeGreaterThan(cited(200, '2017-06-12'));
    expect(cited(0, '2026-11-01')).toBe(0);
  });

  it('caps comments on Hacker News by its points', () => {
    const story = (hackerNewsComments: number) =>
      rankPapers([sighted({}, { hackerNewsPoints: 3, hackerNewsComments })], now)[0]?.score;
    expect(story(800)).toBe(story(3));
    expect(story(3)).toBeGreaterThan(story(0) ?? NaN);
  });

  it('counts the gain of stars, not their level', () => {
    const stars = (id: string, before: number, after: number): SightedPaper =>
      sighted({ id }, [
        { at: '2026-11-17T20:00:00Z', signals: { githubStars: before } },
        { at: '2026-11-23T20:00:00Z', signals: { githubStars: after } },
      ]);
    expect(order(stars('large', 90_000, 90_001), stars('growing', 10, 400))).toEqual(['growing', 'large']);
  });

  it('breaks ties by listing day, then id, the later first', () => {
    const twin = (id: string, firstListedOn: string): SightedPaper =>
      sighted({ id, firstListedOn }, { upvotes: 3 });
    expect(order(twin('2611.00001', '2026-11-23'), twin('2611.00002', '2026-11-23'))).toEqual([
      '2611.00002',
      '2611.00001',
    ]);
  });

  it('explains every score as the sum of its parts', () => {
    const [ranked] = rankPapers(
      [
        sighted(
          {},
          {
            upvotes: 84,
            comments: 3,
            githubStars: 9,
            hackerNewsPoints: 128,
            hackerNewsComments: 40,
            citations: 4,
            codeRank: 3,
            trendingRank: 2,
          },
        ),
      ],
      now,
    );
    const sum = ranked?.parts.reduce((total, part) => total + part.weight * part.value, 0);
    expect(ranked?.score).toBeCloseTo(sum ?? NaN, 12);
    expect(ranked?.parts.map((part) => part.name)).toEqual([
      'level',
      'momentum',
      'comments',
      'hackerNews',
      'hackerNewsComments',
      'velocity',
      'citations',
      'trending',
      'freshness',
    ]);
  });
});

describe('any papers', () => {
  const hour = fc.integer({ min: -200, max: 30 });
  const signals = fc.record(
    {
      upvotes: fc.nat(500),
      comments: fc.nat(50),
      githubStars: fc.nat(100_000),
      hackerNewsPoints: fc.nat(2_000),
      hackerNewsComments: fc.nat(2_000),
      citations: fc.nat(100_000),
      codeRank: fc.integer({ min: 1, max: 100 }),
      trendingRank: fc.integer({ min: 1, max: 50 }),
    },
    { requiredKeys: [] },
  );
  const seen = fc
    .tuple(hour, signals)
    .map(([h, s]): Seen => ({ at: new Date(now.getTime() + h * 3_600_000).toISOString(), signals: s }));
  const papers = fc
    .array(fc.array(seen, { maxLength: 5 }), { maxLength: 12 })
    .map((all) => all.map((each, i) => sighted({ id: `2611.${String(i).padStart(5, '0')}` }, each)));

  it('have one order, whatever order they come in', () => {
    fc.assert(
      fc.property(
        papers.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        ([all, shuffled]) => {
          expect(order(...shuffled)).toEqual(order(...all));
        },
      ),
    );
  });

  it('have finite scores that never rise down the list', () => {
    fc.assert(
      fc.property(papers, (all) => {
        const scores = rankPapers(all, now).map((ranked) => ranked.score);
        expect(scores.every((score) => Number.isFinite(score) && score >= 0)).toBe(true);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
      }),
    );
  });

  it('never fall for a vote more', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), fc.integer({ min: 0, max: 150 }), (a, b, age) => {
        const at = new Date(Date.parse('2026-11-17T00:00:00Z') + age * 3_600_000).toISOString();
        const score = (upvotes: number): number =>
          rankPapers([voted('x', at, upvotes, '2026-11-17')], now)[0]?.score ?? NaN;
        expect(score(Math.max(a, b))).toBeGreaterThanOrEqual(score(Math.min(a, b)));
      }),
    );
  });
});
