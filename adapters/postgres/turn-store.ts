import type { TurnStore } from '../../src/ports/turn-store.js';
import { type Sql, text } from './sql.js';

/** `next_at` is the theoretical arrival time of GCRA (ATM Forum, Traffic Management 4.0): a turn may be so much before it as the burst allows. */
const TAKE = `
  insert into broadsheet.turns as t (key, next_at) values ($1, broadsheet.clock() + $2::float8 * interval '1 millisecond')
  on conflict (key) do update set next_at = greatest(t.next_at, broadsheet.clock()) + $2::float8 * interval '1 millisecond'
    where t.next_at <= broadsheet.clock() + ($3::float8 + $4::float8) * interval '1 millisecond'
  returning next_at - ($2::float8 + $3::float8) * interval '1 millisecond' - broadsheet.clock() as wait`;
const WAIT = `
  select next_at - $2::float8 * interval '1 millisecond' - broadsheet.clock() as wait from broadsheet.turns where key = $1`;
const MS = (wait: string): string => `extract(epoch from (${wait}))::float8 * 1000`;

export function createTurnStore(sql: Sql): TurnStore {
  return {
    take: async (key, { everyMs, burst }, longestWaitMs) => {
      const early = everyMs * (burst - 1);
      const [turn] = await sql.query<{ ms: number }>(
        `with taken as (${TAKE}) select ${MS('wait')} as ms from taken`,
        [text(key), everyMs, early, longestWaitMs],
      );
      if (turn !== undefined) return { taken: true, waitMs: Math.max(0, Math.ceil(turn.ms)) };
      const [next] = await sql.query<{ ms: number }>(
        `with next as (${WAIT}) select ${MS('wait')} as ms from next`,
        [text(key), early],
      );
      return { taken: false, waitMs: Math.max(1, Math.ceil(next?.ms ?? everyMs)) };
    },

    prune: async () => {
      await sql.query(`delete from broadsheet.turns where next_at < broadsheet.clock() - interval '1 hour'`);
    },
  };
}
