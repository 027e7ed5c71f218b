import type { Lost, SourceState, SourceStore } from '../../src/ports/source-store.js';
import { createHttpMemory } from './http-memory.js';
import { type Query, type Sql, text } from './sql.js';

/** An error is kept for a person to read; a page of HTML is not. */
const ERROR_LENGTH = 1_000;

/** The state of a part stands beside its source's, under `source/part`. */
const PART = `split_part(source, '/', 1) = $1 and source <> $1`;
const PART_NAME = `substr(source, length($1) + 2)`;

export function createSourceStore(sql: Sql): SourceStore {
  return {
    get: async (source) => {
      const rows = await sql.query<SourceState>(
        `select source, last_ok_at as "lastOkAt", failing_since as "failingSince", last_error as "lastError",
           not_before as "notBefore", failures
         from broadsheet.source_state where source = $1`,
        [source],
      );
      const lost = await sql.query<{ part: string; tryAt: Date }>(
        `select ${PART_NAME} as part, not_before as "tryAt" from broadsheet.source_state
         where ${PART} and failures > 0 order by not_before, source`,
        [source],
      );
      const [first] = lost;
      return {
        ...(rows[0] ?? { source, ...NEVER_READ }),
        lost: first === undefined ? null : { parts: lost.map(({ part }) => part), tryAt: first.tryAt },
      };
    },

    recordOk: (source, at, loss) =>
      sql.transaction(async (query) => {
        await query(
          `insert into broadsheet.source_state as s (source, last_ok_at, failing_since, last_error)
           values ($1, $2, case when $3::text is not null then broadsheet.clock() end, $3)
           on conflict (source) do update set last_ok_at = greatest(s.last_ok_at, excluded.last_ok_at),
             failing_since = case when $3 is not null then coalesce(s.failing_since, excluded.failing_since) end,
             last_error = excluded.last_error, not_before = null, failures = 0`,
          [source, at, loss === undefined ? null : errorText(loss.error)],
        );
        await recordLost(query, source, loss);
      }),

    recordFailure: async (source, error, notBefore) => {
      await sql.query(
        `insert into broadsheet.source_state as s (source, failing_since, last_error, not_before, failures)
         values ($1, broadsheet.clock(), $2, $3, 1)
         on conflict (source) do update set failing_since = coalesce(s.failing_since, excluded.failing_since),
           last_error = excluded.last_error, not_before = excluded.not_before, failures = s.failures + 1`,
        [source, errorText(error), notBefore],
      );
    },

    ...createPartMemory(sql),
    ...createHttpMemory(sql),
  };
}

// --- Internal helpers ---

const NEVER_READ = {
  lastOkAt: null,
  failingSince: null,
  lastError: null,
  notBefore: null,
  failures: 0,
} as const;

function errorText(error: string): string {
  return text(error).slice(0, ERROR_LENGTH);
}

function createPartMemory(sql: Sql): Pick<SourceStore, 'parts' | 'recordPart'> {
  return {
    parts: async (source) => {
      const rows = await sql.query<{ part: string; readUpTo: Date | null; failures: number }>(
        `select ${PART_NAME} as part, last_ok_at as "readUpTo", failures from broadsheet.source_state where ${PART}`,
        [source],
      );
      return new Map(rows.map(({ part, ...state }) => [part, state]));
    },

    recordPart: async (source, part, readUpTo) => {
      await sql.query(
        `insert into broadsheet.source_state as s (source, last_ok_at) values ($1, $2)
         on conflict (source) do update set last_ok_at = greatest(s.last_ok_at, excluded.last_ok_at)`,
        [`${source}/${text(part)}`, readUpTo],
      );
    },
  };
}

/** These parts are lost and no others; one that is well, and of which nothing is noted, is forgotten. */
async function recordLost(query: Query, source: string, lost: Lost | undefined): Promise<void> {
  const names = (lost?.parts ?? []).map((part) => `${source}/${text(part)}`);
  await query(
    `delete from broadsheet.source_state where ${PART} and last_ok_at is null and source <> all($2)`,
    [source, names],
  );
  await query(
    `update broadsheet.source_state set not_before = null, failures = 0
     where ${PART} and failures > 0 and source <> all($2)`,
    [source, names],
  );
  await query(
    `insert into broadsheet.source_state as s (source, not_before, failures)
     select name, $2, 1 from unnest($1::text[]) as name
     on conflict (source) do update set not_before = excluded.not_before, failures = s.failures + 1`,
    [names, lost?.tryAt ?? null],
  );
}
