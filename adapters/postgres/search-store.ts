import type { CandidateQuery, SearchStore, TermStatistics } from '../../src/ports/search-store.js';
import {
  CANDIDATE_COLUMNS,
  type CandidateRow,
  filterOf,
  findCandidates,
  readCandidates,
  whereOf,
} from './search-candidates.js';
import { indexMissing } from './search-fill.js';
import { lookForIndex } from './search-index.js';
import { findSpellings } from './search-spelling.js';
import { findTitleGaps, findTitleRuns, findTitles } from './search-titles.js';
import { type Sql, text } from './sql.js';

export function createSearchStore(sql: Sql): SearchStore {
  const indexHere = lookForIndex(sql);
  return {
    candidates: async (query) => findCandidates(sql.query, await indexHere(), query),
    titleRuns: (query) => findTitleRuns(sql.query, query),
    titleGaps: (asked) => findTitleGaps(sql.query, asked),
    statistics: (words) => readStatistics(sql, words.map(text)),
    spellings: (word, limit) => findSpellings(sql.query, text(word), limit),
    byAuthor: (parts, limit) => findByAuthor(sql, parts.map(text), limit),
    newest: (query) => findNewest(sql, query),
    titlesWith: (beginnings, limit) => findTitles(sql.query, beginnings.map(text), limit),
    catchUp: (limit) => indexMissing(sql, limit),
  };
}

// --- Internal helpers ---

async function readStatistics(sql: Sql, words: readonly string[]): Promise<TermStatistics> {
  const rows = await sql.query<{
    word: string | null;
    titles: number;
    texts: number;
    papers: number;
    title_words: number;
    text_words: number;
  }>(
    `select word, titles, texts, papers, t.title_words, t.text_words from broadsheet.search_totals t
     left join broadsheet.search_words on word = any($1::text[])`,
    [words],
  );
  const titles = new Map<string, number>();
  const texts = new Map<string, number>();
  for (const row of rows) {
    if (row.word === null) continue;
    if (row.titles > 0) titles.set(row.word, row.titles);
    if (row.texts > 0) texts.set(row.word, row.texts);
  }
  const { papers = 0, title_words = 0, text_words = 0 } = rows[0] ?? {};
  const mean = (all: number): number => (papers > 0 ? all / papers : 0);
  return { papers, titles, texts, titleLength: mean(title_words), textLength: mean(text_words) };
}

async function findByAuthor(sql: Sql, parts: readonly string[], limit: number) {
  // An initial counts on either side: each part is looked for in full and as its first letter (a single one only in
  // full), and a letter as the beginning of any name.
  const conditions = parts.map((part, i) =>
    part.length > 1
      ? `string_to_array(s.name_words, ' ') && $${i + 2}::text[]`
      : `strpos(' ' || s.name_words, ($${i + 2}::text[])[1]) > 0`,
  );
  const values = parts.map((part) => {
    if (part.length < 2) return [` ${part}`];
    return parts.length === 1 ? [part] : [part, part.charAt(0)];
  });
  const rows = await sql.query<CandidateRow>(
    `select ${CANDIDATE_COLUMNS} from broadsheet.search_papers s ${whereOf({ conditions, values: [] })}
     order by s.listed_on desc, s.paper_id desc limit $1`,
    [limit, ...values],
  );
  return readCandidates(rows);
}

async function findNewest(sql: Sql, query: Omit<CandidateQuery, 'words'>) {
  const filter = filterOf(query, 2);
  const rows = await sql.query<CandidateRow>(
    `select ${CANDIDATE_COLUMNS} from broadsheet.search_papers s ${whereOf(filter)}
     order by s.listed_on desc, s.paper_id desc limit $1`,
    [query.limit, ...filter.values],
  );
  return readCandidates(rows);
}
