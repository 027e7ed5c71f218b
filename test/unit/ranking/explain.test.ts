import { describe, expect, it } from 'vitest';
import type { Paper } from '../../../src/papers/paper.js';
import type { Expectation } from '../../../src/ranking/expect/expect.js';
import { explain } from '../../../src/ranking/explain.js';
import { rankPapers } from '../../../src/ranking/rank.js';
import { sighted, type Seen } from '../../support/sighted-paper.js';

const now = new Date('2026-11-23T20:10:00Z');

function why(seen: readonly Seen[], paper: Partial<Paper> = {}, matches: readonly string[] = []): string {
  const [ranked] = rankPapers([sighted(paper, seen)], now);
  if (ranked === undefined) throw new Error('nothing ranked');
  return explain(ranked, { now, matches });
}

describe('explain, for a paper nobody has voted on', () => {
  const expectation = (text: number): Expectation => ({
    final: 20,
    gain: 20,
    selected: 1,
    text,
    reasons: () => [
      { group: 'words', name: 'agents', contribution: 0.3 },
      { group: 'fields', name: 'cs.CL', contribution: 0.2 },
      { group: 'authors', name: `Ada \u202eMarsh ${'x'.repeat(80)}`, contribution: 0.1 },
      { group: 'words', name: 'theorem', contribution: -0.1 },
      { group: 'words', name: 'chess', contribution: 0.05 },
    ],
  });
  const told = (text: number, signals: Seen['signals'] = {}): string => {
    const [ranked] = rankPapers([sighted({}, [{ at: '2026-11-23T20:00:00Z', signals }])], now);
    return explain({ ...ranked!, expectation: expectation(text) }, { now, matches: [] });
  };

  it('names the two words or authors that promise most, clean and short', () => {
    const line = told(0.4);
    expect(line).toMatch(/ · promising: agents, Ada Marsh x+…$/);
    expect(line.length).toBeLessThan(110);
  });

  it('promises nothing where the text does not, and nothing beside votes', () => {
    expect(told(-0.1)).not.toContain('promising');
    expect(told(0.4, { upvotes: 3 })).not.toContain('promising');
  });
});

