import type { LeaseStore } from '../../src/ports/lease-store.js';
import { type Sql, text } from './sql.js';

/** A lease that ends later than this was written before the clock was set back. */
const LONGER_THAN_ANY = "interval '1 hour'";

export function createLeaseStore(sql: Sql): LeaseStore {
  return {
    take: async ({ name, holder, place }, forMs, mayFollow = true) => {
      const rows = await sql.query<{ holder: string; place: string }>(
        `with taken as (
           insert into broadsheet.leases as l (name, holder, place, ends_at)
           values ($1, $2, $3, broadsheet.clock() + $4 * interval '1 millisecond')
           on conflict (name) do update
             set holder = excluded.holder, place = excluded.place, ends_at = excluded.ends_at
             where l.holder = excluded.holder or $5 and (
               l.ends_at <= broadsheet.clock() or l.ends_at > broadsheet.clock() + ${LONGER_THAN_ANY})
           returning holder, place
         )
         select holder, place from taken
         union all
         select holder, place from broadsheet.leases where name = $1 and not exists (select from taken)`,
        [name, holder, text(place), forMs, mayFollow],
      );
      // Two who ask at once for a lease that was never held: who comes second sees neither row.
      const [found] = rows;
      if (found?.holder === holder) return { kind: 'ours' };
      return { kind: 'theirs', place: found?.place ?? null };
    },

    release: async ({ name, holder }) => {
      await sql.query('delete from broadsheet.leases where name = $1 and holder = $2', [name, holder]);
    },
  };
}
