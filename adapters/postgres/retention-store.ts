import type { RetentionStore } from '../../src/ports/retention-store.js';
import type { Query, Sql } from './sql.js';

const SIGHTINGS_WHOLE = "interval '30 days'";
const PAYLOADS_KEPT = "interval '14 days'";
/** The model learns how votes grow from the readings nearest to 3, 6, 12, 24 and 48 hours (src/ranking/expect/lessons.ts). */
const EARLY = "interval '48 hours'";
const EARLY_STEP_SECONDS = 3 * 3_600;

/** The next day to thin; the row is locked, so that two processes take turns. */
const NEXT_DAY = `
  select coalesce(r.sightings_until, (select min(observed_at at time zone 'UTC')::date from broadsheet.sightings))::text as day,
    ((select broadsheet.clock()) at time zone 'UTC' - ${SIGHTINGS_WHOLE})::date::text as until
  from broadsheet.retention r for update`;

/** $1: a day, UTC. A list that showed a paper on two days counts as two. */
const THIN = `
  with day_long as materialized (
    select s.* from broadsheet.sightings s
    where s.observed_at >= $1::date::timestamp at time zone 'UTC'
      and s.observed_at < ($1::date + 1)::timestamp at time zone 'UTC'
  ), firsts as (
    select s.paper_id, s.source, s.list, s.listed_on, min(s.observed_at) as first_at
    from broadsheet.sightings s where s.paper_id in (select paper_id from day_long)
    group by s.paper_id, s.source, s.list, s.listed_on
  ), placed as (
    select d.id, d.observed_at > f.first_at as is_later, row_number() over (
      partition by d.paper_id, d.source, d.list, d.listed_on, case when d.observed_at < f.first_at + ${EARLY}
        then floor(extract(epoch from d.observed_at - f.first_at) / ${String(EARLY_STEP_SECONDS)}) end
      order by d.observed_at desc, d.id desc) as place
    from day_long d join firsts f on f.paper_id = d.paper_id and f.source = d.source and f.list = d.list
      and f.listed_on is not distinct from d.listed_on
  ), gone as (
    delete from broadsheet.sightings s using placed p where s.id = p.id and p.place > 1 and p.is_later
    returning 1
  )
  select count(*)::integer as count from gone`;

const DROP_PAYLOADS = `
  with done as (
    select r.payloads_until as since, (select broadsheet.clock()) - ${PAYLOADS_KEPT} as until
    from broadsheet.retention r for update
  ), dropped as (
    update broadsheet.deliveries d set payload = '{}' from broadsheet.digests g, done
    where g.id = d.digest_id and g.status = 'closed' and g.closed_at >= done.since and g.closed_at < done.until
      and d.state in ('sent', 'failed', 'skipped')
    returning 1
  ), moved as (
    update broadsheet.retention r set payloads_until = done.until from done where done.until > done.since
  )
  select count(*)::integer as count from dropped`;

export function createRetentionStore(sql: Sql): RetentionStore {
  return {
    thinSightings: () => sql.transaction(thinNextDay),
    dropPayloads: async () => {
      const rows = await sql.query<{ count: number }>(DROP_PAYLOADS);
      return rows[0]?.count ?? 0;
    },
  };
}

// --- Internal helpers ---

async function thinNextDay(query: Query): Promise<{ day: string; removed: number } | null> {
  const [next] = await query<{ day: string | null; until: string }>(NEXT_DAY);
  if (next?.day == null || next.day >= next.until) return null;
  const removed = await query<{ count: number }>(THIN, [next.day]);
  await query('update broadsheet.retention set sightings_until = $1::date + 1', [next.day]);
  return { day: next.day, removed: removed[0]?.count ?? 0 };
}
