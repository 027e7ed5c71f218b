import type { ArxivCalendar } from '../../src/papers/arxiv-calendar.js';
import type { PlainDate } from '../../src/papers/paper.js';

const MINUTE = 60_000;
/** The feed is made at midnight Eastern; by then it is surely there. */
const AFTER_FEED_MS = 10 * MINUTE;
/** A late announcement is looked for this often and this long. */
const LATE_EVERY_MS = 30 * MINUTE;
const LATE_FOR_MS = 6 * 60 * MINUTE;
/** Papers that came from elsewhere get their details this often. */
const DETAILS_EVERY_MS = 60 * MINUTE;

/** What is known of the readings so far. */
export interface Readings {
  /** End of the last complete reading; null when there was none. */
  readonly lastOkAt: Date | null;
  /** Newest announcement day that the feed has shown to this process; null when it has shown none. */
  readonly seen: PlainDate | null;
}

/**
 * True when the announcement feed should be read now: once after each announcement, ten minutes after it appears; while
 * the newest one has not been seen, again every half hour for six hours. Pure. A new process has seen nothing and reads
 * a few times more than needed; those readings are conditional and cost nearly nothing.
 */
export function feedIsDue(calendar: ArxivCalendar, readings: Readings, now: Date): boolean {
  return readings.lastOkAt === null || nextFeedRead(calendar, readings.lastOkAt, readings.seen, now) <= now;
}

/** When the source should be read next, for the feed or for details, whichever is earlier. Pure. */
export function nextArxivRead(calendar: ArxivCalendar, readings: Readings, now: Date): Date {
  const { lastOkAt, seen } = readings;
  if (lastOkAt === null) return now;
  const feed = nextFeedRead(calendar, lastOkAt, seen, now).getTime();
  return new Date(Math.min(feed, lastOkAt.getTime() + DETAILS_EVERY_MS));
}

function nextFeedRead(calendar: ArxivCalendar, lastOkAt: Date, seen: PlainDate | null, now: Date): Date {
  const newest = calendar.lastAnnouncement(new Date(now.getTime() - AFTER_FEED_MS));
  const first = newest.feedAt.getTime() + AFTER_FEED_MS;
  if (lastOkAt.getTime() < first) return new Date(first);
  const late = first + (Math.floor((lastOkAt.getTime() - first) / LATE_EVERY_MS) + 1) * LATE_EVERY_MS;
  const missing = seen === null || seen < newest.listedOn;
  if (missing && late <= first + LATE_FOR_MS) return new Date(late);
  return new Date(calendar.nextAnnouncement(newest.feedAt).feedAt.getTime() + AFTER_FEED_MS);
}