describe('explain', () => {
  it("counts the first day's upvotes from the opening of the list", () => {
    expect(why([{ at: '2026-11-23T20:00:00Z', signals: { upvotes: 84 } }])).toBe('▲ 84 upvotes in 20 h');
  });

  it('tells the gain between two of our sightings once the list is older', () => {
    const listedOn = '2026-11-21';
    expect(
      why([
        { at: '2026-11-22T20:00:00Z', signals: { upvotes: 53 }, listedOn },
        { at: '2026-11-23T20:00:00Z', signals: { upvotes: 84 }, listedOn },
      ]),
    ).toBe('▲ 84 upvotes, +31 in 24 h');
  });

  it('claims no gain from a single sighting', () => {
    expect(why([{ at: '2026-11-23T20:00:00Z', signals: { upvotes: 84 }, listedOn: '2026-11-20' }])).toBe(
      '▲ 84 upvotes in 4 days',
    );
  });

  it('claims no gain when there was none', () => {
    const listedOn = '2026-11-21';
    const seen = ['2026-11-22T20:00:00Z', '2026-11-23T20:00:00Z'].map((at) => ({
      at,
      signals: { upvotes: 1 },
      listedOn,
    }));
    expect(why(seen)).toBe('▲ 1 upvote in 3 days');
  });

  it('names no time for upvotes of a paper on no list, or from before its list', () => {
    expect(
      why([{ at: '2026-11-23T20:00:00Z', list: 'trending', signals: { upvotes: 300, trendingRank: 3 } }]),
    ).toBe('▲ 300 upvotes · #3 trending on Hugging Face');
    expect(
      why([
        { at: '2026-11-22T23:00:00Z', list: 'trending', signals: { upvotes: 60 } },
        { at: '2026-11-23T20:00:00Z', signals: { upvotes: 84 } },
      ]),
    ).toBe('▲ 84 upvotes');
  });

  it('names no time for a list that has just opened', () => {
    expect(why([{ at: '2026-11-23T00:20:00Z', signals: { upvotes: 2 } }])).toBe('▲ 2 upvotes');
  });

  it('says zero upvotes plainly', () => {
    expect(why([{ at: '2026-11-23T20:00:00Z', signals: { upvotes: 0 } }])).toBe('▲ 0 upvotes');
  });

  it('tells stars gained over a week as such, over less with the span, and else the level', () => {
    const stars = (before: string, signals: Seen['signals']): readonly Seen[] => [
      { at: before, list: 'trending', signals: { githubStars: 900 } },
      { at: '2026-11-23T20:00:00Z', list: 'trending', signals: signals ?? {} },
    ];
    expect(why(stars('2026-11-16T20:00:00Z', { upvotes: 4, githubStars: 1_212 }))).toBe(
      '▲ 4 upvotes · ★ +312 this week',
    );
    expect(why(stars('2026-11-20T20:00:00Z', { upvotes: 4, githubStars: 912 }))).toBe(
      '▲ 4 upvotes · ★ +12 in 3 days',
    );
    expect(why([{ at: '2026-11-23T20:00:00Z', signals: { upvotes: 4, githubStars: 1_212 } }])).toBe(
      '▲ 4 upvotes in 20 h · ★ 1.2k',
    );
    expect(why([{ at: '2026-11-23T20:00:00Z', signals: { upvotes: 4, githubStars: 0 } }])).toBe(
      '▲ 4 upvotes in 20 h',
    );
  });

  it('tells of citations, of their growth, and of the place on Papers with Code', () => {
    const cited = (at: string, citations: number): Seen => ({
      at,
      list: 'catalogue',
      signals: { citations },
    });
    expect(why([cited('2026-11-16T20:00:00Z', 4), cited('2026-11-23T20:00:00Z', 9)])).toContain(
      'cited 9 times, +5 in 7 days',
    );
    expect(why([cited('2026-11-23T20:00:00Z', 0)])).not.toContain('cited');
    expect(why([{ at: '2026-11-23T20:00:00Z', list: 'catalogue', signals: { codeRank: 3 } }])).toContain(
      '#3 on Papers with Code',
    );
  });

  it('tells of points and comments on Hacker News, and of no zero', () => {
    const story = (hackerNewsPoints: number, hackerNewsComments: number) =>
      why([
        {
          at: '2026-11-23T20:00:00Z',
          list: 'catalogue',
          signals: { upvotes: 4, hackerNewsPoints, hackerNewsComments },
        },
      ]);
    expect(story(128, 40)).toBe('▲ 4 upvotes · HN 128 points, 40 comments');
    expect(story(1, 0)).toBe('▲ 4 upvotes · HN 1 point');
    expect(story(0, 0)).toBe('▲ 4 upvotes');
  });

  it.each([
    ['2026-11-23', 'New on arXiv today · cs.CL'],
    ['2026-11-22', 'New on arXiv yesterday · cs.CL'],
    ['2026-11-20', 'New on arXiv on 20 Nov · cs.CL'],
    ['2025-12-30', 'New on arXiv on 30 Dec 2025 · cs.CL'],
  ])('says when a paper without votes was announced: %s', (listedOn, expected) => {
    const seen: readonly Seen[] = [{ at: '2026-11-23T06:00:00Z', list: 'announcement', listedOn }];
    expect(why(seen, { categories: ['cs.CL', 'cs.AI'] })).toBe(expected);
  });

  it("takes the reader's day for today when it is told", () => {
    const seen: readonly Seen[] = [
      { at: '2026-11-23T06:00:00Z', list: 'announcement', listedOn: '2026-11-23' },
    ];
    const [ranked] = rankPapers([sighted({}, seen)], now);
    expect(ranked && explain(ranked, { now, matches: [], today: '2026-11-24' })).toBe(
      'New on arXiv yesterday',
    );
  });

  it('is never empty', () => {
    expect(why([], { firstListedOn: '2026-11-23' })).toBe('Published today');
    expect(why([], { publishedOn: '2026-10-01' })).toBe('Published on 1 Oct');
  });

  it('names three topics and counts the rest', () => {
    const seen: readonly Seen[] = [{ at: '2026-11-23T20:00:00Z', signals: { upvotes: 84 } }];
    expect(why(seen, {}, ['speech recognition'])).toBe('▲ 84 upvotes in 20 h · matches: speech recognition');
    expect(why(seen, {}, ['a', 'b', 'c', 'd', 'e'])).toBe(
      '▲ 84 upvotes in 20 h · matches: a, b, c and 2 more',
    );
  });
});
