import type { RankedPaper } from '../ranking/ranked-paper.js';
import { wordsOf } from '../text/words.js';
import { readableText } from '../text/tex.js';

/** The best papers of the window, whose titles are counted … */
const TOP = 300;
/** … against so many of the others, evenly taken, so that a large window takes no longer. */
const OTHERS = 700;
/** A word of fewer papers is no trend. */
const LEAST_PAPERS = 3;
const LEAST_LENGTH = 3;
const MOST_WORDS = 200;
/** A pair stands for its words when it has so much of their papers. */
const SHARE = 0.6;
const EMPTY_WORDS = new Set(
  (
    'a an and are as at be by can do does for from how in into is it its more not of on or over the their to towards toward under via ' +
    'what when where which why with without we you your using use based new novel approach method model large language learning ' +
    'paper study analysis framework system task data towards through beyond between better efficient'
  )
    .split(' ')
    .map((word) => wordsOf(word)[0]?.joined ?? word),
);

/**
 * What trends: words and pairs of words, as most titles write them, that stand in the titles of the best papers more
 * often than in the others'. Words that every title has are left out. Best first, at most 200.
 * @param ranked best first
 */
export function trendingWords(ranked: readonly RankedPaper[]): readonly string[] {
  const top = countTerms(ranked.slice(0, TOP));
  const others = countTerms(sampleOf(ranked.slice(TOP)));
  const scored = [...top].flatMap(([term, { papers, spellings }]) => {
    if (papers < LEAST_PAPERS) return [];
    const expected = ((others.get(term)?.papers ?? 0) * TOP) / OTHERS;
    return [{ term, papers, score: papers - expected, words: usual(spellings) }];
  });
  const pairs = scored.filter(({ term }) => term.includes(' '));
  return scored
    .filter(({ term, papers }) => !pairs.some((pair) => standsFor(pair, term, papers)))
    .sort((a, b) => b.score - a.score || b.papers - a.papers || (a.term < b.term ? -1 : 1))
    .slice(0, MOST_WORDS)
    .map(({ words }) => words);
}

// --- Internal helpers ---

function sampleOf(ranked: readonly RankedPaper[]): readonly RankedPaper[] {
  const step = Math.max(1, ranked.length / OTHERS);
  return ranked.filter((_, index) => Math.floor(index / step) > Math.floor((index - 1) / step));
}

interface Term {
  papers: number;
  readonly spellings: Map<string, number>;
}

function countTerms(ranked: readonly RankedPaper[]): ReadonlyMap<string, Term> {
  const terms = new Map<string, Term>();
  for (const { paper } of ranked)
    for (const [term, spelling] of termsOf(paper.title)) {
      const known = terms.get(term) ?? { papers: 0, spellings: new Map<string, number>() };
      known.papers += 1;
      known.spellings.set(spelling, (known.spellings.get(spelling) ?? 0) + 1);
      terms.set(term, known);
    }
  return terms;
}

/** The words and pairs of a title, folded, each once, with how the title writes them. */
function termsOf(title: string): ReadonlyMap<string, string> {
  const terms = new Map<string, string>();
  let before: { readonly folded: string; readonly written: string } | null = null;
  for (const written of readableText(title.slice(0, 300)).match(
    /[\p{L}\p{N}][\p{L}\p{N}-]*|[^\s\p{L}\p{N}]/gu,
  ) ?? []) {
    const folded = wordsOf(written)[0]?.joined ?? '';
    if (folded.length < LEAST_LENGTH || EMPTY_WORDS.has(folded) || /^\d+$/.test(folded)) {
      before = null;
      continue;
    }
    terms.set(folded, written.toLowerCase());
    if (before !== null)
      terms.set(`${before.folded} ${folded}`, `${before.written} ${written}`.toLowerCase());
    before = { folded, written };
  }
  return terms;
}

/** Nearly all papers with the word have the pair. */
function standsFor(
  pair: { readonly term: string; readonly papers: number },
  term: string,
  papers: number,
): boolean {
  return pair.term !== term && pair.term.split(' ').includes(term) && pair.papers >= SHARE * papers;
}

function usual(spellings: ReadonlyMap<string, number>): string {
  return [...spellings].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? '';
}
