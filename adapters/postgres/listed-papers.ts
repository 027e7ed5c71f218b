import type { PaperStore } from '../../src/ports/paper-store.js';
import type { Sql } from './sql.js';

/** A paper that a search brought in has a day as well, on which nothing listed it. */
const WAS_LISTED = `exists (
  select 1 from broadsheet.sightings l where l.paper_id = p.id and l.list in ('daily', 'announcement'))`;

/** Papers listed from `$1` to `$2`, the last reading of their upvotes first, at most `$3`; each row has the number of all. */
const LISTED_BETWEEN = `
  select p.id, count(*) over () as total from broadsheet.papers p left join lateral (
    select (s.signals ->> 'upvotes')::float8 as upvotes from broadsheet.sightings s
    where s.paper_id = p.id and s.signals ? 'upvotes' order by s.observed_at desc limit 1
  ) as seen on true
  where p.id in (
    select p.id from broadsheet.papers p where p.first_listed_on between $1::date and $2::date and ${WAS_LISTED}
    union select paper_id from broadsheet.sightings where list = 'daily' and listed_on between $1::date and $2::date)
  order by seen.upvotes desc nulls last, p.first_listed_on desc, p.id collate "C" limit $3`;

const LIST_DAYS = `
  select day::date::text as day from generate_series($1::date, $2::date, interval '1 day') as days (day)
  where exists (select 1 from broadsheet.sightings s where s.list = 'daily' and s.listed_on = day::date)
    or exists (select 1 from broadsheet.papers p where p.first_listed_on = day::date and ${WAS_LISTED})
  order by day desc limit 366`;

/** `least` and `greatest` pass over what is null. */
const LIST_SPAN = `
  select least(d.first, p.first)::text as "from", greatest(d.last, p.last)::text as "to"
  from (select min(listed_on) as first, max(listed_on) as last from broadsheet.sightings where list = 'daily') as d,
    (select (select p.first_listed_on from broadsheet.papers p where ${WAS_LISTED} order by p.first_listed_on limit 1) as first,
      (select p.first_listed_on from broadsheet.papers p where ${WAS_LISTED} order by p.first_listed_on desc limit 1) as last
    ) as p`;

/** What the lists of days, weeks and months are made of. */
export function createListedPapers(
  sql: Sql,
  get: PaperStore['get'],
): Pick<PaperStore, 'listedBetween' | 'listDays' | 'listSpan'> {
  return {
    listedBetween: async (from, to, limit) => {
      const rows = await sql.query<{ id: string; total: number }>(LISTED_BETWEEN, [from, to, limit]);
      return { papers: await get(rows.map(({ id }) => id)), total: rows[0]?.total ?? 0 };
    },

    listDays: async (from, to) => {
      const rows = await sql.query<{ day: string }>(LIST_DAYS, [from, to]);
      return rows.map(({ day }) => day);
    },

    listSpan: async () => {
      const [row] = await sql.query<{ from: string | null; to: string | null }>(LIST_SPAN);
      const { from = null, to = null } = row ?? {};
      return from === null || to === null ? null : { from, to };
    },
  };
}
