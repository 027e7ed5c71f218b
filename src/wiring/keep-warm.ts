/** A list is given while it is made anew, up to ten minutes after it was made (`src/reading/reading.ts`); half of that, milliseconds. */
const EVERY_MS = 5 * 60_000;

/**
 * Reads now and then, so that whoever comes first in the morning waits for nothing. A reading that fails is told to the
 * next reader, not here.
 * @param everyMs default five minutes
 * @returns ends it
 */
export function keepWarm(read: () => Promise<unknown>, everyMs = EVERY_MS): () => void {
  const once = (): void => void read().catch(() => undefined);
  once();
  const timer = setInterval(once, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
