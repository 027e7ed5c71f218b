import type { Announcement } from '../../src/papers/arxiv-calendar.js';
import { parsePaperId } from '../../src/papers/paper-id.js';
import type { PaperFacts, PlainDate } from '../../src/papers/paper.js';
import type { Sighting } from '../../src/papers/sighting.js';
import { SourceError } from '../../src/papers/source-error.js';
import type { SourceItem, SourcePage } from '../../src/ports/source.js';
import type { HttpClient } from '../shared/http.js';
import { sourceText } from '../shared/source-text.js';
import { authorNames } from './authors.js';
import { apiEntry } from './schema.js';
import { parseFeed, type Feed } from './xml.js';

/** Larger pages fail at some offsets; this one is known to work. */
export const API_PAGE = 100;
/** The API asks to refine queries that return more than a thousand; a category's day is far below it. */
const MOST_RESULTS = 2_000;
/** Empty pages in the middle of a result are a known, passing fault of the API. */
const EMPTY_PAGE_TRIES = 3;

export interface ApiDeps {
  /** Without a slash at the end. */
  readonly apiUrl: string;
  readonly http: HttpClient;
}

/** What the items of a page are seen as: listed on a day, or only looked up. */
export interface SeenAs {
  readonly listedOn: PlainDate | null;
  readonly observedAt: Date;
}

/** Looks papers up by id, all in one request. @param ids at most `API_PAGE`; unknown ones are left out of the answer */
export async function lookUp(
  deps: ApiDeps,
  ids: readonly string[],
  seen: SeenAs,
  signal: AbortSignal,
): Promise<Pick<SourcePage, 'items' | 'skipped'>> {
  const feed = await ask(
    deps,
    `id_list=${ids.map(encodeURIComponent).join(',')}&max_results=${API_PAGE}`,
    signal,
  );
  return readEntries(feed.entries, seen);
}

/**
 * Papers of a category that were submitted in an announcement's window, oldest first, page by page. Nearly the
 * announcement itself: papers that moderation held back come with a later one.
 */
export async function* searchSubmitted(
  deps: ApiDeps,
  category: string,
  announcement: Announcement,
  seen: SeenAs,
  signal: AbortSignal,
): AsyncGenerator<SourcePage> {
  const { from, to } = announcement.submitted;
  // The range includes both ends and counts in minutes of GMT.
  const range = `submittedDate:[${minute(from)} TO ${minute(new Date(to.getTime() - 60_000))}]`;
  const query = encodeURIComponent(`cat:${category} AND ${range}`).replaceAll('%20', '+');
  for (let start = 0; start < MOST_RESULTS; start += API_PAGE) {
    const feed = await askPage(deps, query, start, signal);
    const label = `submissions ${category} ${announcement.listedOn}${start === 0 ? '' : `, from ${start + 1}`}`;
    yield { ...readEntries(feed.entries, seen), label };
    const more =
      feed.totalResults === null ? feed.entries.length === API_PAGE : feed.totalResults > start + API_PAGE;
    if (!more) return;
  }
}

// --- Internal helpers ---

async function askPage(deps: ApiDeps, query: string, start: number, signal: AbortSignal): Promise<Feed> {
  const order = 'sortBy=submittedDate&sortOrder=ascending';
  for (let number = 1; ; number++) {
    const page = `start=${start}&max_results=${API_PAGE}&${order}`;
    const feed = await ask(deps, `search_query=${query}&${page}`, signal);
    const missing = feed.entries.length === 0 && (feed.totalResults ?? 0) > start;
    if (!missing) return feed;
    if (number === EMPTY_PAGE_TRIES)
      throw new SourceError(
        `arXiv's API gave an empty page from ${start} on though it counts ${feed.totalResults ?? 0} papers.`,
        { fault: 'unreadable' },
      );
  }
}

async function ask(deps: ApiDeps, query: string, signal: AbortSignal): Promise<Feed> {
  const answer = await deps.http.get(`${deps.apiUrl}/api/query?${query}`, {
    signal,
    accept: 'application/atom+xml',
    answers: [400],
  });
  if (answer.status === 400 && !answer.body.includes('<feed'))
    throw refused('400 (Bad Request)', answer.where);
  const feed = parseFeed(answer.body, answer.where);
  const told = errorIn(feed);
  if (told !== null) throw refused(told, answer.where);
  return feed;
}

/** The API reports errors as a feed with one entry called Error. */
function errorIn(feed: Feed): string | null {
  const first = feed.entries.length === 1 ? apiEntry.safeParse(feed.entries[0]).data : undefined;
  const isError = (first?.id ?? '').includes('/api/errors') || first?.title?.trim() === 'Error';
  return isError ? sourceText(first?.summary ?? 'no reason given').slice(0, 200) : null;
}

function refused(told: string, where: string): SourceError {
  return new SourceError(`arXiv's API refused the request at ${where}: ${told}.`, {
    fault: 'status',
    retryable: false,
  });
}

function readEntries(entries: readonly unknown[], seen: SeenAs): Pick<SourcePage, 'items' | 'skipped'> {
  const items: SourceItem[] = [];
  const skipped: { id: string | null; reason: string }[] = [];
  for (const raw of entries) {
    const entry = apiEntry.safeParse(raw).data;
    const id = parsePaperId((entry?.id ?? '').trim());
    const title = sourceText(entry?.title ?? '');
    if (entry === undefined || id === null)
      skipped.push({ id: sourceText(entry?.id ?? '').slice(0, 100), reason: 'its id is not an arXiv id' });
    else if (title === '') skipped.push({ id, reason: 'it has no title' });
    else items.push({ facts: { ...readFacts(entry), id, title }, sighting: sightingOf(id, seen) });
  }
  return { items, skipped };
}

function readFacts(
  entry: NonNullable<ReturnType<typeof apiEntry.safeParse>['data']>,
): Omit<PaperFacts, 'id' | 'title'> {
  const publishedOn = /^\s*(\d{4}-\d{2}-\d{2})T/.exec(entry.published ?? '')?.[1];
  const comment = sourceText(entry.comment ?? '');
  return {
    source: 'arxiv',
    abstract: sourceText(entry.summary ?? ''),
    authors: authorNames(entry.author),
    categories: entry.category,
    ...(entry.primary_category === undefined ? {} : { primaryCategory: entry.primary_category }),
    ...(publishedOn === undefined ? {} : { publishedOn }),
    ...(comment === '' ? {} : { comment }),
  };
}

function sightingOf(id: string, seen: SeenAs): Sighting {
  const common = { paperId: id, source: 'arxiv', observedAt: seen.observedAt, signals: {} } as const;
  return seen.listedOn === null
    ? { ...common, list: 'catalogue' }
    : { ...common, list: 'announcement', listedOn: seen.listedOn };
}

/** `YYYYMMDDHHMM` in GMT. */
function minute(instant: Date): string {
  return instant.toISOString().slice(0, 16).replace(/[-T:]/g, '');
}
