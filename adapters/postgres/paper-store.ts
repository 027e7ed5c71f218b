import type { Sighting } from '../../src/papers/sighting.js';
import type { PaperStore, SightedPaper } from '../../src/ports/paper-store.js';
import { mapInSlices } from '../../src/slices.js';
import { createListedPapers } from './listed-papers.js';
import { savePapers, seePapers } from './paper-save.js';
import {
  PAPER_COLUMNS,
  type PaperRow,
  SIGHTING_COLUMNS,
  type SightingRow,
  toPaper,
  toSighting,
} from './paper-rows.js';
import { type Sql, text } from './sql.js';

/** Ids listed on or after `$1`: for the first time anywhere, or on a daily list, where one paper in twenty comes a week after arXiv. */
const LISTED_SINCE = `
  select id from broadsheet.papers where first_listed_on >= $1::date
  union select paper_id from broadsheet.sightings where list = 'daily' and listed_on >= $1::date`;

/**
 * Sightings of the papers `$1`, looked up one paper after the other. `offset 0` keeps it that way: before the table is
 * analysed (an hour after the first start, on the embedded database) the planner would rather read all of it.
 */
const SIGHTINGS_OF = `
  select seen.* from unnest($1::text[]) as wanted (id) cross join lateral (
    select ${SIGHTING_COLUMNS}, s.id from broadsheet.sightings s where s.paper_id = wanted.id offset 0
  ) as seen order by seen.observed_at, seen.id`;

/** Papers listed on or after `$1`, the last reading of their upvotes first, at most `$2`. */
const ATTENDED = `
  select p.id, p.code_url as "codeUrl" from broadsheet.papers p left join lateral (
    select (s.signals ->> 'upvotes')::float8 as upvotes from broadsheet.sightings s
    where s.paper_id = p.id and s.signals ? 'upvotes' order by s.observed_at desc limit 1
  ) as seen on true
  where p.id in (${LISTED_SINCE})
  order by seen.upvotes desc nulls last, p.first_listed_on desc, p.id collate "C" limit $2`;

const MISSING = `
  select id from broadsheet.papers
  where primary_category is null and first_listed_on >= $1::date and id not like 'doi:%' and id not like 'url:%'
  order by first_listed_on desc, id collate "C" limit $2`;

export function createPaperStore(sql: Sql): PaperStore {
  const get: PaperStore['get'] = async (ids) => {
    const wanted = [...new Set(ids.map(text))];
    const papers = await sql.query<PaperRow>(
      `select ${PAPER_COLUMNS} from broadsheet.papers where id = any($1::text[])`,
      [wanted],
    );
    const sightings = await sql.query<SightingRow>(SIGHTINGS_OF, [wanted]);
    const found = new Map((await join(papers, sightings)).map((entry) => [entry.paper.id, entry]));
    return wanted.flatMap((id) => found.get(id) ?? []);
  };

  return {
    save: (items, merge) => sql.transaction((query) => savePapers(query, items, merge)),

    see: (sightings) => sql.transaction((query) => seePapers(query, sightings)),

    get,

    listedSince: async (since, historyDays) => {
      const papers = await sql.query<PaperRow>(
        `select ${PAPER_COLUMNS} from broadsheet.papers
         where id in (${LISTED_SINCE}) order by id collate "C"`,
        [since],
      );
      const sightings = await sql.query<SightingRow>(
        `select ${SIGHTING_COLUMNS} from broadsheet.sightings s
         where paper_id in (${LISTED_SINCE})
           and observed_at >= (select broadsheet.clock()) - make_interval(days => $2::int)
         order by observed_at, s.id`,
        [since, historyDays],
      );
      return join(papers, sightings);
    },

    ...createListedPapers(sql, get),

    attended: (since, limit) => sql.query<{ id: string; codeUrl: string | null }>(ATTENDED, [since, limit]),

    page: async (since, after, limit) => {
      const papers = await sql.query<PaperRow>(
        `select ${PAPER_COLUMNS} from broadsheet.papers
         where first_listed_on >= $1::date and id > $2 order by id limit $3`,
        [since, text(after), limit],
      );
      const sightings = await sql.query<SightingRow>(SIGHTINGS_OF, [papers.map(({ id }) => id)]);
      return join(papers, sightings);
    },

    missingDetails: async (since, limit) => {
      const rows = await sql.query<{ id: string }>(MISSING, [since, limit]);
      return rows.map((row) => row.id);
    },

    count: async () => {
      const rows = await sql.query<{ count: number }>('select count(*) from broadsheet.papers');
      return rows[0]?.count ?? 0;
    },
  };
}

async function join(
  papers: readonly PaperRow[],
  rows: readonly SightingRow[],
): Promise<readonly SightedPaper[]> {
  const sightings = new Map<string, Sighting[]>(papers.map((paper) => [paper.id, []]));
  await mapInSlices(rows, (row) => sightings.get(row.paper_id)?.push(toSighting(row)));
  return mapInSlices(papers, (row) => ({ paper: toPaper(row), sightings: sightings.get(row.id) ?? [] }));
}
