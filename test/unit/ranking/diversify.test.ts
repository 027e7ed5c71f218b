import { describe, expect, it } from 'vitest';
import { diversify } from '../../../src/ranking/diversify.js';
import { rankPapers } from '../../../src/ranking/rank.js';
import type { RankedPaper } from '../../../src/ranking/ranked-paper.js';
import { sighted } from '../../support/sighted-paper.js';

const now = new Date('2026-11-23T20:00:00Z');
const WORDS = [
  'amber',
  'birch',
  'cedar',
  'delta',
  'ember',
  'fjord',
  'grove',
  'heath',
  'islet',
  'jetty',
  'knoll',
  'lagoon',
];

function ranked(titles: readonly string[]): readonly RankedPaper[] {
  const papers = titles.map((title, i) => sighted({ id: `p${i}`, title }, { upvotes: 900 - i }));
  return rankPapers(papers, now);
}

function titles(papers: readonly RankedPaper[]): readonly string[] {
  return papers.map(({ paper }) => paper.title);
}

describe('diversify', () => {
  it('leaves different papers as they are', () => {
    const papers = ranked(WORDS.map((word) => `${word} study`));
    expect(diversify(papers)).toEqual(papers);
  });

  it('moves a near-duplicate ten places from its like', () => {
    const twin = 'Scaling Laws for Speech Translation Models';
    const papers = ranked([twin, `${twin}: Part II`, ...WORDS]);
    const order = titles(diversify(papers));
    expect(order.slice(0, 2)).toEqual([twin, 'amber']);
    expect(order.indexOf(`${twin}: Part II`)).toBe(11);
  });

  it('does not take papers of one field for duplicates', () => {
    const papers = ranked([
      'Speech Recognition for Children',
      'Speech Synthesis for Children',
      'Speech for All',
    ]);
    expect(diversify(papers)).toEqual(papers);
  });

  it('keeps duplicates when there is nothing else', () => {
    const papers = ranked(['One and the same title', 'One and the same title', 'Another thing']);
    expect(titles(diversify(papers))).toEqual([
      'One and the same title',
      'Another thing',
      'One and the same title',
    ]);
  });

  it('drops nothing and doubles nothing, also when hundreds look alike', () => {
    const papers = ranked(
      Array.from({ length: 300 }, (_, i) => (i % 7 === 0 ? `${WORDS[i % 12] ?? ''} ${i}` : 'Same title')),
    );
    const order = diversify(papers);
    expect([...order].sort((a, b) => b.score - a.score)).toEqual(papers);
    expect(new Set(order).size).toBe(300);
  });

  it('takes nothing and titles of nothing', () => {
    expect(diversify([])).toEqual([]);
    expect(diversify(ranked(['', '!!!', '']))).toHaveLength(3);
  });
});
