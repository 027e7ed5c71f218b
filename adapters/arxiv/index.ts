import {
  arxivCalendar,
  arxivDay,
  type Announcement,
  type ArxivCalendar,
} from '../../src/papers/arxiv-calendar.js';
import type { PlainDate } from '../../src/papers/paper.js';
import { isHostDown } from '../../src/papers/source-error.js';
import type { PaperStore } from '../../src/ports/paper-store.js';
import type { PartState, ReadRequest, Source, SourcePage } from '../../src/ports/source.js';
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
  /** Categories with days that feed or API have shown whole to this process. */
  readonly read: Set<string>;
}

/**
 * arXiv: one announcement feed per category (a combined one is cut at 2,000 rows, and the new papers are cut first),
 * then announcements that were missed while nothing ran, from the API by day of submission, then details of papers that
 * lack them. Each category is a part of the source: one that fails does not lose the others, and is alone tried again.
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
  const { lastOkAt, now, parts = new Map<string, PartState>() } = request;
  reader.seen = newestOf(reader, parts);
  const due = feedIsDue(reader.calendar, { lastOkAt, seen: reader.seen }, now);
  const categories = reader.categories.filter((category) => due || (parts.get(category)?.failures ?? 0) > 0);
  if (categories.length > 0) yield* readCategories(reader, request, categories, faults);
  yield* readDetails(reader, request, faults);
  faults.throwIfAny(reader.categories);
}

async function* readDays(reader: Reader, request: ReadRequest): AsyncGenerator<SourcePage> {
  const faults = gatherFaults(ARXIV);
  const { from, to } = request.days ?? { from: '', to: '' };
  const start = new Date(`${from}T00:00:00Z`).getTime() - 2 * 86_400_000;
  const end = new Date(`${to}T00:00:00Z`).getTime() + 2 * 86_400_000;
  const inside = reader.calendar
    .announcementsBetween(new Date(start), new Date(Math.min(end, request.now.getTime())))
    .filter((one) => one.listedOn >= from && one.listedOn <= to && one.feedAt <= request.now);
  yield* backFill(
    reader,
    request,
    wantedBy(reader.categories, () => inside),
    faults,
  );
  faults.throwIfAny(reader.categories);
}

/**
 * What is new in these categories: the feeds first, because they have the latest papers, then what the feeds no longer
 * show. A category is noted as read only when both went well.
 */
async function* readCategories(
  reader: Reader,
  request: ReadRequest,
  categories: readonly string[],
  faults: ReadingFaults,
): AsyncGenerator<SourcePage> {
  const keep = request.keep ?? (() => Promise.resolve());
  const starts = new Map(categories.map((category) => [category, startOf(reader, request, category)]));
  // What a category has missed is known from now on, also when its first reading fails.
  for (const [category, start] of starts)
    if (request.parts?.get(category)?.readUpTo == null) await keep(category, start);
  const shown = new Map<string, PlainDate>();
  yield* readFeeds(reader, request, categories, shown, faults);
  const missed = wantedBy(categories, (category) =>
    missedSince(reader, starts.get(category) ?? request.now, request.now),
  );
  yield* backFill(reader, request, missed, faults);
  for (const category of categories) {
    const filled = reader.apiUrl === null ? undefined : missed.get(category)?.at(-1)?.listedOn;
    const newest = [shown.get(category) ?? '', filled ?? ''].sort().at(-1) ?? '';
    const upTo = newest === '' ? null : reader.calendar.announcementOf(newest);
    if (upTo !== null && !faults.isLost(category)) await keep(category, upTo.feedAt);
  }
}

/** @param shown is given the newest announcement day that each category's feed shows */
async function* readFeeds(
  reader: Reader,
  request: ReadRequest,
  categories: readonly string[],
  shown: Map<string, PlainDate>,
  faults: ReadingFaults,
): AsyncGenerator<SourcePage> {
  if (reader.rssUrl === null) return;
  const fallback = reader.calendar.lastAnnouncement(request.now).listedOn;
  for (const [index, category] of categories.entries()) {
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
      shown.set(category, newest);
      reader.read.add(`${category} ${newest}`);
      if (newest > (reader.seen ?? '')) reader.seen = newest;
    } catch (error) {
      faults.add(label, error, category);
      if (!isHostDown(error)) continue;
      faults.lose(categories.slice(index + 1));
      return;
    }
  }
}

/** Newest announcement day that any category's feed has shown, to this process or to one before it. */
function newestOf(reader: Reader, parts: ReadonlyMap<string, PartState>): PlainDate | null {
  const days = [...parts.values()].flatMap(({ readUpTo }) =>
    readUpTo === null ? [] : [reader.calendar.lastAnnouncement(readUpTo).listedOn],
  );
  return [...days, ...(reader.seen === null ? [] : [reader.seen])].sort().at(-1) ?? null;
}

/**
 * From when on a category's announcements are wanted: after the last one that was read, not after the last reading,
 * which may have found nothing because the feed was late. On the very first reading there is nothing to make up for,
 * but on a day without mailing the last announcement is read this way, so that nobody starts with an empty catalogue.
 */
function startOf(reader: Reader, { parts, lastOkAt, now }: ReadRequest, category: string): Date {
  const first = (): Date => new Date(reader.calendar.lastAnnouncement(now).feedAt.getTime() - 1);
  return parts?.get(category)?.readUpTo ?? lastOkAt ?? first();
}

/** Announcements that no feed shows any more. Today's is left to the feed, which may be late. */
function missedSince(reader: Reader, start: Date, now: Date): readonly Announcement[] {
  const today = reader.rssUrl === null ? null : arxivDay(now);
  return reader.calendar
    .announcementsBetween(start, now)
    .filter((one) => one.feedAt > start && one.listedOn !== today)
    .slice(-MOST_MISSED);
}

/** Announcements to read per category, oldest first. */
type Wanted = ReadonlyMap<string, readonly Announcement[]>;

function wantedBy(categories: readonly string[], of: (category: string) => readonly Announcement[]): Wanted {
  return new Map(categories.map((category) => [category, of(category)]));
}

async function* backFill(
  reader: Reader,
  request: ReadRequest,
  wanted: Wanted,
  faults: ReadingFaults,
): AsyncGenerator<SourcePage> {
  if (reader.apiUrl === null) return;
  const deps = { apiUrl: reader.apiUrl, http: reader.http };
  const left = [...wanted].flatMap(([category, announcements]) =>
    announcements.map((announcement) => ({ category, announcement })),
  );
  left.sort((a, b) => a.announcement.listedOn.localeCompare(b.announcement.listedOn));
  for (const [index, { category, announcement }] of left.entries()) {
    const part = `${category} ${announcement.listedOn}`;
    if (request.days === undefined && reader.read.has(part)) continue;
    const seen = { listedOn: announcement.listedOn, observedAt: request.now };
    try {
      yield* searchSubmitted(deps, category, announcement, seen, request.signal);
      reader.read.add(part);
    } catch (error) {
      faults.add(`submissions ${part}`, error, category);
      if (!isHostDown(error)) continue;
      faults.lose(left.slice(index + 1).map((one) => one.category));
      return;
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
