import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { AppError } from '../../../src/errors.js';
import { appliedSchema } from '../migrate.js';
import { createSql, type Query } from '../sql.js';
import { fileFault } from './file-faults.js';
import { FORMAT, type Header, type OnProgress, type Trailer } from './format.js';
import { createCensus, ONE_SPELLING, rowLine, type Census } from './row-text.js';
import {
  columnsOf,
  LEFT_BEHIND,
  MOVED,
  numberedColumns,
  quoted,
  tableName,
  type Column,
  type Numbered,
} from './tables.js';

/** Rows that are in memory at a time. */
const AT_ONCE = 500;
/** What tries a key; the fact that src/commands/person-hash.ts keeps. */
const SEALED = "select value from broadsheet.facts where name = 'person-pepper'";

export interface ExportOptions {
  readonly path: string;
  /** Of the program. */
  readonly version: string;
  readonly from: Header['from'];
  /** Write over a file that is there. */
  readonly force: boolean;
  readonly onProgress: OnProgress;
}

export interface Exported {
  readonly header: Header;
  readonly tables: Readonly<Record<string, Census>>;
  /** Size of the file. */
  readonly bytes: number;
}

/**
 * Writes all that is kept into one file, as it is at one instant. The file is there when it is complete, readable by
 * its owner alone; until then it is called `….part`.
 * @throws AppError `usage` when the file is there already or cannot be written, `database` when a table is not known
 */
export async function exportDatabase(pool: pg.Pool, options: ExportOptions): Promise<Exported> {
  const { path, force } = options;
  if (!force && existsSync(path))
    throw new AppError(`${path} is there already.`, {
      code: 'usage',
      hint: 'Name another file, or write over it with --force.',
    });
  const part = `${path}.part`;
  const sql = createSql(pool);
  let result: Omit<Exported, 'bytes'> | undefined;
  try {
    await rm(part, { force: true });
    await sql.transaction(async (query) => {
      await beginReading(query);
      const writing = writeLines(query, options, (done) => (result = done));
      await pipeline(
        Readable.from(writing, { objectMode: false }),
        createGzip(),
        createWriteStream(part, { mode: 0o600, flags: 'wx', flush: true }),
      );
    });
    await rename(part, path);
    const { size } = await stat(path);
    if (result === undefined) throw new Error('The export ended without its last line.');
    return { ...result, bytes: size };
  } catch (error) {
    await rm(part, { force: true });
    // What the database refuses comes as an AppError already.
    throw error instanceof AppError ? error : fileFault(path, error);
  }
}

// --- Internal helpers ---

/** One instant for all tables. On a server the reading may stand still for as long as the disk does. */
async function beginReading(query: Query): Promise<void> {
  await query('set transaction isolation level repeatable read, read only');
  for (const statement of ONE_SPELLING) await query(statement);
  await query('set local idle_in_transaction_session_timeout = 0');
}

async function* writeLines(
  query: Query,
  options: ExportOptions,
  done: (result: Omit<Exported, 'bytes'>) => void,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  const lines = (...texts: readonly string[]): Buffer => {
    const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(''), 'utf8');
    hash.update(bytes);
    return bytes;
  };
  const columns = await columnsOf(query);
  refuseUnknown([...columns.keys()]);
  const head = await headerOf(query, options);
  yield lines(JSON.stringify(head));

  const tables: Record<string, Census> = {};
  for (const { name } of MOVED) {
    const own = columns.get(name) ?? [];
    yield lines(JSON.stringify({ table: name, columns: own.map((column) => column.name) }));
    const census = createCensus();
    for await (const batch of rowsOf(query, name, own)) {
      for (const line of batch) census.add(Buffer.from(line, 'utf8'));
      options.onProgress({ step: 'export', table: name, rows: census.result().rows, total: null });
      yield lines(...batch);
    }
    tables[name] = census.result();
  }
  const numbered = await readNumbered(query);
  const end: Trailer = { end: true, tables, numbered, sha256: hash.digest('hex') };
  yield Buffer.from(`${JSON.stringify(end)}\n`, 'utf8');
  done({ header: head, tables });
}

async function headerOf(query: Query, { version, from }: ExportOptions): Promise<Header> {
  const [now] = await query<{ now: Date }>('select clock_timestamp() as now');
  const [sealed] = await query<{ value: string }>(SEALED);
  return {
    broadsheet: 'export',
    format: FORMAT,
    id: randomUUID(),
    schema: await appliedSchema(query),
    version,
    madeAt: (now?.now ?? new Date(NaN)).toISOString(),
    from,
    sealed: sealed?.value ?? null,
  };
}

async function* rowsOf(
  query: Query,
  table: string,
  columns: readonly Column[],
): AsyncGenerator<readonly string[]> {
  await query(
    `declare moving no scroll cursor for select ${rowLine(columns)} as line from ${tableName(table)} t`,
  );
  for (;;) {
    const rows = await query<{ line: string }>(`fetch ${String(AT_ONCE)} from moving`);
    if (rows.length === 0) break;
    yield rows.map(({ line }) => line);
  }
  await query('close moving');
}

/** Numbers are never given twice, also not those of rows that are gone. */
async function readNumbered(query: Query): Promise<Trailer['numbered']> {
  const found: Trailer['numbered'] = [];
  for (const { table, column } of await numberedColumns(query)) {
    if (table in LEFT_BEHIND) continue;
    const [state] = await query<{ last: number | null }>(
      `select case when is_called then last_value end as last from ${await sequenceOf(query, { table, column })}`,
    );
    found.push({ table, column, last: state?.last ?? null });
  }
  return found;
}

async function sequenceOf(query: Query, { table, column }: Numbered): Promise<string> {
  const rows = await query<{ name: string }>('select pg_get_serial_sequence($1, $2) as name', [
    `broadsheet.${quoted(table)}`,
    column,
  ]);
  return rows[0]?.name ?? '';
}

function refuseUnknown(tables: readonly string[]): void {
  const unknown = tables.filter((name) => !(name in LEFT_BEHIND) && !MOVED.some((one) => one.name === name));
  const missing = MOVED.filter(({ name }) => !tables.includes(name)).map(({ name }) => name);
  const [what, names] =
    unknown.length > 0 ? ['tables that this program does not know', unknown] : ['not all tables', missing];
  if (names.length === 0) return;
  throw new AppError(`The database has ${what}: ${names.join(', ')}.`, {
    code: 'database',
    hint: 'Export it with the program that it belongs to, and look whether somebody has made tables in the schema broadsheet.',
  });
}
