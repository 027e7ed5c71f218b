import type { PlainDate } from '../papers/paper.js';

/** Clears up what is old, a little at a time, so that whoever else needs the database gets a turn between two steps. */
export interface RetentionStore {
  /**
   * Thins the sightings of the next day that is more than thirty days back. Of each paper on each list of each source
   * stay: the first; of its first two days the last of every three hours, because the model learns from them; and the last
   * of every day.
   * @returns that day and how many were removed; null when no day is left
   */
  thinSightings(): Promise<{ readonly day: PlainDate; readonly removed: number } | null>;
  /**
   * Drops the payloads of deliveries that are settled, of digests closed more than fourteen days ago. What a channel has
   * had stays. @returns how many
   */
  dropPayloads(): Promise<number>;
}
