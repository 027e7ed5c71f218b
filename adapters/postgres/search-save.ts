import type { Paper } from '../../src/papers/paper.js';
import type { Sighting } from '../../src/papers/sighting.js';
import { indexedWords, WORD_RULES } from '../../src/search/index-words.js';
import { batchesOf } from './batches.js';
import { json, type Query } from './sql.js';

/** What search keeps of a paper, beside the day it was listed on, which the database reads itself. */
interface SearchRow {
  readonly paper_id: string;
  readonly title_words: string;
  readonly text_words: string;
  readonly name_words: string;
  readonly categories: readonly string[];
  readonly rules: number;
}

const COLUMNS = 'paper_id, title_words, text_words, name_words, categories, rules';
/** Latest day a paper `p` was listed on, as the topics' matcher has it. */
const LISTED_ON = `greatest(p.first_listed_on, (
  select max(seen.listed_on) from broadsheet.sightings seen
  where seen.paper_id = p.id and seen.list in ('daily', 'announcement')))`;

const WRITE_ROWS = `
  insert into broadsheet.search_papers (${COLUMNS}, listed_on)
  select ${COLUMNS.split(', ')
    .map((name) => `r.${name}`)
    .join(', ')}, ${LISTED_ON}
  from json_to_recordset($1::json) as r (paper_id text, title_words text, text_words text, name_words text,
    categories text[], rules smallint)
  join broadsheet.papers p on p.id = r.paper_id
  on conflict (paper_id) do update set title_words = excluded.title_words, text_words = excluded.text_words,
    name_words = excluded.name_words, categories = excluded.categories, listed_on = excluded.listed_on,
    rules = excluded.rules`;

/**
 * Brings what search knows of these papers up to date, and counts their words along. The papers and their sightings
 * are written already. The caller holds the lock of saving: so nobody else changes the counts meanwhile, and two
 * transactions never wait for each other's words.
 */
export async function indexPapers(query: Query, papers: readonly Paper[]): Promise<void> {
  for (const batch of batchesOf(papers)) {
    const ids = batch.map(({ id }) => id);
    const old = await query<SearchRow & Record<string, unknown>>(
      `select ${COLUMNS} from broadsheet.search_papers where paper_id = any($1::text[])`,
      [ids],
    );
    const known = new Map(old.map((row) => [row.paper_id, row]));
    const changed = batch.map(toRow).filter((row) => differs(row, known.get(row.paper_id)));
    if (changed.length === 0) continue;
    await query(WRITE_ROWS, [json(changed)]);
    await countWords(query, changed, known);
  }
}

/** Notes the days on which sightings say that papers were listed. */
export async function noteListings(query: Query, sightings: readonly Sighting[]): Promise<void> {
  const days = new Map<string, string>();
  for (const { paperId, list, listedOn = '' } of sightings)
    if ((list === 'daily' || list === 'announcement') && listedOn > (days.get(paperId) ?? ''))
      days.set(paperId, listedOn);
  for (const batch of batchesOf([...days]))
    await query(
      `update broadsheet.search_papers s set listed_on = r.listed_on
       from unnest($1::text[], $2::date[]) as r (paper_id, listed_on)
       where s.paper_id = r.paper_id and s.listed_on < r.listed_on`,
      [batch.map(([id]) => id), batch.map(([, day]) => day)],
    );
}

// --- Internal helpers ---

function toRow(paper: Paper): SearchRow {
  const { title, text, names } = indexedWords(paper);
  return {
    paper_id: paper.id,
    title_words: title,
    text_words: text,
    name_words: names,
    categories: paper.categories,
    rules: WORD_RULES,
  };
}

function differs(row: SearchRow, known: SearchRow | undefined): boolean {
  return (
    known === undefined ||
    JSON.stringify(COMPARED.map((name) => row[name])) !== JSON.stringify(COMPARED.map((name) => known[name]))
  );
}

const COMPARED = ['title_words', 'text_words', 'name_words', 'categories', 'rules'] as const;

/** Adds the words of the new rows to the counts and takes those of the rows they replace away. */
async function countWords(
  query: Query,
  rows: readonly SearchRow[],
  known: ReadonlyMap<string, SearchRow>,
): Promise<void> {
  const counts = new Map<string, { titles: number; texts: number }>();
  const totals = { papers: 0, title: 0, text: 0 };
  const count = (row: SearchRow, by: 1 | -1): void => {
    const title = wordsIn(row.title_words);
    const text = wordsIn(row.text_words);
    const inTitle = new Set(title);
    for (const word of new Set([...title, ...text, ...wordsIn(row.name_words)])) {
      const of = counts.get(word) ?? { titles: 0, texts: 0 };
      counts.set(word, of);
      of.texts += by;
      if (inTitle.has(word)) of.titles += by;
    }
    totals.papers += by;
    totals.title += by * title.length;
    totals.text += by * text.length;
  };
  for (const row of rows) {
    const before = known.get(row.paper_id);
    if (before !== undefined) count(before, -1);
    count(row, 1);
  }
  // In the order of their index, so that neighbours are written together.
  const words = [...counts].filter(([, { titles, texts }]) => titles !== 0 || texts !== 0).sort(byWord);
  await query(
    `insert into broadsheet.search_words as known (word, titles, texts)
     select * from unnest($1::text[], $2::integer[], $3::integer[])
     on conflict (word) do update set titles = known.titles + excluded.titles, texts = known.texts + excluded.texts`,
    [words.map(([word]) => word), words.map(([, { titles }]) => titles), words.map(([, { texts }]) => texts)],
  );
  await query(
    `update broadsheet.search_totals set papers = papers + $1, title_words = title_words + $2,
       text_words = text_words + $3`,
    [totals.papers, totals.title, totals.text],
  );
}

function byWord([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function wordsIn(line: string): readonly string[] {
  return line === '' ? [] : line.split(' ');
}
