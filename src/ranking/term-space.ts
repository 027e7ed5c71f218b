import type { Paper } from '../papers/paper.js';
import { mapInSlices } from '../slices.js';
import { wordsOf } from '../text/words.js';
import { EMPTY_WORDS } from './alike.js';

/** A word of the title counts as often as it would three times in the abstract. */
const IN_TITLE = 3;
/** Texts are read up to here; abstracts are about 1,300 characters. */
const LONGEST = 5_000;

/** A paper's words with their weights, of length 1; empty when it has none that others have. */
export interface TermVector {
  readonly terms: Int32Array;
  readonly weights: Float32Array;
}

/** The words of some papers, each with how rare it is among them. */
export interface TermSpace {
  /** How many different words there are; a vector's terms are numbers below it. */
  readonly size: number;
  /** Worked out once per paper. Words that no paper of the space has are left out. */
  vector(paper: Paper): TermVector;
}

/**
 * Weighs words by `(1 + log times) · log((1 + papers) / papers with it)`, as is usual (tf-idf). With pauses for other
 * work: a week has thousands of papers, and each takes a tenth of a millisecond.
 */
export async function createTermSpace(papers: readonly Paper[]): Promise<TermSpace> {
  const numbers = new Map<string, number>();
  const found: number[] = [];
  await mapInSlices(papers, (paper) => {
    for (const word of timesOf(paper).keys()) {
      const number = numbers.get(word) ?? numbers.size;
      numbers.set(word, number);
      found[number] = (found[number] ?? 0) + 1;
    }
  });
  const rarity = Float32Array.from(found, (holding) => Math.log((1 + papers.length) / holding));
  const vectors = new WeakMap<Paper, TermVector>();
  return {
    size: numbers.size,
    vector(paper) {
      const known = vectors.get(paper);
      if (known !== undefined) return known;
      const vector = vectorOf(paper, numbers, rarity);
      vectors.set(paper, vector);
      return vector;
    },
  };
}

// --- Internal helpers ---

function timesOf({ title, abstract }: Paper): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  const count = (text: string, by: number): void => {
    for (const { parts } of wordsOf(text.slice(0, LONGEST)))
      for (const part of parts)
        if (part.length > 1 && !EMPTY_WORDS.has(part)) times.set(part, (times.get(part) ?? 0) + by);
  };
  count(title, IN_TITLE);
  count(abstract, 1);
  return times;
}

function vectorOf(paper: Paper, numbers: ReadonlyMap<string, number>, rarity: Float32Array): TermVector {
  const entries = [...timesOf(paper)].flatMap(([word, times]) => {
    const number = numbers.get(word);
    if (number === undefined) return [];
    return [[number, (1 + Math.log(times)) * (rarity[number] ?? 0)] as const];
  });
  const length = Math.hypot(...entries.map(([, weight]) => weight));
  return {
    terms: Int32Array.from(entries, ([number]) => number),
    weights: Float32Array.from(entries, ([, weight]) => (length === 0 ? 0 : weight / length)),
  };
}
