import type { SearchStore } from '../ports/search-store.js';

/** Papers per transaction: a fifth of a second, during which the embedded database serves nobody else. */
const BATCH = 100;

/**
 * Indexes every paper that is not indexed yet, or by older rules, newest first; searches find the rest meanwhile.
 * About a minute and a half for 80,000 papers, once.
 * @param onProgress told after each batch how many are done
 * @returns how many papers it indexed; it ends early, and without a fault, when the signal is aborted
 */
export async function catchUpIndex(
  search: Pick<SearchStore, 'catchUp'>,
  options: {
    readonly signal: AbortSignal;
    readonly onProgress?: (papers: number) => void;
    /** Awaited between two batches, so that others get their turn. */
    readonly pause?: () => Promise<void>;
  },
): Promise<number> {
  let done = 0;
  while (!options.signal.aborted) {
    const papers = await search.catchUp(BATCH);
    done += papers;
    if (papers > 0) options.onProgress?.(done);
    if (papers < BATCH) break;
    await options.pause?.();
  }
  return done;
}
