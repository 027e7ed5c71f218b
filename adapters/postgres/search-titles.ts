import type { Candidate, SearchStore, TitleGap } from '../../src/ports/search-store.js';
import { CANDIDATE_COLUMNS, type CandidateRow, filterOf, readCandidates } from './search-candidates.js';
import { type Query, text } from './sql.js';

interface TitleRow {
  id: string;
  title: string;
}

/** Titles with a word up to which the index over title words is asked; with more, the newest papers are looked through. */
const MANY_TITLES = 3_000;
const LOOKED_THROUGH = 3_000;

/**
 * The body of `SearchStore.titlesWith`. The rarest beginning decides how: words that begin so are few enough to be
 * looked up, or so many that the newest papers have enough of them.
 */
export async function findTitles(
  query: Query,
  beginnings: readonly string[],
  limit: number,
): Promise<readonly TitleRow[]> {
  const asked = [...new Set(beginnings)].filter((beginning) => beginning !== '');
  if (asked.length === 0) return [];
  const conditions = asked.map((_, i) => `strpos(' ' || s.title_words, $${i + 3}::text) > 0`).join(' and ');
  const begins = asked.map((beginning) => ` ${beginning}`);
  const few = await fewestEndings(query, asked);
  const some =
    few === null
      ? `(select * from broadsheet.search_papers order by listed_on desc, paper_id desc limit ${LOOKED_THROUGH})`
      : `(select * from broadsheet.search_papers where string_to_array(title_words, ' ') && $2::text[])`;
  return query<TitleRow>(
    `select p.id, p.title from ${some} as s join broadsheet.papers p on p.id = s.paper_id
     where $2::text[] is not null and ${conditions} order by s.listed_on desc, s.paper_id desc limit $1`,
    [limit, few ?? [], ...begins],
  );
}

/** The body of `SearchStore.titleRuns`: by the index over title words, which both kinds of database have. */
export async function findTitleRuns(
  query: Query,
  asked: Parameters<SearchStore['titleRuns']>[0],
): Promise<readonly Candidate[]> {
  const run = asked.run.map(text).filter((word) => word !== '');
  if (run.length === 0) return [];
  const filter = filterOf(asked, 4);
  const more = filter.conditions.map((each) => ` and ${each}`).join('');
  const rows = await query<CandidateRow>(
    `select ${CANDIDATE_COLUMNS} from broadsheet.search_papers s
     where string_to_array(s.title_words, ' ') @> $1::text[] and strpos(' ' || s.title_words || ' ', $2::text) > 0${more}
     order by s.listed_on desc, s.paper_id desc limit $3`,
    [[...new Set(run)], ` ${run.join(' ')} `, asked.limit, ...filter.values],
  );
  return readCandidates(rows);
}

/** Letters more or less that a word in a gap may have. */
const GAP_SLACK = 2;
const PLAIN_WORD = /^[\p{L}\p{N}]+$/u;

/** The body of `SearchStore.titleGaps`. A word that is no plain one would be read as a pattern, so it finds nothing. */
export async function findTitleGaps(
  query: Query,
  { run, gaps }: Parameters<SearchStore['titleGaps']>[0],
): Promise<readonly TitleGap[]> {
  if (gaps.length === 0 || run.length < 2 || !run.every((word) => PLAIN_WORD.test(word))) return [];
  const selects = gaps.map((at, i) => {
    const [others, pattern] = [`$${2 * i + 1}::text[]`, `$${2 * i + 2}::text`];
    return `select ${Math.trunc(at)} as at, found.word, count(*)::integer as titles from (
       select substring(' ' || s.title_words || ' ' from ${pattern}) as word from broadsheet.search_papers s
       where string_to_array(s.title_words, ' ') @> ${others}
     ) as found where found.word is not null group by found.word`;
  });
  const values = gaps.flatMap((at) => {
    const length = run[at]?.length ?? 0;
    const gap = `([^ ]{${Math.max(1, length - GAP_SLACK)},${length + GAP_SLACK}})`;
    const words = run.map((word, i) => (i === at ? gap : word));
    return [[...new Set(run.filter((_, i) => i !== at))], ` ${words.join(' ')} `];
  });
  return query<{ at: number; word: string; titles: number }>(selects.join(' union all '), values);
}

// --- Internal helpers ---

/** All title words of the beginning that fewest titles have; null when even those are many. */
async function fewestEndings(query: Query, beginnings: readonly string[]): Promise<readonly string[] | null> {
  const telling = beginnings.filter((beginning) => beginning.length > 1);
  const rows = await query<{ words: string[] | null }>(
    `select found.words from unnest($1::text[]) as b (beginning) cross join lateral (
       select array_agg(word) as words, sum(titles) as titles from broadsheet.search_words
       where word >= b.beginning and word < b.beginning || chr(1114111) and titles > 0
     ) as found where coalesce(found.titles, 0) <= $2 order by found.titles nulls first limit 1`,
    [telling, MANY_TITLES],
  );
  return rows[0] === undefined ? null : (rows[0].words ?? []);
}
