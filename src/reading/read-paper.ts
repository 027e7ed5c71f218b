import { toCard } from '../digests/card.js';
import type { PlainDate } from '../papers/paper.js';
import type { RankedPaper } from '../ranking/ranked-paper.js';
import { mapInSlices } from '../slices.js';
import { readableText } from '../text/tex.js';
import { truncate } from '../text/truncate.js';
import type { ReadPaper } from './reading-types.js';
import { upvotePoints } from './upvote-points.js';

/** Readings of a paper in a list: more make no better line of a hand's breadth. */
export const LIST_POINTS = 24;
/** Readings of a paper by itself. */
export const PAPER_POINTS = 400;
/** Abstracts of arXiv have about 1,300 characters; longer ones are cut, UTF-16 units. */
const LONGEST_ABSTRACT = 4_000;
const LONGEST_SUMMARY = 1_000;
const MOST_AUTHORS = 100;
const LONGEST_NAME = 60;
const MOST_CATEGORIES = 20;
/** Cleaning looks at no more than this of a hostile text. */
const LONGEST_READ = 20_000;

export interface ReadOptions {
  readonly now: Date;
  readonly points: number;
  /** 1-based place. Default 1. */
  readonly position?: number;
  /** Default null. */
  readonly foundBy?: string | null;
  /** The bundled sample: its gist is written for it. Default false. */
  readonly sample?: boolean;
}

/** A ranked paper made ready to be read. Pure. */
export function readPaper(ranked: RankedPaper, options: ReadOptions): ReadPaper {
  const { paper } = ranked;
  const { now, points, position = 1, foundBy = null, sample = false } = options;
  const card = toCard(ranked, { position, topics: [], now, today: now.toISOString().slice(0, 10) });
  const gist = sample && card.gist !== null ? { ...card.gist, origin: 'sample' as const } : card.gist;
  return {
    ...card,
    gist,
    abstract: readable(paper.abstract, LONGEST_ABSTRACT),
    aiSummary: readable(paper.aiSummary ?? '', LONGEST_SUMMARY),
    authorNames: paper.authors
      .slice(0, MOST_AUTHORS)
      .map((name) => readable(name, LONGEST_NAME))
      .filter((name) => name !== ''),
    authorCount: paper.authors.length,
    categories: paper.categories.slice(0, MOST_CATEGORIES).map((name) => readable(name, LONGEST_NAME)),
    organization: paper.organization === null ? null : readable(paper.organization, LONGEST_NAME),
    publishedOn: paper.publishedOn,
    firstListedOn: paper.firstListedOn,
    listedOn: lastListedOn(ranked),
    history: upvotePoints(ranked.sightings, points),
    score: ranked.score,
    parts: ranked.parts,
    foundBy,
  };
}

/** Papers of a list, best first, with pauses for other work. @param points readings of each. Default 24 */
export function readPapers(
  ranked: readonly RankedPaper[],
  options: Omit<ReadOptions, 'position' | 'points' | 'foundBy'>,
): Promise<readonly ReadPaper[]> {
  let position = 0;
  return mapInSlices(ranked, (item) => {
    position += 1;
    return readPaper(item, { ...options, position, points: LIST_POINTS });
  });
}

// --- Internal helpers ---

function readable(text: string, max: number): string {
  return truncate(readableText(text.slice(0, LONGEST_READ)), max);
}

function lastListedOn({ paper, sightings }: RankedPaper): PlainDate {
  let last = paper.firstListedOn;
  for (const { list, listedOn } of sightings)
    if ((list === 'daily' || list === 'announcement') && listedOn !== undefined && listedOn > last)
      last = listedOn;
  return last;
}
