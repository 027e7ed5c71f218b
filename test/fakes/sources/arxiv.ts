import { announcementFeed, apiErrorFeed, errorFeed, queryFeed, type Announced } from './atom.js';
import type { FakePaper } from './seed.js';
import { startFakeSource, type Answer, type FakeSource } from './server.js';

export interface FakeArxiv extends FakeSource {
  /** Replaces what the announcement feeds show, and makes the papers known to the query API. */
  announce(day: string, entries: readonly (FakePaper | Announced)[]): void;
  /** Makes papers known to the query API only. */
  know(papers: readonly FakePaper[]): void;
  /** Breaches of "one request every three seconds, one connection at a time", in words. */
  readonly violations: readonly string[];
  /** Answers so many API pages empty although there are results. */
  emptyPages(count: number): void;
}

const CATEGORIES =
  /^(?:cs|math|stat|eess|econ|q-bio|q-fin|physics|cond-mat|astro-ph)\.[A-Za-z-]{2,}$|^[a-z-]+$/;

/**
 * arXiv's announcement feed (`/atom/{category}`) and query API (`/api/query`) on one server, stateful, with their rules.
 * @param options.paceMs least distance of requests; default arXiv's own 3 s
 * @param options.toleranceMs how late a request may be seen here on a busy machine; default 50 ms
 */
export async function startFakeArxiv(
  options: { paceMs?: number; toleranceMs?: number } = {},
): Promise<FakeArxiv> {
  const { paceMs = 3_000, toleranceMs = 50 } = options;
  const known = new Map<string, FakePaper>();
  const violations: string[] = [];
  let shown: { day: string; entries: readonly Announced[] } = { day: '2026-11-20', entries: [] };
  let empty = 0;
  let last = 0;

  const know = (papers: readonly FakePaper[]): void => papers.forEach((paper) => known.set(paper.id, paper));
  const server = await startFakeSource(({ path, query, at, beside }) => {
    if (last > 0 && at - last < paceMs - toleranceMs)
      violations.push(`${path} came ${at - last} ms after the request before it`);
    if (beside > 0) violations.push(`${path} came beside ${beside} other requests`);
    last = at;
    if (path.startsWith('/atom/')) return feedAnswer(decodeURIComponent(path.slice('/atom/'.length)), shown);
    if (path !== '/api/query') return { status: 404, type: 'text/plain', body: 'not found' };
    const answer = queryAnswer(query, [...known.values()], empty > 0);
    empty = Math.max(0, empty - 1);
    return answer;
  });
  return {
    ...server,
    violations,
    know,
    announce: (day, given) => {
      const entries = given.map((one) => ('type' in one ? one : { paper: one, type: 'new' as const }));
      know(entries.map(({ paper }) => paper));
      shown = { day, entries };
    },
    emptyPages: (count) => void (empty = count),
  };
}

function atom(status: number, body: string): Answer {
  return { status, type: 'application/atom+xml; charset=utf-8', body };
}

function feedAnswer(category: string, shown: { day: string; entries: readonly Announced[] }): Answer {
  if (!CATEGORIES.test(category) || category.endsWith('.XX')) return atom(400, errorFeed(category));
  const mine = shown.entries.filter(({ paper }) => paper.categories.includes(category));
  const typed = mine.map(({ paper, type }) => ({
    paper,
    type: type === 'new' && paper.categories[0] !== category ? ('cross' as const) : type,
  }));
  return atom(200, announcementFeed(category, shown.day, typed));
}

function queryAnswer(query: URLSearchParams, known: readonly FakePaper[], empty: boolean): Answer {
  const start = Number(query.get('start') ?? 0);
  const size = Number(query.get('max_results') ?? 10);
  if (!Number.isInteger(start) || start < 0) return atom(400, apiErrorFeed('start must be an integer'));
  if (!Number.isInteger(size) || size < 0 || size > 2_000)
    return atom(400, apiErrorFeed('max_results must be at most 2000'));
  const found = select(query, known);
  if (found === null) return atom(400, apiErrorFeed('incorrect query'));
  const page = empty ? [] : found.slice(start, start + size);
  return atom(200, queryFeed(page, found.length, start));
}

function select(query: URLSearchParams, known: readonly FakePaper[]): readonly FakePaper[] | null {
  const ids = query.get('id_list');
  if (ids !== null) {
    const wanted = ids.split(',').map((id) => id.replace(/v\d+$/, ''));
    return wanted.some((id) => !/^(\d{4}\.\d{4,6}|[a-z-]+\/\d{7})$/.test(id))
      ? null
      : known.filter(({ id }) => wanted.includes(id));
  }
  const search = /^cat:(\S+) AND submittedDate:\[(\d{12}) TO (\d{12})\]$/.exec(
    query.get('search_query') ?? '',
  );
  if (search === null) return null;
  const [, category = '', from = '', to = ''] = search;
  const minute = (at: string): string => new Date(at).toISOString().slice(0, 16).replace(/\D/g, '');
  return known
    .filter((paper) => paper.categories.includes(category))
    .filter((paper) => minute(paper.submittedAt) >= from && minute(paper.submittedAt) <= to)
    .sort((a, b) => a.submittedAt.localeCompare(b.submittedAt));
}
