import { AppError } from '../../src/errors.js';
import type { PeopleStore, SavedPaper } from '../../src/ports/people-store.js';
import { type Query, type Sql, text } from './sql.js';

/** What a statement did to the one row it was about. `known`: the paper is in the catalogue. */
interface Change {
  readonly known: boolean;
  readonly changed: boolean;
}

export function createPeopleStore(sql: Sql): PeopleStore {
  return {
    save: async (person, paperId, workspace = null) => {
      const rows = await sql.query<Change>(
        `with paper as (select id from broadsheet.papers where id = $2), added as (
           insert into broadsheet.saved_papers (person, paper_id, saved_at, workspace)
           select $1, id, broadsheet.clock(), $3 from paper on conflict do nothing returning paper_id)
         select exists (select from paper) as known, exists (select from added) as changed`,
        [text(person), text(paperId), workspace === null ? null : text(workspace)],
      );
      return changeOf(rows, paperId);
    },

    unsave: async (person, paperId) => {
      const rows = await sql.query<{ paper_id: string }>(
        'delete from broadsheet.saved_papers where person = $1 and paper_id = $2 returning paper_id',
        [text(person), text(paperId)],
      );
      return rows.length > 0;
    },

    saved: (person) =>
      sql.query<SavedPaper>(
        `select paper_id as "paperId", saved_at as "savedAt" from broadsheet.saved_papers
         where person = $1 order by saved_at desc, paper_id collate "C"`,
        [text(person)],
      ),

    giveFeedback: async (channelKey, person, paperId, verdict) => {
      const rows = await sql.query<Change>(
        `with paper as (select id from broadsheet.papers where id = $3), given as (
           insert into broadsheet.feedback as f (channel_key, person, paper_id, verdict, given_at)
           select $1, $2, id, $4, broadsheet.clock() from paper
           on conflict (channel_key, person, paper_id)
             do update set verdict = excluded.verdict, given_at = excluded.given_at
             where f.verdict <> excluded.verdict
           returning paper_id)
         select exists (select from paper) as known, exists (select from given) as changed`,
        [text(channelKey), text(person), text(paperId), verdict],
      );
      return changeOf(rows, paperId);
    },

    forget: (person) =>
      sql.transaction(async (query) => ({
        saved: await deleteOf(query, 'saved_papers', person),
        feedback: await deleteOf(query, 'feedback', person),
      })),
  };
}

// --- Internal helpers ---

function changeOf(rows: readonly Change[], paperId: string): boolean {
  const change = rows[0];
  if (change?.known === true) return change.changed;
  throw new AppError(`The paper ${paperId} is not in the catalogue.`, {
    code: 'not-found',
    hint: 'Look for it with search first.',
  });
}

async function deleteOf(query: Query, table: 'saved_papers' | 'feedback', person: string): Promise<number> {
  const rows = await query<{ paper_id: string }>(
    `delete from broadsheet.${table} where person = $1 returning paper_id`,
    [text(person)],
  );
  return rows.length;
}
