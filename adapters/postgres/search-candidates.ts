import type { Candidate, CandidateQuery } from '../../src/ports/search-store.js';
import { bm25Scan, FULL_TEXT, type SearchIndex } from './search-index.js';
import { type Query, text } from './sql.js';

interface CandidateRow {
  paper_id: string;
  written: string;
  title_words: string;
  text_words: string;
  name_words: string;
  listed_on: string;
}

export const CANDIDATE_COLUMNS =
  's.paper_id, s.title_words, s.text_words, left(s.name_words, 2000) as name_words, s.listed_on, ' +
  '(select title from broadsheet.papers where id = s.paper_id) as written';

export function readCandidates(rows: readonly CandidateRow[]): readonly Candidate[] {
  return rows.map((row) => ({
    id: row.paper_id,
    written: row.written,
    title: row.title_words,
    text: row.text_words,
    names: row.name_words,
    listedOn: row.listed_on,
  }));
}

export type { CandidateRow };

/** Conditions on papers `s`, and the values they refer to. */
export interface Filter {
  readonly conditions: readonly string[];
  readonly values: readonly unknown[];
}

/** How much a word tells: the rarer, the more (the idf of BM25). */
const WEIGHT = 'ln(1 + (greatest(papers, texts) - texts + 0.5) / (texts + 0.5))::float8';
/** Up to so many papers in a span of days, all of them are looked at; beyond, the index is quicker. */
const FEW_PAPERS = 4_000;
/**
 * The rarest words whose papers are together no more than this are looked up in texts, and likewise in titles: the
 * time a search takes without BM25 grows with the rows it touches.
 */
const MOST_ROWS = 20_000;

/**
 * @param first number of the first parameter that is free
 * @param day the column that days are compared with
 */
export function filterOf(
  query: Omit<CandidateQuery, 'words' | 'limit'>,
  first: number,
  day = 's.listed_on',
): Filter {
  const conditions: string[] = [];
  const values: unknown[] = [];
  const add = (condition: (parameter: string) => string, value: unknown): void => {
    conditions.push(condition(`$${first + values.length}`));
    values.push(value);
  };
  if (query.since !== undefined) add((at) => `${day} >= ${at}::date`, query.since);
  if (query.until !== undefined) add((at) => `${day} <= ${at}::date`, query.until);
  if (query.categories !== undefined) add((at) => `s.categories && ${at}::text[]`, query.categories);
  const stands = (column: string, run: string): string => `strpos(' ' || s.${column} || ' ', ${run}) > 0`;
  for (const phrase of query.phrases ?? [])
    add(
      (at) =>
        `(${stands('title_words', `(${at}::text[])[1]`)} or ${stands('text_words', `(${at}::text[])[2]`)})`,
      [` ${text(phrase.title)} `, ` ${text(phrase.text)} `],
    );
  return { conditions, values };
}

export function whereOf({ conditions }: Filter): string {
  return conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
}

/** The papers that best fit the words, by whichever way is quickest here. */
export async function findCandidates(
  query: Query,
  index: SearchIndex,
  asked: CandidateQuery,
): Promise<readonly Candidate[]> {
  const words = [...new Set(asked.words.map(text))].filter((word) => word !== '');
  if (words.length === 0) return [];
  if (asked.since !== undefined && (await isFew(query, asked))) return lookThrough(query, words, asked);
  const rows =
    index.kind === 'bm25'
      ? await byBm25(query, index.schema, words, asked)
      : await byFullText(query, words, asked);
  return readCandidates(rows);
}

// --- Internal helpers ---

function byBm25(
  query: Query,
  schema: string,
  words: readonly string[],
  asked: CandidateQuery,
): Promise<readonly CandidateRow[]> {
  // The day is computed, so that its own index does not look worth using: sorting by BM25 outside the BM25 index is
  // fifty times slower.
  const filter = filterOf(asked, 3, '(s.listed_on + 0)');
  return query<CandidateRow>(bm25Scan(schema, CANDIDATE_COLUMNS, whereOf(filter)), [
    words.join(' '),
    asked.limit,
    ...filter.values,
  ]);
}

