import type pg from 'pg';
import { AppError } from '../../../src/errors.js';
import type { Logger } from '../../../src/ports/logger.js';
import { migrate, newestSchema } from '../migrate.js';
import { patient } from '../pools.js';
import { prepareSearchIndex } from '../search-index.js';
import { createSql, type Query, type Sql } from '../sql.js';
import { beginImport, type BeginOptions } from './begin-import.js';
import { damaged } from './file-faults.js';
import type { OnProgress, TableHead, Trailer } from './format.js';
import { checkFile, readRows, type Checked, type ReadRow } from './read-file.js';
import { ONE_SPELLING, takeCensus } from './row-text.js';
import { columnsOf, MOVED, quoted, tableName, type Column } from './tables.js';
import { advanceUnfinished, endUnfinished } from './unfinished.js';

/** Rows of one transaction, and about how many bytes of them. */
const BATCH_ROWS = 500;
const BATCH_BYTES = 4 * 2 ** 20;
/** Reading every row of a large table once. */
const CENSUS_LIMIT_MS = 60 * 60_000;

export interface ImportOptions extends Pick<BeginOptions, 'path' | 'replace'> {
  readonly onProgress: OnProgress;
  readonly logger: Logger;
}

export interface Imported extends Checked {
  /** Rows that an earlier run had brought already. */
  readonly wentOnAt: number;
}

/**
 * Brings all that an export holds into an empty database, goes on where an earlier run of the same file stopped, and
 * at the end compares every table with what was written. The database of an import that has not ended opens for
 * nothing else.
 * @throws AppError `invalid-payload` for a damaged file, before anything is changed; `conflict` when the database is
 *   not empty; `database` when what is there in the end is not what was written
 */
export async function importFile(pool: pg.Pool, options: ImportOptions): Promise<Imported> {
  const { path, onProgress, logger } = options;
  const checked = await checkFile(path, newestSchema(), onProgress);
  const wentOnAt = await beginImport(pool, { ...options, header: checked.header });
  const sql = createSql(pool);
  const columns = await columnsOf(sql.query);
  await writeRows(sql, { ...options, checked, columns, wentOnAt });
  await setNumbers(sql.query, path, checked.trailer, columns);
  await verify(pool, checked.trailer, columns, onProgress);

  onProgress({ step: 'index', table: null, rows: checked.rows, total: checked.rows });
  await migrate(pool);
  await prepareSearchIndex(pool, logger);
  for (const { name } of MOVED) await pool.query(patient(`analyze ${tableName(name)}`, CENSUS_LIMIT_MS));
  await endUnfinished(sql.query);
  return { ...checked, wentOnAt };
}

// --- Internal helpers ---

type Columns = ReadonlyMap<string, readonly Column[]>;

interface Work extends ImportOptions {
  readonly checked: Checked;
  readonly columns: Columns;
  readonly wentOnAt: number;
}

async function writeRows(sql: Sql, work: Work): Promise<void> {
  const { path, checked, wentOnAt, onProgress } = work;
  let at = 0;
  let batch: ReadRow[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    const [first] = batch;
    if (first === undefined) return;
    const [from, rows] = [at - batch.length, batch];
    await sql.transaction(async (query) => {
      await advanceUnfinished(query, checked.header.id, from, at);
      await insertRows(query, work, first.head, rows);
    });
    onProgress({ step: 'import', table: first.head.table, rows: at, total: checked.rows });
    [batch, bytes] = [[], 0];
  };
  for await (const row of readRows(path)) {
    if (at < wentOnAt) {
      at += 1;
      continue;
    }
    const full = batch.length >= BATCH_ROWS || bytes >= BATCH_BYTES;
    if (full || (batch[0]?.head ?? row.head) !== row.head) await flush();
    batch.push(row);
    bytes += row.bytes;
    at += 1;
  }
  await flush();
}

/** Every value is cast from its text, so that it is what it was, to the byte. */
async function insertRows(
  query: Query,
  { path, columns }: Work,
  head: TableHead,
  rows: readonly ReadRow[],
): Promise<void> {
  for (const statement of ONE_SPELLING) await query(statement);
  const types = head.columns.map((name) => typeOf(path, head.table, name, columns));
  const names = head.columns.map(quoted).join(', ');
  const places = head.columns.map((_, index) => `$${String(index + 1)}::text[]`).join(', ');
  const values = head.columns.map((_, index) => `c${String(index)}`);
  await query(
    `insert into ${tableName(head.table)} (${names}) overriding system value
     select ${values.map((value, index) => `${value}::${types[index] ?? ''}`).join(', ')}
     from unnest(${places}) as r (${values.join(', ')})`,
    head.columns.map((_, index) => rows.map((row) => row.values[index] ?? null)),
  );
}

function typeOf(path: string, table: string, name: string, columns: Columns): string {
  const column = columns.get(table)?.find((one) => one.name === name);
  if (column === undefined) throw damaged(path, `its schema has no column ${table}.${name}`);
  return column.type;
}

/** The next row of each table gets the number it would have got where the file comes from. */
async function setNumbers(
  query: Query,
  path: string,
  { numbered }: Trailer,
  columns: Columns,
): Promise<void> {
  for (const { table, column, last } of numbered) {
    typeOf(path, table, column, columns);
    await query(
      `select setval(pg_get_serial_sequence($1, $2), coalesce($3::bigint, 1), $3::bigint is not null)`,
      [tableName(table), column, last],
    );
  }
}

async function verify(
  pool: pg.Pool,
  { tables }: Trailer,
  columns: Columns,
  onProgress: OnProgress,
): Promise<void> {
  const sql = createSql(pool, CENSUS_LIMIT_MS);
  const differing: string[] = [];
  for (const [name, said] of Object.entries(tables)) {
    onProgress({ step: 'verify', table: name, rows: said.rows, total: null });
    const found = await sql.transaction(async (query) => {
      for (const statement of ONE_SPELLING) await query(statement);
      return takeCensus(query, name, columns.get(name) ?? []);
    });
    if (found.rows !== said.rows)
      differing.push(`${name} (${count(found.rows)} instead of ${count(said.rows)})`);
    else if (found.hash !== said.hash) differing.push(`${name} (other content)`);
  }
  if (differing.length === 0) return;
  throw new AppError(
    `What is in the database is not what was exported. It differs in ${differing.join(', ')}.`,
    {
      code: 'database',
      hint: 'Something else has written to the database. Stop it, and begin anew with --replace.',
    },
  );
}

function count(rows: number): string {
  return `${String(rows)} ${rows === 1 ? 'row' : 'rows'}`;
}
