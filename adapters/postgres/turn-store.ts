import { LONGEST_HOLD_MS, type Turn, type TurnStore } from '../../src/ports/turn-store.js';
import { type Sql, text } from './sql.js';

/** What is held up the longest of the scopes in `$5`. */
const HELD = `
  select key, held_until - broadsheet.clock() as wait from broadsheet.turns
  where key = any($5::text[]) and held_until > broadsheet.clock() order by held_until desc limit 1`;
/** `next_at` is the theoretical arrival time of GCRA (ATM Forum, Traffic Management 4.0): a turn may be so much before it as the burst allows. */
const TAKE = `
  insert into broadsheet.turns as t (key, next_at)
    select $1, broadsheet.clock() + $2::float8 * interval '1 millisecond' where not exists (select from held)
  on conflict (key) do update set next_at = greatest(t.next_at, broadsheet.clock()) + $2::float8 * interval '1 millisecond'
    where t.next_at <= broadsheet.clock() + ($3::float8 + $4::float8) * interval '1 millisecond'
      and (t.held_until is null or t.held_until <= broadsheet.clock())
  returning next_at - ($2::float8 + $3::float8) * interval '1 millisecond' - broadsheet.clock() as wait`;
const WAIT = `
  select next_at - $2::float8 * interval '1 millisecond' - broadsheet.clock() as wait from broadsheet.turns where key = $1`;
const HOLD = `insert into broadsheet.turns as t (key, next_at, held_until)
     values ($1, broadsheet.clock(), broadsheet.clock() + $2::float8 * interval '1 millisecond')
   on conflict (key) do update set held_until = greatest(t.held_until, excluded.held_until)`;
/** Minutes are counted whole, so that what is left out is surely older than ten. */
const REFUSED = `with added as (
     insert into broadsheet.refusals as r (platform, minute, count)
       values ($1, date_trunc('minute', broadsheet.clock()), $2)
     on conflict (platform, minute) do update set count = r.count + excluded.count
     returning minute, count
   )
   select (a.count + coalesce((
     select sum(o.count) from broadsheet.refusals o where o.platform = $1 and o.minute <> a.minute
       and o.minute > broadsheet.clock() - interval '11 minutes'), 0))::int as count
   from added a`;
const MS = (wait: string): string => `extract(epoch from (${wait}))::float8 * 1000`;

interface Answer {
  readonly turn: number | null;
  readonly scope: string | null;
  readonly hold: number | null;
}

export function createTurnStore(sql: Sql): TurnStore {
  return {
    take: async (key, { everyMs, burst }, longestWaitMs, scopes = []): Promise<Turn> => {
      const early = everyMs * (burst - 1);
      const [answer] = await sql.query<Answer>(
        `with held as (${HELD}), taken as (${TAKE})
         select (select ${MS('wait')} from taken) as turn, (select key from held) as scope,
           (select ${MS('wait')} from held) as hold`,
        [text(key), everyMs, early, longestWaitMs, [key, ...scopes].map(text)],
      );
      const { turn = null, scope = null, hold = null } = answer ?? {};
      if (turn !== null) return { taken: true, waitMs: Math.max(0, Math.ceil(turn)) };
      if (scope !== null && hold !== null)
        return { taken: false, waitMs: Math.max(1, Math.ceil(hold)), held: scope };
      const [next] = await sql.query<{ ms: number }>(
        `with next as (${WAIT}) select ${MS('wait')} as ms from next`,
        [text(key), early],
      );
      return { taken: false, waitMs: Math.max(1, Math.ceil(next?.ms ?? everyMs)) };
    },

    hold: async (scope, ms) => {
      await sql.query(HOLD, [text(scope), Math.min(ms, LONGEST_HOLD_MS)]);
    },

    heldFor: async (scopes) => {
      const [held] = await sql.query<{ ms: number | null }>(
        `select ${MS('max(held_until) - broadsheet.clock()')} as ms from broadsheet.turns where key = any($1::text[])`,
        [scopes.map(text)],
      );
      return Math.max(0, Math.ceil(held?.ms ?? 0));
    },

    refused: async (platform, count) => {
      const [all] = await sql.query<{ count: number }>(REFUSED, [text(platform), count]);
      return all?.count ?? count;
    },

    prune: async () => {
      await sql.query(
        `delete from broadsheet.turns where next_at < broadsheet.clock() - interval '1 hour'
           and (held_until is null or held_until < broadsheet.clock())`,
      );
      await sql.query(
        `delete from broadsheet.refusals where minute < broadsheet.clock() - interval '1 hour'`,
      );
    },
  };
}
