import { AppError } from '../../src/errors.js';
import type { ChannelPress, PeopleStore, SavedPaper } from '../../src/ports/people-store.js';
import { type Query, type Sql, text } from './sql.js';

/** What a statement did to the one row it was about. `known`: the paper is in the catalogue. */
interface Change {
  readonly known: boolean;
  readonly changed: boolean;
}

export function createPeopleStore(sql: Sql): PeopleStore {
  return {
    save: async (person, paperId, workspace = null, channelKey = null) => {
      const rows = await sql.query<Change>(
        `with paper as (select id from broadsheet.papers where id = $2), added as (
           insert into broadsheet.saved_papers (person, paper_id, saved_at, workspace, channel_key)
           select $1, id, broadsheet.clock(), $3, $4 from paper on conflict do nothing returning paper_id)
         select exists (select from paper) as known, exists (select from added) as changed`,
        [text(person), text(paperId), textOrNull(workspace), textOrNull(channelKey)],
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

    ...createPresses(sql),

    forget: (person) =>
      sql.transaction(async (query) => ({
        saved: await deleteOf(query, 'saved_papers', person),
        feedback: await deleteOf(query, 'feedback', person),
      })),
  };
}

/** The papers stay saved, but nobody learns from them any more. @returns how many they are */
export async function forgetWhereSaved(query: Query, channelKey: string): Promise<number> {
  const rows = await query<{ paper_id: string }>(
    'update broadsheet.saved_papers set channel_key = null where channel_key = $1 returning paper_id',
    [text(channelKey)],
  );
  return rows.length;
}

// --- Internal helpers ---

function createPresses(sql: Sql): Pick<PeopleStore, 'presses' | 'forgetPresses'> {
  return {
    presses: (channelKey, limit) =>
      sql.query<ChannelPress>(
        `select paper_id as "paperId", verdict, person, given_at as at
         from (select paper_id, verdict, person, given_at from broadsheet.feedback where channel_key = $1
           union all
           select paper_id, 'saved', person, saved_at from broadsheet.saved_papers where channel_key = $1) pressed
         order by given_at desc, paper_id collate "C", verdict, person collate "C" limit $2`,
        [text(channelKey), limit],
      ),

    forgetPresses: (channelKey) =>
      sql.transaction(async (query) => {
        const judged = await query<{ paper_id: string }>(
          'delete from broadsheet.feedback where channel_key = $1 returning paper_id',
          [text(channelKey)],
        );
        return judged.length + (await forgetWhereSaved(query, channelKey));
      }),
  };
}

function textOrNull(value: string | null): string | null {
  return value === null ? null : text(value);
}

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
