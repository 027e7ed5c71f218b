import { describe, expect, it } from 'vitest';
import { chooseCards, type RatedTopic } from '../../../src/digests/choose.js';
import type { RankedPaper } from '../../../src/ranking/ranked-paper.js';
import { sighted } from '../../support/sighted-paper.js';

const SUBJECTS = ['speech', 'vision', 'robots', 'proofs', 'graphs', 'music', 'maps', 'genes', 'ships'];
/** Papers a, b, c … best first; none like another. */
const ranked: readonly RankedPaper[] = SUBJECTS.map((subject, index) => {
  const id = 'abcdefghi'.charAt(index);
  return {
    ...sighted({ id, title: `${subject} ${id}${id}${id}` }),
    signals: {},
    score: 100 - index,
    parts: [],
  };
});

const topic = (name: string, ids: string, relevance = 1): RatedTopic => ({
  name,
  relevance: ({ paper }) => (ids.includes(paper.id) ? relevance : 0),
});
const rated = (name: string, relevances: Readonly<Record<string, number>>): RatedTopic => ({
  name,
  relevance: ({ paper }) => relevances[paper.id] ?? 0,
});
const everything = topic('everything', 'abcdefghi');
const choose = (topics: readonly RatedTopic[], count: number, had = '') =>
  chooseCards({ ranked, topics, count, had: new Set(had) });
const idsOf = (topics: readonly RatedTopic[], count: number, had = ''): string =>
  choose(topics, count, had)
    .papers.map(({ ranked: { paper } }) => paper.id)
    .join('');

describe('choosing the papers of a digest', () => {
  it.each([
    ['the best by rank for one topic', [everything], 3, '', 'abc'],
    ['only what matches', [topic('x', 'bdf')], 5, '', 'bdf'],
    ['every topic’s best before any topic’s second', [topic('x', 'abcd'), topic('y', 'h')], 3, '', 'abh'],
    ['the same with everything beside a narrow topic', [everything, topic('y', 'i')], 2, '', 'ai'],
    ['one card for two topics with the same best', [topic('x', 'ab'), topic('y', 'ac')], 3, '', 'abc'],
    [
      'the best of the best with more topics than cards',
      [topic('x', 'h'), topic('y', 'b'), topic('z', 'e')],
      2,
      '',
      'be',
    ],
    ['never what the channel has had', [everything], 3, 'ac', 'bde'],
    ['a topic’s second when its best was had', [topic('x', 'ab'), topic('y', 'ghi')], 2, 'g', 'ah'],
    ['nothing when all was had', [topic('x', 'ab')], 5, 'ab', ''],
    ['nothing when nothing matches', [topic('x', '')], 5, '', ''],
  ])('takes %s', (_what, topics, count, had, expected) => {
    expect(idsOf(topics, count, had)).toBe(expected);
  });

  it('counts the papers it looked at, without those the channel has had', () => {
    expect(choose([topic('x', '')], 5, 'ab').considered).toBe(7);
  });

  it('names each card’s topics but never everything', () => {
    const { papers } = choose([everything, topic('x', 'ab'), topic('y', 'a')], 3);

    expect(papers.map(({ topics }) => topics)).toEqual([['x', 'y'], ['x'], []]);
  });

  it('does not show a near-duplicate beside its like while others are left', () => {
    const twin = { ...ranked[0]!, paper: { ...ranked[0]!.paper, id: 'twin' }, score: 99.5 };
    const list = [ranked[0]!, twin, ...ranked.slice(1)];
    const choice = chooseCards({
      ranked: list,
      topics: [{ name: 'everything', relevance: () => 1 }],
      count: 3,
      had: new Set(),
    });

    expect(choice.papers.map((each) => each.ranked.paper.id)).toEqual(['a', 'b', 'c']);
  });
});

describe('relevance in a choice', () => {
  const scored = (scores: Readonly<Record<string, number>>): readonly RankedPaper[] =>
    ranked.flatMap((item) => {
      const score = scores[item.paper.id];
      return score === undefined ? [] : [{ ...item, score }];
    });
  const order = (list: readonly RankedPaper[], topics: readonly RatedTopic[], count = 9): string =>
    chooseCards({ ranked: list, topics, count, had: new Set() })
      .papers.map(({ ranked: { paper } }) => paper.id)
      .join('');

  it('weighs attention by how much of a paper is about the topic', () => {
    const list = scored({ a: 0.9, b: 0.6, c: 0.5 });
    expect(order(list, [rated('x', { a: 0.24, b: 0.74, c: 0.74 })])).toBe('bca');
    expect(order(list, [rated('x', { a: 0.74, b: 0.74, c: 0.74 })])).toBe('abc');
  });

  it('takes a topic’s best match by that topic, not by another', () => {
    const list = scored({ a: 0.9, b: 0.4, c: 0.3 });
    const topics = [rated('x', { a: 1, b: 1 }), rated('y', { a: 0.1, c: 0.9 })];
    expect(order(list, topics, 2)).toBe('ac');
  });

  it('takes the best of a paper’s topics as its own', () => {
    const list = scored({ a: 0.5, b: 0.4 });
    expect(order(list, [rated('x', { a: 0.2, b: 0.9 }), rated('y', { a: 0.9 })])).toBe('ab');
  });

  it('keeps the order of attention where everything is wanted', () => {
    expect(order(ranked, [everything])).toBe('abcdefghi');
    expect(chooseCards({ ranked, topics: [everything], count: 1, had: new Set() }).papers[0]?.ranked).toBe(
      ranked[0],
    );
  });

  it('lets a channel’s taste change the order', () => {
    const list = scored({ a: 0.9, b: 0.6, c: 0.5 });
    const taste = ({ paper }: RankedPaper) => (paper.id === 'b' ? 2 : 1);
    const { papers } = chooseCards({ ranked: list, topics: [everything], count: 3, had: new Set(), taste });
    expect(papers.map((each) => each.ranked.paper.id).join('')).toBe('bac');
  });
});
