import type { ModelStore, StoredModel } from '../../src/ports/model-store.js';
import { type Sql, text } from './sql.js';

export function createModelStore(sql: Sql): ModelStore {
  return {
    learnedAt: async () => {
      const rows = await sql.query<{ at: Date }>('select learned_at as at from broadsheet.attention_model');
      return rows[0]?.at ?? null;
    },

    latest: async () => {
      const rows = await sql.query<StoredModel>(
        'select learned_at as "learnedAt", model as text from broadsheet.attention_model',
      );
      return rows[0] ?? null;
    },

    takeTurn: async (againMs) => {
      const rows = await sql.query(
        `insert into broadsheet.learning_turn as t (taken_at) values (broadsheet.clock())
         on conflict (id) do update set taken_at = excluded.taken_at
           where t.taken_at <= excluded.taken_at - $1 * interval '1 millisecond' or t.taken_at > excluded.taken_at
         returning id`,
        [againMs],
      );
      return rows.length > 0;
    },

    save: async (model, skill) => {
      await sql.query(
        `insert into broadsheet.attention_model as m (learned_at, skill, model) values ($1, $2::json, $3)
         on conflict (id) do update set learned_at = excluded.learned_at, skill = excluded.skill, model = excluded.model
           where m.learned_at <= excluded.learned_at`,
        [model.learnedAt, JSON.stringify(skill), text(model.text)],
      );
    },
  };
}
