import type { Sighting } from '../papers/sighting.js';

const DAY = 86_400_000;
/** As many bars as fit a line of numbers on a telephone. */
const MOST_POINTS = 8;

/**
 * Upvotes over the last days for a sparkline, oldest first: evenly spaced instants, each with the last reading before it.
 * @param days how far back from the latest reading, > 0
 * @returns at most 8 values and no more than there were readings; empty with fewer than two
 */
export function upvoteHistory(sightings: readonly Sighting[], days: number): readonly number[] {
  const all = sightings
    .flatMap(({ observedAt, signals }) =>
      signals.upvotes === undefined ? [] : [{ at: observedAt.getTime(), value: signals.upvotes }],
    )
    .sort((a, b) => a.at - b.at);
  const end = all.at(-1)?.at ?? 0;
  const readings = all.filter(({ at }) => end - at <= days * DAY);
  const start = readings[0]?.at ?? 0;
  const points = Math.min(MOST_POINTS, readings.length);
  if (points < 2 || start === end) return [];
  return Array.from({ length: points }, (_, i) => {
    const instant = start + ((end - start) * i) / (points - 1);
    return readings.findLast(({ at }) => at <= instant)?.value ?? 0;
  });
}
