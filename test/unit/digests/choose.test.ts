import { describe, expect, it } from 'vitest';
import { chooseCards, type TopicMatcher } from '../../../src/digests/choose.js';
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

const topic = (name: string, ids: string): TopicMatcher => ({
  name,
  matches: ({ paper }) => ids.includes(paper.id),
});
const everything = topic('everything', 'abcdefghi');
const choose = (topics: readonly TopicMatcher[], count: number, had = '') =>
  chooseCards({ ranked, topics, count, had: new Set(had) });
const idsOf = (topics: readonly TopicMatcher[], count: number, had = ''): string =>
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
      topics: [{ name: 'everything', matches: () => true }],
      count: 3,
      had: new Set(),
    });

    expect(choice.papers.map((each) => each.ranked.paper.id)).toEqual(['a', 'b', 'c']);
  });
});
