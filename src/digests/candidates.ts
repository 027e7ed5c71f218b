import type { PaperStore } from '../ports/paper-store.js';
import type { Candidate, SignalSource } from '../ports/signal-source.js';
import { addDays } from './day.js';
import { HISTORY_DAYS, WINDOW_DAYS, windowStart, type PrepareDeps } from './prepare.js';
import { LOOKED_AT_FOR_MS } from './ranking-cache.js';

/** More than a week's papers of a dozen categories. */
const MOST_CANDIDATES = 10_000;

export type CandidateDeps = Pick<PrepareDeps, 'rankings' | 'rank'> & {
  readonly papers: Pick<PaperStore, 'listedSince' | 'attended'>;
};

/**
 * The papers a source of signals may be asked about, the most promising first: in the order of the digests' own ranking,
 * which is shared with them. A source that looks further back than digests do gets the most upvoted, because ranking a
 * month takes seconds and tens of megabytes.
 */
export async function candidatesFor(
  { reachDays }: Pick<SignalSource, 'reachDays'>,
  deps: CandidateDeps,
  now: Date,
): Promise<readonly Candidate[]> {
  if (reachDays > WINDOW_DAYS) {
    const since = addDays(now.toISOString().slice(0, 10), -reachDays);
    return deps.papers.attended(since, MOST_CANDIDATES);
  }
  const since = windowStart(now, null);
  const load = async () => deps.rank(await deps.papers.listedSince(since, HISTORY_DAYS), now);
  const { ranked } = await deps.rankings.window(since, now, load, LOOKED_AT_FOR_MS);
  return ranked.slice(0, MOST_CANDIDATES).map(({ paper: { id, codeUrl } }) => ({ id, codeUrl }));
}
