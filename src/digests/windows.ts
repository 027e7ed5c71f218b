import { addDays } from './day.js';
import { HISTORY_DAYS, windowStart, type PrepareDeps } from './prepare.js';
import { LOOKED_AT_FOR_MS, type RankedWindow } from './ranking-cache.js';
import type { PlainDate } from '../papers/paper.js';
import type { PaperStore } from '../ports/paper-store.js';
import type { RankedPaper } from '../ranking/ranked-paper.js';

export type WindowName = 'today' | 'week' | 'month';

/** Days of the longer window. */
export const MONTH_DAYS = 30;

export type WindowDeps = Pick<PrepareDeps, 'rankings' | 'rank'> & {
  readonly papers: Pick<PaperStore, 'listedSince'>;
};

/** The papers listed within seven days, ranked; the very window of the digests, so that it is shared with them. */
export function weekWindow(now: Date, deps: WindowDeps): Promise<RankedWindow> {
  return windowSince(windowStart(now, null), now, deps);
}

/** The papers listed within thirty days, ranked. */
export function monthWindow(now: Date, deps: WindowDeps): Promise<RankedWindow> {
  return windowSince(addDays(now.toISOString().slice(0, 10), -MONTH_DAYS), now, deps);
}

/** The latest day that a list of the week's papers carries; null when nothing was listed. */
export function latestListDay(week: RankedWindow): PlainDate | null {
  let latest: PlainDate | null = null;
  for (const item of week.ranked) {
    const day = listDayOf(item);
    if (day !== null && (latest === null || day > latest)) latest = day;
  }
  return latest;
}

/** The latest day a list showed the paper, as far as its sightings tell. */
export function listDayOf({ signals }: RankedPaper): PlainDate | null {
  const { listedOn, announcedOn } = signals;
  if (listedOn === undefined) return announcedOn ?? null;
  return announcedOn === undefined || listedOn > announcedOn ? listedOn : announcedOn;
}

// --- Internal helpers ---

function windowSince(since: PlainDate, now: Date, deps: WindowDeps): Promise<RankedWindow> {
  const load = async () => deps.rank(await deps.papers.listedSince(since, HISTORY_DAYS), now);
  return deps.rankings.window(since, now, load, LOOKED_AT_FOR_MS);
}
