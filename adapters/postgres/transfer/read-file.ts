import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { AppError } from '../../../src/errors.js';
import { cutOff, damaged, fileFault, noExport } from './file-faults.js';
import {
  FORMAT,
  header,
  row,
  tableHead,
  trailer,
  type Header,
  type OnProgress,
  type Row,
  type TableHead,
  type Trailer,
} from './format.js';
import { createCensus } from './row-text.js';
import { MOVED } from './tables.js';

/** The longest row by far is the learned model, a few megabytes; more is no file of ours. */
const LONGEST_LINE = 256 * 2 ** 20;
const NEWLINE = 0x0a;
const ARRAY = '['.charCodeAt(0);
const TOLD_EVERY = 1_000;

/** One row, with the table it belongs to. */
export interface ReadRow {
  readonly head: TableHead;
  readonly values: Row;
  /** How long its line is. */
  readonly bytes: number;
}

export interface Checked {
  readonly header: Header;
  readonly trailer: Trailer;
  readonly rows: number;
}

/**
 * Reads the first line alone.
 * @throws AppError `usage` when it is no export, `version-mismatch` when a newer program has written it
 */
export async function readHeader(path: string, newestSchema: number): Promise<Header> {
  for await (const line of linesOf(path)) return understood(path, line, newestSchema);
  throw noExport(path);
}

/**
 * Reads the whole file and believes nothing: every line, the count and hash of every table, the hash of all. Keeps no
 * more than one line.
 * @throws AppError `invalid-payload` when it is cut off or damaged, and as `readHeader`
 */
export async function checkFile(
  path: string,
  newestSchema: number,
  onProgress: OnProgress,
): Promise<Checked> {
  const hash = createHash('sha256');
  const tables = new Map<string, ReturnType<typeof createCensus>>();
  let head: Header | undefined;
  let table: TableHead | undefined;
  let rows = 0;
  let checked: Checked | undefined;
  // To the last byte: what was lost behind the last line is a loss, too.
  for await (const line of linesOf(path)) {
    if (checked !== undefined) throw damaged(path, 'something stands behind its end');
    if (head === undefined) head = understood(path, line, newestSchema);
    else if (line[0] === ARRAY) {
      if (table === undefined) throw damaged(path, 'a row stands before any table');
      tables.get(table.table)?.add(line);
      rows += 1;
      if (rows % TOLD_EVERY === 0) onProgress({ step: 'check', table: table.table, rows, total: null });
    } else {
      const next = parse(path, line);
      const end = trailer.safeParse(next);
      if (end.success) {
        compare(path, end.data, tables, hash.digest('hex'));
        checked = { header: head, trailer: end.data, rows };
        continue;
      }
      table = tableOf(path, next);
      if (tables.has(table.table)) throw damaged(path, `the table ${table.table} comes twice`);
      tables.set(table.table, createCensus());
    }
    hash.update(line).update('\n');
  }
  if (checked !== undefined) return checked;
  throw head === undefined ? noExport(path) : cutOff(path);
}

/** Every row of a file that `checkFile` has seen. */
export async function* readRows(path: string): AsyncGenerator<ReadRow> {
  let head: TableHead | undefined;
  for await (const line of linesOf(path)) {
    if (line[0] === ARRAY) {
      const values = row.safeParse(parse(path, line));
      if (head === undefined || !values.success || values.data.length !== head.columns.length)
        throw damaged(path, `a row of the table ${head?.table ?? ''} does not fit its columns`);
      yield { head, values: values.data, bytes: line.length };
    } else {
      const next = tableHead.safeParse(parse(path, line));
      if (next.success) head = next.data;
    }
  }
}

// --- Internal helpers ---

async function* linesOf(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path);
  const text = createGunzip();
  file.on('error', (error) => text.destroy(error));
  let rest: readonly Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of file.pipe(text) as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
        yield Buffer.concat([...rest, chunk.subarray(start, end)]);
        [rest, length, start] = [[], 0, end + 1];
      }
      rest = [...rest, chunk.subarray(start)];
      length += chunk.length - start;
      if (length > LONGEST_LINE) throw damaged(path, 'a line does not end');
    }
  } catch (error) {
    throw readingFault(path, error);
  } finally {
    file.destroy();
    text.destroy();
  }
}

function readingFault(path: string, error: unknown): unknown {
  if (error instanceof AppError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'Z_BUF_ERROR') return cutOff(path);
  if (code === 'Z_DATA_ERROR' && message.includes('header check')) return noExport(path);
  if (code.startsWith('Z_')) return damaged(path, message, error);
  return fileFault(path, error);
}

function understood(path: string, line: Buffer, newestSchema: number): Header {
  let first: unknown;
  try {
    first = JSON.parse(line.toString('utf8'));
  } catch {
    throw noExport(path);
  }
  const read = header.safeParse(first);
  const { format, schema, version } = { ...(first as Partial<Header> | null) };
  const newer = (what: string): AppError =>
    new AppError(`${path} was written by a newer Broadsheet (${String(version)}): ${what}.`, {
      code: 'version-mismatch',
      hint: 'Import it with that version or a later one. Nothing was imported.',
    });
  if (typeof format === 'number' && format > FORMAT)
    throw newer(`it has format ${String(format)}, this program knows ${String(FORMAT)}`);
  if (!read.success) throw noExport(path);
  if (typeof schema === 'number' && schema > newestSchema)
    throw newer(`it has schema version ${String(schema)}, this program knows ${String(newestSchema)}`);
  return read.data;
}

function parse(path: string, line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch (error) {
    throw damaged(path, 'a line cannot be read', error);
  }
}

function tableOf(path: string, value: unknown): TableHead {
  const read = tableHead.safeParse(value);
  if (!read.success) throw damaged(path, 'a line cannot be understood');
  if (!MOVED.some(({ name }) => name === read.data.table))
    throw damaged(path, `it has a table that Broadsheet does not know, ${read.data.table}`);
  return read.data;
}

function compare(
  path: string,
  end: Trailer,
  tables: ReadonlyMap<string, ReturnType<typeof createCensus>>,
  sha256: string,
): void {
  const names = new Set([...Object.keys(end.tables), ...tables.keys()]);
  for (const name of names) {
    const said = end.tables[name];
    const found = tables.get(name)?.result();
    if (said?.rows !== found?.rows || said?.hash !== found?.hash)
      throw damaged(path, `the rows of the table ${name} are not those that were written`);
  }
  if (end.sha256 !== sha256) throw damaged(path, 'its content is not what was written');
}
