import type { SourceStore } from '../../src/ports/source-store.js';
import { type Sql, text } from './sql.js';

/** What all processes share about asking other people's servers: validators of answers, and paces. */
export function createHttpMemory(sql: Sql): Pick<SourceStore, 'validators' | 'remember' | 'reserve'> {
  return {
    validators: async (url) => {
      const rows = await sql.query<{ etag: string | null; last_modified: string | null }>(
        'select etag, last_modified from broadsheet.http_validators where url = $1',
        [text(url)],
      );
      const row = rows[0];
      if (row === undefined) return null;
      return {
        ...(row.etag === null ? {} : { etag: row.etag }),
        ...(row.last_modified === null ? {} : { lastModified: row.last_modified }),
      };
    },

    remember: async (url, { etag, lastModified }) => {
      await sql.query(
        `insert into broadsheet.http_validators (url, etag, last_modified, stored_at)
         values ($1, $2, $3, broadsheet.clock())
         on conflict (url) do update set etag = excluded.etag, last_modified = excluded.last_modified,
           stored_at = excluded.stored_at`,
        [
          text(url),
          etag === undefined ? null : text(etag),
          lastModified === undefined ? null : text(lastModified),
        ],
      );
    },

    reserve: async (pace, everyMs) => {
      const rows = await sql.query<{ wait: number }>(
        `with t as (
           select broadsheet.clock() as now, make_interval(secs => $2::float8 / 1000) as every
         ), taken as (
           insert into broadsheet.paces as p (name, next_at) select $1, now + every from t
           on conflict (name) do update
             set next_at = greatest(p.next_at, (select now from t)) + (select every from t)
           returning next_at
         )
         select extract(epoch from taken.next_at - t.every - t.now)::float8 * 1000 as wait from taken, t`,
        [text(pace), everyMs],
      );
      return Math.max(0, Math.ceil(rows[0]?.wait ?? 0));
    },
  };
}
