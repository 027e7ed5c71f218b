import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Paper } from '../../../src/papers/paper.js';
import { scoreForChannel } from '../../../src/ranking/channel-score.js';
import { diversify } from '../../../src/ranking/diversify.js';
import { kinOf } from '../../../src/ranking/kinship.js';
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

  it('moves one laboratory’s papers as far, however much the channel likes them', () => {
    const lab = ['Ada Lovelace', 'Alan Turing', 'Grace Hopper'];
    const papers = rankPapers(
      WORDS.map((title, i) =>
        sighted(
          { id: `p${i}`, title, authors: i < 3 ? lab : [`Author ${title}`] },
          { upvotes: 300 - 20 * i },
        ),
      ),
      now,
    );
    const spread = titles(diversify(papers));
    expect(spread).not.toEqual(titles(papers));
    for (const standing of [{ relevance: 1, factor: 4 }, { relevance: 0.3 }])
      expect(titles(diversify(papers.map((paper) => scoreForChannel(paper, standing))))).toEqual(spread);
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

/** Papers a, b, c … best first, a hundredth of a point apart, none like another but for what is given. */
function field(papers: readonly Partial<Paper>[], step = 0.01): readonly RankedPaper[] {
  return papers.map((paper, index) => ({
    ...sighted({
      id: `p${index}`,
      title: `${WORDS[index % 12] ?? ''} ${index} ${'x'.repeat(index)}`,
      ...paper,
    }),
    signals: {},
    score: 1 - index * step,
    parts: [],
  }));
}
const others = (count: number): readonly Partial<Paper>[] => Array.from({ length: count }, () => ({}));
const places = (papers: readonly RankedPaper[], wanted: (paper: Paper) => boolean): readonly number[] =>
  papers.flatMap(({ paper }, index) => (wanted(paper) ? [index] : []));
const LAB = ['Ada Lovelace', 'Alan Turing', 'Grace Hopper'];
const byLab = ({ authors }: Paper): boolean => authors.includes('Ada Lovelace');
const words = (from: number, count: number): string =>
  Array.from({ length: count }, (_, index) => `word${from + index}q`).join(' ');

describe('diversify, of one work', () => {
  it('takes papers of the same abstract for duplicates, whatever their titles', () => {
    const twins = [{ abstract: words(0, 60) }, { abstract: words(10, 60) }];
    expect(places(diversify(field([...twins, ...others(15)])), ({ abstract }) => abstract !== '')).toEqual([
      0, 11,
    ]);
  });

  it('does not take abstracts that share a third of their words for duplicates, nor stubs', () => {
    const papers = field([{ abstract: words(0, 60) }, { abstract: words(30, 60) }, ...others(5)]);
    expect(diversify(papers)).toEqual(papers);
    const stubs = field([{ abstract: 'No abstract.' }, { abstract: 'No abstract.' }, ...others(5)]);
    expect(diversify(stubs)).toEqual(stubs);
  });
});

describe('diversify, of one laboratory', () => {
  const wave = (count: number): readonly Partial<Paper>[] =>
    Array.from({ length: count }, (_, index) => ({ authors: [...LAB, `Author ${index}`] }));

  it('puts others between the papers of one group', () => {
    expect(places(diversify(field([...wave(3), ...others(12)])), byLab)).toEqual([0, 4, 7]);
  });

  it('moves none of them down by more than five places', () => {
    const order = diversify(field([...wave(10), ...others(20)]));
    order.forEach(({ paper }, index) => {
      if (byLab(paper)) expect(index - Number(paper.id.slice(1))).toBeLessThanOrEqual(5);
    });
    expect(places(order, byLab).slice(0, 3)).toEqual([0, 4, 7]);
  });

  it('lets by no paper that has found far less attention', () => {
    const papers = field([...wave(2), ...others(12)], 0.3);
    expect(diversify(papers)).toEqual(papers);
  });

  it.each([
    [
      'one name, which may be a namesake’s',
      [
        ['Wei Zhang', 'A B', 'C D'],
        ['Wei Zhang', 'E F', 'G H'],
      ],
      false,
    ],
    [
      'two of two',
      [
        ['A B', 'C D'],
        ['C. D', 'C D', 'Á B', 'E F', 'G H'],
      ],
      true,
    ],
    [
      'two of five',
      [
        ['A B', 'C D', 'E F', 'G H', 'I J'],
        ['A B', 'C D', 'K L', 'M N', 'O P'],
      ],
      false,
    ],
    [
      'three of seven',
      [
        ['A B', 'C D', 'E F', 'G', 'H', 'I', 'J'],
        ['A B', 'C D', 'E F', 'K', 'L', 'M', 'N'],
      ],
      true,
    ],
    ['none on either side', [[], []], false],
  ])('takes papers that share %s for one group or not', (_what, [one = [], other = []], together) => {
    const [a, b] = field([{ authors: one }, { authors: other }]);
    expect(kinOf(a!.paper, b!.paper)).toBe(together ? 'group' : null);
  });

  it('keeps the papers of one house from standing side by side, two places at most', () => {
    const house = Array.from({ length: 3 }, () => ({ organization: 'Example Labs' }));
    const order = diversify(field([...house, ...others(8)]));
    expect(places(order, ({ organization }) => organization !== null)).toEqual([0, 2, 4]);
  });
});

describe('diversify, of anything', () => {
  const anyPaper = fc.record({
    authors: fc.subarray(['A B', 'C D', 'E F', 'G H', 'I J']),
    organization: fc.constantFrom(null, 'One', 'Two'),
    title: fc.constantFrom('same title here', 'amber birch', 'cedar delta', 'ember fjord', 'grove heath'),
  });
  const anyField = fc.array(anyPaper, { maxLength: 120 }).map((papers) => field(papers));

  it('keeps every paper once, the same way every time', () => {
    fc.assert(
      fc.property(anyField, (papers) => {
        const order = diversify(papers);
        expect(new Set(order)).toEqual(new Set(papers));
        expect(order).toHaveLength(papers.length);
        expect(diversify(papers)).toEqual(order);
        expect(order[0]).toBe(papers[0]);
      }),
    );
  });

  it('leaves a field without kin as it is', () => {
    fc.assert(
      fc.property(anyField, (papers) => {
        expect(diversify(papers, () => null)).toEqual(papers);
      }),
    );
  });

  it('compares each of 5,000 papers with no more than sixty, also when all belong together', () => {
    let compared = 0;
    const counted = (a: Paper, b: Paper) => {
      compared += 1;
      return kinOf(a, b);
    };
    const papers = field(Array.from({ length: 5_000 }, (_, i) => ({ title: `t${i % 3}`, authors: LAB })));
    expect(diversify(papers, counted)).toHaveLength(5_000);
    expect(compared).toBeLessThanOrEqual(60 * 5_000);
  });
});
