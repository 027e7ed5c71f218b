import { alike, titleWords } from './alike.js';
import type { RankedPaper } from './ranked-paper.js';

/** A near-duplicate stays away from its like for so many places: further than most digests are long. */
const GAP = 10;
/** Most papers held back at once; keeps the cost linear when thousands look alike. */
const HELD_BACK = 50;

type Titled = readonly [RankedPaper, ReadonlySet<string>];

/**
 * The same papers, with near-duplicate titles spread out: the lower one moves down until `GAP` others stand between
 * it and its like, or nothing else is left. The order is kept otherwise, and nothing is dropped.
 */
export function diversify(ranked: readonly RankedPaper[]): readonly RankedPaper[] {
  const waiting = ranked.map((paper): Titled => [paper, titleWords(paper.paper.title)]);
  waiting.reverse();
  const held: Titled[] = [];
  const placed: Titled[] = [];
  while (placed.length < ranked.length) {
    const next = takeNext(waiting, held, placed.slice(-GAP));
    if (next === undefined) break;
    placed.push(next);
  }
  return placed.map(([paper]) => paper);
}

/** @param waiting best last @param held best first */
function takeNext(waiting: Titled[], held: Titled[], near: readonly Titled[]): Titled | undefined {
  const free = held.findIndex((paper) => !near.some((other) => alike(paper[1], other[1])));
  if (free !== -1) return held.splice(free, 1)[0];
  while (held.length < HELD_BACK) {
    const next = waiting.pop();
    if (next === undefined) break;
    if (!near.some((other) => alike(next[1], other[1]))) return next;
    held.push(next);
  }
  return held.shift();
}
