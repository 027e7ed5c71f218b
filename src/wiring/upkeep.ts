import type { RetentionStore } from '../ports/retention-store.js';

/** Time between two upkeeps, milliseconds: some thousand rows die in an hour, cleared up in well under a second. */
const UPKEEP_EVERY_MS = 3_600_000;

/**
 * Clears up once an hour: what nobody needs any more is dropped, and the embedded database vacuumed, because no
 * autovacuum runs in it.
 * @param steps one that fails keeps none of the others from being done; its error is thrown after them
 * @param startedAt the hour before the first upkeep starts here
 * @returns to be called every minute
 */
export function createUpkeep(
  steps: readonly (() => Promise<unknown>)[],
  startedAt: Date,
): (now: Date) => Promise<void> {
  let last = startedAt;
  return async (now) => {
    if (now.getTime() - last.getTime() < UPKEEP_EVERY_MS) return;
    last = now;
    const faults: unknown[] = [];
    for (const step of steps) await step().catch((fault: unknown) => faults.push(fault));
    if (faults.length > 0) throw faults[0];
  };
}

/** Days of sightings that one upkeep thins: after an upgrade a year's are done within a day. */
const MOST_DAYS = 24;

/** Thins what is old, day by day, each in a transaction of its own, and drops the payloads of what is done. */
export async function clearOld(retention: RetentionStore): Promise<void> {
  for (let days = 0; days < MOST_DAYS; days += 1) if ((await retention.thinSightings()) === null) break;
  await retention.dropPayloads();
}
