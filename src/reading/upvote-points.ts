import type { Sighting } from '../papers/sighting.js';

/** One reading of a paper's upvotes. */
export interface UpvotePoint {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly upvotes: number;
}

/**
 * Our readings of a paper's upvotes, oldest first. Of more than `most` the evenly spread are taken, the first and the last
 * among them; of several at one instant the last.
 * @param most ≥ 2
 */
export function upvotePoints(sightings: readonly Sighting[], most: number): readonly UpvotePoint[] {
  const byInstant = new Map<number, number>();
  for (const { observedAt, signals } of sightings)
    if (signals.upvotes !== undefined) byInstant.set(observedAt.getTime(), signals.upvotes);
  const all = [...byInstant].sort(([a], [b]) => a - b);
  const count = Math.min(most, all.length);
  return Array.from({ length: count }, (_, i) => {
    const [at, upvotes] = all[count < 2 ? 0 : Math.round((i * (all.length - 1)) / (count - 1))] ?? [0, 0];
    return { at: new Date(at).toISOString(), upvotes };
  });
}
