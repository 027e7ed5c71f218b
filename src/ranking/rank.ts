import type { SightedPaper } from '../ports/paper-store.js';
import { mapInSlices } from '../slices.js';
import type { Forecaster } from './expect/expect.js';
import type { RankedPaper } from './ranked-paper.js';
import { scoreParts } from './score.js';
import { readSignals } from './signals.js';

/**
 * Orders papers, best first. The same papers give the same order, whatever order they came in.
 * Equal scores: the later listed first, then the later id.
 * @param now sightings after it are not looked at
 * @param forecast what was learned of papers' attention; null = nothing
 */
export function rankPapers(
  papers: readonly SightedPaper[],
  now: Date,
  forecast: Forecaster | null = null,
): readonly RankedPaper[] {
  return papers.map((item) => rankOne(item, now, forecast)).sort(byRank);
}

/** The same order, with pauses for other work: a week has thousands of papers. */
export async function rankInSlices(
  papers: readonly SightedPaper[],
  now: Date,
  forecast: Forecaster | null = null,
): Promise<readonly RankedPaper[]> {
  return [...(await mapInSlices(papers, (item) => rankOne(item, now, forecast)))].sort(byRank);
}

function rankOne(item: SightedPaper, now: Date, forecast: Forecaster | null): RankedPaper {
  const signals = readSignals(item, now);
  const expectation = forecast?.(item.paper, signals);
  const parts = scoreParts(item.paper, signals, now, expectation);
  const score = parts.reduce((sum, part) => sum + part.contribution, 0);
  return {
    paper: item.paper,
    sightings: item.sightings,
    signals,
    score,
    parts,
    ...(expectation === undefined ? {} : { expectation }),
  };
}

function byRank(a: RankedPaper, b: RankedPaper): number {
  return (
    b.score - a.score || later(a.paper.firstListedOn, b.paper.firstListedOn) || later(a.paper.id, b.paper.id)
  );
}

function later(a: string, b: string): number {
  if (a === b) return 0;
  return a > b ? -1 : 1;
}
