import type { Source } from '../ports/source.js';
import type { SourceState } from '../ports/source-store.js';
import { localClock, localDate, spellDay } from './day.js';

/** A reading may be overdue this long while the source fails, milliseconds: a quarter of an hour is a hiccup. */
export const STALE_AFTER_FAILING_MS = 15 * 60_000;
/** And this long when nothing failed, because readings wait for their turn. */
export const STALE_AFTER_MS = 60 * 60_000;

export interface SourceHealth {
  readonly title: string;
  readonly stale: boolean;
  /** Its last reading failed. */
  readonly failing: boolean;
  /** It was read completely at least once. */
  readonly read: boolean;
  /** Since when it does not answer, or when it was last read; null when it has never been read, or is fresh. */
  readonly since: Date | null;
  /** Parts that its readings have not got for a while though the rest was read. Default: none. */
  readonly lost?: readonly string[];
}

/**
 * Whether a list made now lacks what a source has. A source is stale when it was never read, or when the reading that
 * its own calendar asks for is overdue: by 15 minutes while it fails, by an hour otherwise. So arXiv is never stale on
 * a day without announcement, and Hugging Face is some minutes after its usual reading.
 */
export function sourceHealth(
  source: Pick<Source, 'title' | 'nextReadAt'>,
  state: SourceState,
  now: Date,
): SourceHealth {
  const { title } = source;
  const failing = state.failingSince !== null;
  if (state.lastOkAt === null) return { title, stale: true, failing, read: false, since: state.failingSince };
  const { lastOkAt, failingSince } = state;
  const overdueMs = now.getTime() - source.nextReadAt(lastOkAt, now).getTime();
  const stale = overdueMs > (failing ? STALE_AFTER_FAILING_MS : STALE_AFTER_MS);
  const failingMs = now.getTime() - (failingSince ?? now).getTime();
  const lost = failingMs > STALE_AFTER_FAILING_MS ? (state.lost?.parts ?? []) : [];
  // It may have failed in parts long before it failed as a whole.
  const since = failingSince !== null && failingSince > lastOkAt ? failingSince : lastOkAt;
  return { title, stale, failing, read: true, since: stale ? since : null, lost };
}

/**
 * One sentence for the head per source that is stale or has lost a part:
 * `arXiv has not answered since 03:10; this list is without its latest papers.`
 */
export function staleNotices(sources: readonly SourceHealth[], now: Date, zone: string): readonly string[] {
  return sources.flatMap(({ title, stale, since, failing, lost = [] }) => {
    if (!stale) return lost.length === 0 ? [] : [lostNotice(title, lost)];
    if (since === null) return [`${title} has not been read yet; this list is without it.`];
    const known = failing ? 'has not answered since' : 'was last read at';
    return [`${title} ${known} ${sinceText(since, now, zone)}; this list is without its latest papers.`];
  });
}

/** `03:10` on the same day, else with the day. */
export function sinceText(since: Date, now: Date, zone: string): string {
  const day = localDate(since, zone);
  const time = localClock(since, zone);
  return day === localDate(now, zone) ? time : `${time} on ${spellDay(day)}`;
}

// --- Internal helpers ---

/** Lost parts that are named; the others are only counted. */
const NAMED_PARTS = 3;

function lostNotice(title: string, lost: readonly string[]): string {
  const more = lost.length - NAMED_PARTS;
  const named = lost.slice(0, NAMED_PARTS);
  const last = more > 0 ? `${more} more` : named.pop();
  const parts = named.length === 0 ? last : `${named.join(', ')} and ${last}`;
  const its = lost.length === 1 ? 'its' : 'their';
  return `${title}'s ${parts} could not be read; this list is without ${its} latest papers.`;
}
