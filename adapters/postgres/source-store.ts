import type { SourceState, SourceStore } from '../../src/ports/source-store.js';
import { createHttpMemory } from './http-memory.js';
import { type Sql, text } from './sql.js';

/** An error is kept for a person to read; a page of HTML is not. */
const ERROR_LENGTH = 1_000;

export function createSourceStore(sql: Sql): SourceStore {
  return {
    get: async (source) => {
      const rows = await sql.query<SourceState>(
        `select source, last_ok_at as "lastOkAt", failing_since as "failingSince", last_error as "lastError",
           not_before as "notBefore", failures
         from broadsheet.source_state where source = $1`,
        [source],
      );
      return (
        rows[0] ?? {
          source,
          lastOkAt: null,
          failingSince: null,
          lastError: null,
          notBefore: null,
          failures: 0,
        }
      );
    },

    recordOk: async (source, at) => {
      await sql.query(
        `insert into broadsheet.source_state as s (source, last_ok_at) values ($1, $2)
         on conflict (source) do update set last_ok_at = greatest(s.last_ok_at, excluded.last_ok_at),
           failing_since = null, last_error = null, not_before = null, failures = 0`,
        [source, at],
      );
    },

    recordFailure: async (source, error, notBefore) => {
      await sql.query(
        `insert into broadsheet.source_state as s (source, failing_since, last_error, not_before, failures)
         values ($1, broadsheet.clock(), $2, $3, 1)
         on conflict (source) do update set failing_since = coalesce(s.failing_since, excluded.failing_since),
           last_error = excluded.last_error, not_before = excluded.not_before, failures = s.failures + 1`,
        [source, text(error).slice(0, ERROR_LENGTH), notBefore],
      );
    },

    ...createHttpMemory(sql),
  };
}
