import type { Sighting } from '../papers/sighting.js';

const WEEK_MS = 7 * 86_400_000;
/** Points of one curve: one each seven hours when it shows a week. */
const POINTS = 25;

export interface Reading {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly upvotes: number;
}

/** Upvotes at evenly spaced instants, oldest first; null before the first reading. Empty when there is none. */
export type Curve = readonly (number | null)[];

/** What was read of a paper's upvotes in the week before `now`, oldest first. */
export function readingsOf(sightings: readonly Sighting[], now: Date): readonly Reading[] {
  const end = now.getTime();
  return sightings
    .flatMap(({ observedAt, signals: { upvotes } }) =>
      upvotes === undefined ? [] : [{ at: observedAt.getTime(), upvotes }],
    )
    .filter(({ at }) => at <= end && end - at <= WEEK_MS)
    .sort((a, b) => a.at - b.at);
}

/** The readings between two instants, joined by straight lines, and level after the last one. */
export function curveOf(readings: readonly Reading[], start: number, end: number): Curve {
  if (readings.length === 0) return [];
  return Array.from({ length: POINTS }, (_, index) =>
    valueAt(readings, start + ((end - start) * index) / (POINTS - 1)),
  );
}

// --- Internal helpers ---

function valueAt(readings: readonly Reading[], instant: number): number | null {
  const before = readings.findLast(({ at }) => at <= instant);
  if (before === undefined) return null;
  const after = readings.find(({ at }) => at > instant);
  if (after === undefined) return before.upvotes;
  const part = (instant - before.at) / (after.at - before.at);
  return Math.round((before.upvotes + part * (after.upvotes - before.upvotes)) * 10) / 10;
}
