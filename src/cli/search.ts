import { paperLinks } from '../papers/links.js';
import { toCard } from '../digests/card.js';
import { AppError } from '../errors.js';
import { rankPapers } from '../ranking/rank.js';
import { catchUpIndex } from '../search/catch-up.js';
import type { SearchHit, SearchResult } from '../search/search-types.js';
import { describeQueryError, parseQuery, printQuery, type Query } from '../topics/query.js';
import type { Runtime } from '../wiring/runtime.js';
import type { Output } from './output.js';

export interface ShowSearchOptions {
  readonly limit?: string;
  readonly json?: boolean;
}

/** Others are asked for no longer than this. */
const OTHERS_WITHIN_MS = 5_000;
const MOST_SHOWN = 100;
const ADVICE =
  'No paper matches. Check the spelling, leave a word out, or drop a filter such as cat: or since:.';

/** What is to be searched, read before anything is opened. */
export interface SearchOrder {
  readonly query: Query;
  readonly limit: number;
  readonly json: boolean;
}

/** @throws AppError `usage` with the place and the repair when the query cannot be read */
export function readSearch(text: string, options: ShowSearchOptions): SearchOrder {
  return { query: readQuery(text), limit: readLimit(options.limit), json: options.json === true };
}

/** Searches as `/papers search` does and prints the papers, best first. */
export async function showSearch(
  { query, limit, json }: SearchOrder,
  { stores, search }: Pick<Runtime, 'stores' | 'search'>,
  output: Output,
): Promise<void> {
  await catchUpIndex(stores.search, {
    signal: new AbortController().signal,
    onProgress: (papers) => process.stderr.write(`Indexing papers for search (once): ${papers} …\r`),
  });
  const now = await stores.clock.now();
  const signal = AbortSignal.timeout(OTHERS_WITHIN_MS);
  const result = await search.search(query, { limit, now, signal });
  if (json) {
    output.json(asJson(query, result));
    return;
  }
  const isEmpty = result.hits.length === 0 && (await stores.papers.count()) === 0;
  if (isEmpty) output.line('There are no papers here yet. Read some first: broadsheet collect');
  else printResult(result, now, output);
}

// --- Internal helpers ---

function readQuery(text: string): Query {
  const parsed = parseQuery(text);
  if (parsed.ok && (parsed.query.alternatives.length > 0 || parsed.query.sort !== null)) return parsed.query;
  throw new AppError(parsed.ok ? 'There is no word to look for.' : describeQueryError(parsed.error), {
    code: 'usage',
    ...(parsed.ok ? { hint: 'Give a word, a "phrase" or a filter such as cat:cs.CL.' } : {}),
  });
}

function readLimit(text = '10'): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MOST_SHOWN) return limit;
  throw new AppError(`"${text}" is not a number of papers.`, {
    code: 'usage',
    hint: `Use 1 to ${MOST_SHOWN}.`,
  });
}

function printResult({ hits, notices }: SearchResult, now: Date, output: Output): void {
  for (const notice of notices) output.line(notice);
  if (hits.length === 0) output.line(ADVICE);
  else if (notices.length > 0) output.line();
  const width = String(hits.length).length;
  for (const [index, hit] of hits.entries()) {
    const [first = '', ...more] = linesOf(hit, now);
    output.line(`${String(index + 1).padStart(width)}  ${first}`);
    for (const line of more) output.line(`${' '.repeat(width)}  ${line}`);
  }
}

function linesOf({ item, from, byMeaning }: SearchHit, now: Date): readonly string[] {
  const [ranked] = rankPapers([item], now);
  if (ranked === undefined) return [];
  const today = now.toISOString().slice(0, 10);
  const { title, authors, why, url } = toCard(ranked, { position: 1, topics: [], now, today });
  const finder = byMeaning === true ? 'meaning' : from;
  const source = finder === null ? '' : ` · found by ${finder}`;
  return [title, authors, `${why}${source}`, url].filter((line) => line !== '');
}

function asJson(query: Query, { hits, notices }: SearchResult) {
  return {
    query: printQuery(query),
    notices,
    papers: hits.map(({ item: { paper }, score, from, byMeaning = false }) => ({
      id: paper.id,
      title: paper.title,
      authors: paper.authors,
      categories: paper.categories,
      firstListedOn: paper.firstListedOn,
      url: paperLinks(paper).abstractUrl,
      score: Number(score.toFixed(4)),
      from,
      byMeaning,
    })),
  };
}
