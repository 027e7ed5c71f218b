import {
  arxivCalendar,
  arxivDay,
  type Announcement,
  type ArxivCalendar,
} from '../../src/papers/arxiv-calendar.js';
import type { PlainDate } from '../../src/papers/paper.js';
import { isHostDown } from '../../src/papers/source-error.js';
import type { PaperStore } from '../../src/ports/paper-store.js';
import type { ReadRequest, Source, SourcePage } from '../../src/ports/source.js';
import type { HttpAnswer, HttpClient } from '../shared/http.js';
import { gatherFaults, type ReadingFaults } from '../shared/reading-faults.js';
import { searchSubmitted } from './api.js';
import { readDetails, type AskedIds } from './details.js';
import { readFeed, wrongCategory } from './feed.js';
import { feedIsDue, nextArxivRead } from './schedule.js';

export { createArxivFinder } from './finder.js';

export const ARXIV = 'arXiv';
/** A longer absence is not made up for: older papers are no candidates any more. */
const MOST_MISSED = 10;

export interface ArxivOptions {
  /** Announcement feeds, without a slash at the end; null switches them off. */
  readonly rssUrl: string | null;
  /** Query API, without a slash at the end; null switches it off. */
  readonly apiUrl: string | null;
  readonly categories: readonly string[];
  /** One client for both, with arXiv's pace. */
  readonly http: HttpClient;
  readonly calendar?: ArxivCalendar;
  /** Tells which papers lack what only the API knows. Without it none are looked up. */
  readonly papers?: Pick<PaperStore, 'missingDetails'>;
}

/** Options with the defaults filled in, and what one process remembers. */
interface Reader extends Omit<ArxivOptions, 'calendar'> {
  readonly calendar: ArxivCalendar;
  /** Newest announcement day that the feed has shown. */
  seen: PlainDate | null;
  readonly asked: AskedIds;
  /** Categories with days that feed or API have shown whole. */
  readonly read: Set<string>;
}

/**
 * arXiv: one announcement feed per category (a combined one is cut at 2,000 rows, and the new papers are cut first),
 * then announcements that were missed while nothing ran, from the API by day of submission, then details of papers that
 * lack them. One part that fails does not lose the others.
 */
export function createArxivSource(options: ArxivOptions): Source {
  const reader: Reader = {
    ...options,
    calendar: options.calendar ?? arxivCalendar,
    seen: null,
    asked: new Map(),
    read: new Set(),
  };
  return {
    name: 'arxiv',
    title: ARXIV,
    nextReadAt: (lastOkAt, now) => nextArxivRead(reader.calendar, { lastOkAt, seen: reader.seen }, now),
    read: (request) => (request.days === undefined ? readNew(reader, request) : readDays(reader, request)),
  };
}

// --- Internal helpers ---

async function* readNew(reader: Reader, request: ReadRequest): AsyncGenerator<SourcePage> {
  const faults = gatherFaults(ARXIV);
  const { lastOkAt, now } = request;
  if (feedIsDue(reader.calendar, { lastOkAt, seen: reader.seen }, now)) {
    yield* readFeeds(reader, request, faults);
    yield* backFill(reader, request, missedAnnouncements(reader, request), faults);
  }
  yield* readDetails(reader, request, faults);
  faults.throwIfAny();
}

async function* readDays(reader: Reader, request: ReadRequest): AsyncGenerator<SourcePage> {
  const faults = gatherFaults(ARXIV);
  const { from, to } = request.days ?? { from: '', to: '' };
  const start = new Date(`${from}T00:00:00Z`).getTime() - 2 * 86_400_000;
  const end = new Date(`${to}T00:00:00Z`).getTime() + 2 * 86_400_000;
  const inside = reader.calendar
    .announcementsBetween(new Date(start), new Date(Math.min(end, request.now.getTime())))
    .filter((one) => one.listedOn >= from && one.listedOn <= to && one.feedAt <= request.now);
  yield* backFill(reader, request, inside, faults);
  faults.throwIfAny();
}

async function* readFeeds(
  reader: Reader,
  request: ReadRequest,
  faults: ReadingFaults,
): AsyncGenerator<SourcePage> {
  if (reader.rssUrl === null) return;
  const fallback = reader.calendar.lastAnnouncement(request.now).listedOn;
  for (const category of reader.categories) {
    const label = `announcement ${category}`;
    try {
      const answer = await askFeed(reader, reader.rssUrl, category, request.signal);
      if (answer.status === 400) throw wrongCategory(category);
      if (answer.notModified) {
        yield { items: [], skipped: [], label: `${label} (unchanged)` };
        continue;
      }
      const asked = { category, where: answer.where, observedAt: request.now };
      const { newest, ...page } = readFeed(answer.body, asked, fallback);
      yield { ...page, label };
      // Only now: whoever asked for the next page has saved this one.
      await answer.keep();
      if (newest === null) continue;
      reader.read.add(`${category} ${newest}`);
      if (newest > (reader.seen ?? '')) reader.seen = newest;
    } catch (error) {
      faults.add(label, error);
      if (isHostDown(error)) return;
    }
  }
}

/**
 * Announcements that came out after the last complete reading and that no feed shows any more. Today's is left to the
 * feed, which may be late. On the very first reading there is nothing to make up for, but on a day without mailing the
 * last announcement is read this way, so that nobody starts with an empty catalogue.
 */
function missedAnnouncements(reader: Reader, request: ReadRequest): readonly Announcement[] {
  const { lastOkAt, now } = request;
  const newest = reader.calendar.lastAnnouncement(now);
  const since = lastOkAt ?? new Date(newest.feedAt.getTime() - 1);
  const today = reader.rssUrl === null ? null : arxivDay(now);
  return reader.calendar
    .announcementsBetween(since, now)
    .filter((one) => one.feedAt > since && one.listedOn !== today)
    .slice(-MOST_MISSED);
}

async function* backFill(
  reader: Reader,
  request: ReadRequest,
  announcements: readonly Announcement[],
  faults: ReadingFaults,
): AsyncGenerator<SourcePage> {
  if (reader.apiUrl === null) return;
  const deps = { apiUrl: reader.apiUrl, http: reader.http };
  for (const announcement of announcements)
    for (const category of reader.categories) {
      const part = `${category} ${announcement.listedOn}`;
      if (request.days === undefined && reader.read.has(part)) continue;
      const seen = { listedOn: announcement.listedOn, observedAt: request.now };
      try {
        yield* searchSubmitted(deps, category, announcement, seen, request.signal);
        reader.read.add(part);
      } catch (error) {
        faults.add(`submissions ${part}`, error);
        if (isHostDown(error)) return;
      }
    }
}

/** The Atom feed, or the RSS feed where there is no Atom one (a mirror); they carry the same facts. */
async function askFeed(
  reader: Reader,
  rssUrl: string,
  category: string,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const name = encodeURIComponent(category);
  const asked = { signal, accept: 'application/atom+xml, application/rss+xml', conditional: true };
  const answer = await reader.http.get(`${rssUrl}/atom/${name}`, { ...asked, answers: [400, 404] });
  if (answer.status !== 404) return answer;
  return reader.http.get(`${rssUrl}/rss/${name}`, { ...asked, answers: [400] });
}
