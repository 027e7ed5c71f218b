import type { Paper } from '../papers/paper.js';
import type { TermSpace, TermVector } from './term-space.js';

/** What somebody did with a paper in a channel: saved it, or pressed `More like this` or `Not for us`. */
export interface Press {
  readonly paper: Paper;
  readonly verdict: 'saved' | 'more' | 'less';
  /** Who did it; told apart, never shown. */
  readonly person: string;
  readonly at: Date;
}

/** How many papers with a press are like another one, by what was pressed. */
export interface LikePresses {
  readonly saved: number;
  readonly more: number;
  readonly less: number;
}

/** What a channel likes, learned from what its people pressed there. */
export interface Taste {
  /** What it makes of a paper's score, from 1/4 to 4; 1 = nothing. */
  factor(paper: Paper): number;
  /** Saves are left out while they are one person's: what somebody saves is that person's affair. */
  like(paper: Paper): LikePresses;
}

/** So many of a channel's newest presses are looked at. */
export const MOST_PRESSES = 200;
/** The cap: whatever was pressed, a paper's score is not multiplied by more than this, nor divided. */
const MOST_FACTOR = 4;
/** A press is worth half after so many days: interests move on. */
const HALF_LIFE_DAYS = 90;
/** So many presses have half the say that ever so many have. One press has a third. */
const HALF_SURE = 2;
/** Standard deviations above the window's usual likeness at which three quarters of the cap are reached. */
const STEEPNESS = 1.5;
/** Several people may press one paper; it counts no more than this. */
const MOST_PER_PAPER = 2;
/** Papers whose weighted words have this cosine are told to be alike: a cautious guess, which moves nothing and only words a line. */
const ALIKE = 0.12;
/** In a place of several people nothing is told of what fewer of them saved. */
const LEAST_SAVERS = 2;
const DAY = 86_400_000;

/**
 * Learns what a channel likes. The weighted words of the papers wanted (saved, more) make one profile, those of the
 * papers not wanted another. A candidate's likeness to each is measured against all candidates without a press, so that what all
 * papers share says nothing. Likeness to the wanted lifts and want of it lowers; likeness to the unwanted lowers.
 * Pure: the same presses and candidates give the same taste.
 * @param presses in any order; those after `now` count as of now
 * @param candidates what likeness is measured against
 * @param leastSavers so many must have saved what `like` tells of. Default 2; 1 where only one person reads
 * @returns null when nothing was pressed
 */
export function createTaste(
  presses: readonly Press[],
  candidates: readonly Paper[],
  space: TermSpace,
  now: Date,
  leastSavers = LEAST_SAVERS,
): Taste | null {
  if (presses.length === 0) return null;
  const weighed = weigh(presses, now);
  const pressed = new Set(presses.map(({ paper }) => paper.id));
  // A pressed paper is like itself beyond measure, which would make all others look alike.
  const unpressed = candidates.filter(({ id }) => !pressed.has(id));
  const wanted = createSide(
    weighed.filter(({ weight }) => weight > 0),
    unpressed,
    space,
  );
  const unwanted = createSide(
    weighed.filter(({ weight }) => weight < 0),
    unpressed,
    space,
  );
  return {
    factor(paper) {
      const lift = wanted(paper) - Math.max(0, unwanted(paper));
      return MOST_FACTOR ** Math.min(1, Math.max(-1, lift));
    },
    like(paper) {
      const near = weighed.filter((press) => cosine(space.vector(press.paper), space.vector(paper)) >= ALIKE);
      const told = new Set(near.flatMap(({ savers }) => [...savers])).size >= leastSavers;
      const count = (verdict: Press['verdict']): number =>
        near.filter(({ weight, verdicts }) => verdicts.has(verdict) && (verdict === 'less') === weight < 0)
          .length;
      const saved = told ? count('saved') : 0;
      const more = near.filter(
        ({ weight, verdicts }) => weight > 0 && verdicts.has('more') && !(told && verdicts.has('saved')),
      ).length;
      return { saved, more, less: count('less') };
    },
  };
}

// --- Internal helpers ---

interface WeighedPaper {
  readonly paper: Paper;
  /** Above 0 for wanted, below for not wanted. */
  readonly weight: number;
  readonly verdicts: ReadonlySet<Press['verdict']>;
  /** Who saved it. */
  readonly savers: ReadonlySet<string>;
}

interface Weighing {
  readonly paper: Paper;
  weight: number;
  readonly verdicts: Set<Press['verdict']>;
  readonly savers: Set<string>;
}

/** Each pressed paper once. Those on which people disagree evenly are left out. */
function weigh(presses: readonly Press[], now: Date): readonly WeighedPaper[] {
  const papers = new Map<string, Weighing>();
  for (const { paper, verdict, person, at } of presses) {
    const days = Math.max(0, now.getTime() - at.getTime()) / DAY;
    const entry = papers.get(paper.id) ?? { paper, weight: 0, verdicts: new Set(), savers: new Set() };
    entry.weight += (verdict === 'less' ? -1 : 1) * 2 ** (-days / HALF_LIFE_DAYS);
    entry.verdicts.add(verdict);
    if (verdict === 'saved') entry.savers.add(person);
    papers.set(paper.id, entry);
  }
  return [...papers.values()]
    .map((entry) => ({ ...entry, weight: Math.max(-MOST_PER_PAPER, Math.min(MOST_PER_PAPER, entry.weight)) }))
    .filter(({ weight }) => Math.abs(weight) > 1e-6)
    .sort((a, b) => (a.paper.id < b.paper.id ? -1 : 1));
}

/** How like the papers of one side a paper is, −1 … 1, next to the candidates; always 0 without papers. */
function createSide(
  papers: readonly WeighedPaper[],
  candidates: readonly Paper[],
  space: TermSpace,
): (paper: Paper) => number {
  const total = papers.reduce((sum, { weight }) => sum + Math.abs(weight), 0);
  const profile = new Float64Array(space.size);
  for (const { paper, weight } of papers) {
    const { terms, weights } = space.vector(paper);
    terms.forEach((term, index) => {
      profile[term] = (profile[term] ?? 0) + Math.abs(weight) * (weights[index] ?? 0);
    });
  }
  const likeness = (paper: Paper): number => project(profile, space.vector(paper));
  const { mean, deviation } = spread(total === 0 ? [] : candidates.map(likeness));
  if (deviation === 0) return () => 0;
  const sure = total / (total + HALF_SURE);
  return (paper) => sure * Math.tanh((likeness(paper) - mean) / deviation / STEEPNESS);
}

function project(profile: Float64Array, { terms, weights }: TermVector): number {
  let sum = 0;
  for (let i = 0; i < terms.length; i += 1) sum += (profile[terms[i] ?? 0] ?? 0) * (weights[i] ?? 0);
  return sum;
}

function spread(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  if (values.length === 0) return { mean: 0, deviation: 0 };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: variance < 1e-12 ? 0 : Math.sqrt(variance) };
}

function cosine(a: TermVector, b: TermVector): number {
  const weights = new Map<number, number>();
  a.terms.forEach((term, index) => weights.set(term, a.weights[index] ?? 0));
  return b.terms.reduce((sum, term, index) => sum + (weights.get(term) ?? 0) * (b.weights[index] ?? 0), 0);
}
