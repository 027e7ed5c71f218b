import { AppError } from '../../../src/errors.js';
import type { Query } from '../sql.js';

/** How far an import has come that has not ended. */
export interface Unfinished {
  /** Id of the export. */
  readonly id: string;
  readonly file: string;
  readonly madeAt: string;
  /** Rows of the file that are in the database. */
  readonly rows: number;
}

const TABLE = 'broadsheet.unfinished_import';

/** Whether an import has begun on this database and not ended. */
export async function hasUnfinished(query: Query): Promise<boolean> {
  const rows = await query<{ there: boolean }>(`select to_regclass('${TABLE}') is not null as there`);
  return rows[0]?.there === true;
}

export async function readUnfinished(query: Query): Promise<Unfinished | null> {
  if (!(await hasUnfinished(query))) return null;
  const rows = await query<Unfinished & Record<string, unknown>>(
    `select id, file, made_at as "madeAt", rows from ${TABLE}`,
  );
  return rows[0] ?? null;
}

export async function beginUnfinished(query: Query, { id, file, madeAt, rows }: Unfinished): Promise<void> {
  await query(`drop table if exists ${TABLE}`);
  await query(
    `create table ${TABLE} (id text not null, file text not null, made_at text not null, rows bigint not null)`,
  );
  await query(`insert into ${TABLE} values ($1, $2, $3, $4)`, [id, file, madeAt, rows]);
}

/**
 * Moves the mark on, in the transaction that writes the rows.
 * @throws AppError `conflict` when somebody else moves it, too
 */
export async function advanceUnfinished(query: Query, id: string, from: number, to: number): Promise<void> {
  const moved = (await hasUnfinished(query))
    ? await query<{ rows: number }>(
        `update ${TABLE} set rows = $3 where id = $1 and rows = $2 returning rows`,
        [id, from, to],
      )
    : [];
  if (moved.length === 1) return;
  throw new AppError('Another import is at work on this database.', {
    code: 'conflict',
    hint: 'Wait for it to end; then run this one again, if it is still needed.',
  });
}

export async function endUnfinished(query: Query): Promise<void> {
  await query(`drop table ${TABLE}`);
}

/** @throws AppError `database` when an import has not ended: half the papers a channel has had would be posted again */
export async function refuseUnfinished(query: Query): Promise<void> {
  const unfinished = await readUnfinished(query);
  if (unfinished === null) return;
  throw new AppError(`An import into this database has not ended: ${unfinished.file}.`, {
    code: 'database',
    hint: `Run it again, it goes on where it stopped: broadsheet import ${unfinished.file}`,
  });
}
