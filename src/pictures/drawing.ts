import { createHash } from 'node:crypto';
import type { Sighting } from '../papers/sighting.js';
import { addDays } from '../digests/day.js';
import { cleanText } from '../text/clean.js';
import { truncate } from '../text/truncate.js';
import { curveOf, readingsOf, type Curve } from './curve.js';

/** Papers on one picture: what can be read at the size a chat shows it. */
export const DRAWN_PAPERS = 5;
/** Two lines hold less; the rest would only be stored. UTF-16 units. */
const LONGEST_TITLE = 200;
const DAY_MS = 86_400_000;

/** One line of the picture. */
export interface DrawnPaper {
  readonly rank: number;
  readonly paperId: string;
  /** Cleaned, not escaped, not cut to the picture's width. */
  readonly title: string;
  /** Null when no source counts them. */
  readonly upvotes: number | null;
  /** Upvotes gained within the last day; `new`: it came to a list within it; null: not known. */
  readonly change: number | 'new' | null;
  readonly curve: Curve;
}

/** All that a picture shows, as plain JSON: the same drawing always makes the same picture. */
export interface Drawing {
  /** `Monday, 23 November 2026`. */
  readonly day: string;
  /** `5 papers · speech recognition`; cleaned, not escaped. */
  readonly about: string;
  readonly papers: readonly DrawnPaper[];
}

/** A paper that may be drawn. */
export interface Drawable {
  readonly paperId: string;
  readonly title: string;
  readonly upvotes?: number | undefined;
  /** Of the last week, in any order. */
  readonly sightings: readonly Sighting[];
}

/**
 * The picture of a list: its first five papers, all curves on one axis of time.
 * @param now the instant the list is of
 */
export function drawingOf(
  list: { readonly day: string; readonly about: string; readonly papers: readonly Drawable[] },
  now: Date,
): Drawing {
  const papers = list.papers.slice(0, DRAWN_PAPERS);
  const readings = papers.map(({ sightings }) => readingsOf(sightings, now));
  const first = Math.min(...readings.flatMap((of) => of.slice(0, 1).map(({ at }) => at)));
  const start = Math.min(now.getTime() - DAY_MS, first);
  return {
    day: cleanText(list.day),
    about: cleanText(list.about),
    papers: papers.map(({ paperId, title, upvotes, sightings }, index) => ({
      rank: index + 1,
      paperId,
      title: truncate(cleanText(title), LONGEST_TITLE),
      upvotes: upvotes ?? null,
      change: changeOf(sightings, upvotes, now),
      curve: curveOf(readings[index] ?? [], start, now.getTime()),
    })),
  };
}

/**
 * The picture's address: whoever can guess it knows what it shows. 40 hex characters of SHA-256; the same picture has
 * the same address in every channel, and another picture another one.
 */
export function pictureId(drawing: Drawing): string {
  return createHash('sha256').update(JSON.stringify(drawing)).digest('hex').slice(0, 40);
}

// --- Internal helpers ---

function changeOf(
  sightings: readonly Sighting[],
  upvotes: number | undefined,
  now: Date,
): DrawnPaper['change'] {
  const yesterday = now.getTime() - DAY_MS;
  const before = readingsOf(sightings, now).findLast(({ at }) => at <= yesterday);
  if (before !== undefined && upvotes !== undefined) return upvotes - before.upvotes;
  const since = addDays(new Date(yesterday).toISOString().slice(0, 10), 0);
  const isNew = sightings.some(
    ({ listedOn, observedAt }) =>
      listedOn !== undefined && listedOn >= since && observedAt.getTime() > yesterday,
  );
  return isNew ? 'new' : null;
}