async function isFew(query: Query, { since, until }: CandidateQuery): Promise<boolean> {
  const filter = filterOf(
    { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) },
    2,
  );
  const rows = await query<{ few: boolean }>(
    `select count(*) <= $1 as few from (select from broadsheet.search_papers s ${whereOf(filter)} limit $1 + 1) as found`,
    [FEW_PAPERS, ...filter.values],
  );
  return rows[0]?.few === true;
}

/** Every paper of a few days, by the sum of what the words that stand in it say; in the title they count double. */
async function lookThrough(
  query: Query,
  words: readonly string[],
  asked: CandidateQuery,
): Promise<readonly Candidate[]> {
  const weights = await weigh(query, words);
  if (weights.length === 0) return [];
  const filter = filterOf(asked, 2 + weights.length);
  const sum = weights
    .map(({ weight }, i) => {
      const at = `$${2 + i}::text`;
      const anywhere = `' ' || s.title_words || ' ' || s.text_words || ' ' || s.name_words || ' '`;
      return `${weight.toFixed(3)} * ((strpos(${anywhere}, ${at}) > 0)::int + (strpos(' ' || s.title_words || ' ', ${at}) > 0)::int)`;
    })
    .join(' + ');
  const rows = await query<CandidateRow>(
    `select ${CANDIDATE_COLUMNS} from (
       select s.paper_id, ${sum} as worth from broadsheet.search_papers s ${whereOf(filter)}
       order by worth desc, s.listed_on desc, s.paper_id desc limit $1
     ) as best join broadsheet.search_papers s using (paper_id) where best.worth > 0 order by best.worth desc`,
    [asked.limit, ...weights.map(({ word }) => ` ${word} `), ...filter.values],
  );
  return readCandidates(rows);
}

/** How much each known word tells. */
async function weigh(
  query: Query,
  words: readonly string[],
): Promise<readonly { word: string; weight: number }[]> {
  return query<{ word: string; weight: number }>(
    `select word, ${WEIGHT} as weight
     from broadsheet.search_words, broadsheet.search_totals where word = any($1::text[]) and texts > 0`,
    [words],
  );
}

/**
 * Without BM25: each word's papers from the full-text index, the words' weights summed up per paper. Rare words are
 * looked up everywhere, common ones in titles only. The words' own collation would keep the index over titles unused.
 */
function byFullText(
  query: Query,
  words: readonly string[],
  asked: CandidateQuery,
): Promise<readonly CandidateRow[]> {
  const filter = filterOf(asked, 3);
  const more = filter.conditions.map((each) => ` and ${each}`).join('');
  return query<CandidateRow>(
    `with known as materialized (
       select word collate "default" as word, ${WEIGHT} as weight,
         sum(texts) over (order by texts, word) as texts_so_far,
         sum(titles) over (order by titles, word) as titles_so_far,
         row_number() over (order by texts, word) as place
       from broadsheet.search_words, broadsheet.search_totals where word = any($1::text[]) and texts > 0
     ), hits as (
       select found.paper_id, known.weight from known cross join lateral (
         select s.paper_id from broadsheet.search_papers s
         where ${FULL_TEXT} @@ plainto_tsquery('simple', known.word)${more}
       ) as found where known.texts_so_far <= ${MOST_ROWS}
       union all
       select found.paper_id, known.weight from known cross join lateral (
         select s.paper_id from broadsheet.search_papers s
         where string_to_array(s.title_words, ' ') @> array[known.word]${more}
       ) as found where known.titles_so_far <= ${MOST_ROWS} or known.place = 1
     ), best as (
       select paper_id, sum(weight) as worth from hits group by paper_id order by worth desc, paper_id desc limit $2
     )
     select ${CANDIDATE_COLUMNS} from best join broadsheet.search_papers s using (paper_id)
     order by best.worth desc, s.paper_id desc`,
    [words, asked.limit, ...filter.values],
  );
}
