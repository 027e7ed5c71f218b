import { randomBytes } from 'node:crypto';
import type { AnswerStore, ListView, ViewStore } from '../../src/ports/answer-store.js';
import { json, type Sql, text } from './sql.js';

/** Longer than any platform takes an answer (15 and 30 minutes), so that no late job finds its id free again. */
const CLAIM_KEPT = "interval '1 day'";
const VIEW_KEPT = "interval '30 days'";
/** Bytes of a list's id: 24 letters and digits, not to be guessed, and short enough for a button. */
const VIEW_ID_BYTES = 12;

export function createAnswerStore(sql: Sql): AnswerStore {
  return {
    claim: async (id) => {
      const rows = await sql.query<{ id: string }>(
        `insert into broadsheet.answers as a (id, claimed_at) values ($1, broadsheet.clock())
         on conflict (id) do update set claimed_at = excluded.claimed_at
           where a.claimed_at <= excluded.claimed_at - ${CLAIM_KEPT}
         returning id`,
        [text(id)],
      );
      return rows.length > 0;
    },

    release: async (id) => {
      await sql.query('delete from broadsheet.answers where id = $1', [text(id)]);
    },

    prune: async () => {
      const older = (kept: string): string => `(select broadsheet.clock()) - ${kept}`;
      await sql.query(`delete from broadsheet.answers where claimed_at <= ${older(CLAIM_KEPT)}`);
      await sql.query(`delete from broadsheet.views where created_at <= ${older(VIEW_KEPT)}`);
    },
  };
}

export function createViewStore(sql: Sql): ViewStore {
  return {
    keep: async (view) => {
      const id = randomBytes(VIEW_ID_BYTES).toString('hex');
      await sql.query(
        'insert into broadsheet.views (id, body, created_at) values ($1, $2::json, broadsheet.clock())',
        [id, json(view)],
      );
      return id;
    },

    get: async (id) => {
      const rows = await sql.query<{ body: ListView }>(
        `select body from broadsheet.views
         where id = $1 and created_at > (select broadsheet.clock()) - ${VIEW_KEPT}`,
        [text(id)],
      );
      return rows[0]?.body ?? null;
    },
  };
}
