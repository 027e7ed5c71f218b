import type { AskedStore } from '../../src/ports/asked-store.js';
import { batchesOf } from './batches.js';
import { json, type Sql, text } from './sql.js';

export function createAskedStore(sql: Sql): AskedStore {
  return {
    asked: async (source, subjects) => {
      const rows = await sql.query<{ subject: string; askedAt: Date; note: unknown }>(
        `select subject, asked_at as "askedAt", note from broadsheet.asked
         where source = $1 and subject = any($2::text[])`,
        [source, subjects.map(text)],
      );
      return new Map(rows.map(({ subject, ...asked }) => [subject, asked]));
    },

    noteAsked: async (source, notes, at) => {
      const latest = new Map(
        notes.map(({ subject, note }) => [text(subject), { subject: text(subject), note }]),
      );
      for (const batch of batchesOf([...latest.values()]))
        await sql.query(
          `insert into broadsheet.asked (source, subject, asked_at, note)
           select $1, subject, $2, nullif(note, 'null'::jsonb)
           from json_to_recordset($3::json) as r (subject text, note jsonb)
           on conflict (source, subject) do update set asked_at = excluded.asked_at, note = excluded.note`,
          [source, at, json(batch)],
        );
    },

    prune: async () => {
      await sql.query(
        `delete from broadsheet.asked where asked_at < broadsheet.clock() - make_interval(days => 60)`,
      );
    },
  };
}
