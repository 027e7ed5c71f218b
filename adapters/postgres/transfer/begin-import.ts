import type pg from 'pg';
import { AppError } from '../../../src/errors.js';
import { statementFault } from '../connect-faults.js';
import { migrateIn, MIGRATION_LOCK, newestSchema } from '../migrate.js';
import { queryOn, type Query } from '../sql.js';
import type { Header } from './format.js';
import { MOVED, tableName } from './tables.js';
import { beginUnfinished, readUnfinished } from './unfinished.js';

export interface BeginOptions {
  readonly header: Header;
  /** As it is to be told. */
  readonly path: string;
  /** Delete what is there. */
  readonly replace: boolean;
}

/**
 * Makes a database ready to take the rows of an export: empty, with the schema of the export, marked as unfinished,
 * and without the index that search finds papers by, which is made at once in the end. Or finds the mark of this very
 * export and goes on there.
 * @returns how many rows of the file are there already
 * @throws AppError `conflict` when something is in it that an import would have to delete
 */
export async function beginImport(pool: pg.Pool, options: BeginOptions): Promise<number> {
  const client = await pool.connect();
  const query = queryOn(client);
  try {
    await query('begin');
    await query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    const rows = await prepare(client, query, options);
    await query('commit');
    client.release();
    return rows;
  } catch (error) {
    client.release(true);
    throw error instanceof AppError ? error : statementFault(error);
  }
}

// --- Internal helpers ---

async function prepare(client: pg.PoolClient, query: Query, options: BeginOptions): Promise<number> {
  const { header, path, replace } = options;
  const unfinished = await readUnfinished(query);
  if (unfinished !== null && !replace) {
    if (unfinished.id === header.id) return unfinished.rows;
    throw new AppError(
      `The import of another export has not ended in this database: ${unfinished.file}, made ${unfinished.madeAt}.`,
      {
        code: 'conflict',
        hint: `Go on with that file, or delete what is there with: broadsheet import ${path} --replace`,
      },
    );
  }
  if (unfinished === null && !replace) await refuseFilled(query, path);
  if (unfinished === null && header.schema === newestSchema()) await empty(query);
  else {
    await query('drop schema if exists broadsheet cascade');
    await migrateIn(client, header.schema);
    await empty(query);
  }
  await query('drop index if exists broadsheet.search_papers_bm25, broadsheet.search_papers_text');
  await beginUnfinished(query, { id: header.id, file: path, madeAt: header.madeAt, rows: 0 });
  return 0;
}

async function refuseFilled(query: Query, path: string): Promise<void> {
  const found: string[] = [];
  for (const { name, counted } of MOVED) {
    if (counted === null) continue;
    const rows = await query<{ count: number }>(`select count(*) as count from ${tableName(name)}`);
    const count = rows[0]?.count ?? 0;
    if (count > 0) found.push(`${String(count)} ${counted[count === 1 ? 0 : 1]}`);
  }
  if (found.length === 0) return;
  throw new AppError(`The database is not empty. It holds ${found.join(', ')}.`, {
    code: 'conflict',
    hint: `Import into an empty one (another DATABASE_URL or DATA_DIR), or delete all that is in this one with: broadsheet import ${path} --replace`,
  });
}

/** What migrations put into it is in the file, too. */
async function empty(query: Query): Promise<void> {
  const there = await query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'broadsheet'`,
  );
  const names = MOVED.filter(({ name }) => there.some((one) => one.name === name));
  await query(`truncate ${names.map(({ name }) => tableName(name)).join(', ')}`);
}
