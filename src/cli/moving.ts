import { stat } from 'node:fs/promises';
import type { exportTo, importFrom } from '../wiring/moving.js';
import { countOf } from '../text/numbers.js';
import { confirmed } from './confirm.js';
import type { Output } from './output.js';
import { createProgress } from './progress.js';

export interface ExportOptions {
  readonly force?: boolean;
  readonly json?: boolean;
}

export interface ImportOptions {
  readonly replace?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

type Progress = Parameters<Parameters<typeof exportTo>[0]['onProgress']>[0];

/** Writes everything into a file and says what is in it. */
export async function exportAll(path: string, options: ExportOptions, output: Output): Promise<void> {
  const { exportTo: run } = await import('../wiring/moving.js');
  const done = await shown((show) => run({ ...show, env: process.env, path, force: options.force === true }));
  const { header, tables, bytes, place } = done;
  const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0);
  if (options.json === true) {
    output.json({ file: path, ...summary(header), bytes, rows, tables });
    return;
  }
  output.line(`Exported ${place}: ${contentOf(tables)}.`);
  output.line(
    `${path}: ${sizeOf(bytes)}, ${countOf(rows, 'row', 'rows')}, schema version ${String(header.schema)}.`,
  );
  if (header.sealed !== null)
    output.line(
      'What is secret in it is sealed: the place it goes to needs the same key (SECRET_KEY, or secret.key in DATA_DIR).',
    );
  output.line('Do not start the bot here again, or both places post.');
}

/** Brings everything from a file into an empty database and says what is there now. */
export async function importAll(path: string, options: ImportOptions, output: Output): Promise<void> {
  const replace = options.replace === true;
  // A file that is not there should be said before a question that cannot be taken back.
  if (replace && (await stat(path).catch(() => null)) !== null) {
    if (!(await confirmed('in the database that is set up here', options.yes === true))) return;
  }
  const { importFrom: run } = await import('../wiring/moving.js');
  const done = await shown((show) => run({ ...show, env: process.env, path, replace }));
  const { header, trailer, rows, wentOnAt, place } = done;
  const { tables } = trailer;
  if (options.json === true) {
    output.json({ file: path, ...summary(header), rows, wentOnAt, tables });
    return;
  }
  if (wentOnAt > 0) output.line(`Went on after ${countOf(wentOnAt, 'row', 'rows')} of an earlier run.`);
  output.line(`Imported into ${place}: ${contentOf(tables)}.`);
  output.line(
    `${countOf(rows, 'row', 'rows')}; every table has the rows and the content that were exported.`,
  );
  output.line('Next: broadsheet doctor, then start the bot here, and nowhere else.');
}

// --- Internal helpers ---

type Done = Awaited<ReturnType<typeof importFrom>>;

function summary({ id, schema, version, madeAt, from }: Done['header']) {
  return { id, schema, version, madeAt, from };
}

async function shown<T>(
  work: (show: { onLine: (line: string) => void; onProgress: (progress: Progress) => void }) => Promise<T>,
): Promise<T> {
  const write = (text: string): void => void process.stderr.write(text);
  const line = createProgress({ write, isTerminal: process.stderr.isTTY, now: () => performance.now() });
  try {
    return await work({
      onLine: (text) => {
        write(`${text}\n`);
      },
      onProgress: (progress) => {
        line.show(progressText(progress));
      },
    });
  } finally {
    line.clear();
  }
}

const STEPS: Readonly<Record<Progress['step'], string>> = {
  export: 'Exporting',
  check: 'Checking the file',
  import: 'Importing',
  verify: 'Comparing with what was exported',
  index: 'Making the search index',
};

/** @example Importing: 42 %, sightings, 120k of 290k rows */
export function progressText({ step, table, rows, total }: Progress): string {
  const of = total === null ? '' : ` of ${countOf(total, 'row', 'rows')}`;
  const share = total === null || total === 0 ? [] : [`${String(Math.floor((100 * rows) / total))} %`];
  const count = total === null ? countOf(rows, 'row', 'rows') : `${countOf(rows, '', '').trim()}${of}`;
  return `${STEPS[step]}: ${[...share, ...(table === null ? [] : [table]), count].join(', ')}`;
}

/** What people know by name. */
function contentOf(tables: Done['trailer']['tables']): string {
  const rowsOf = (table: string): number => tables[table]?.rows ?? 0;
  return [
    countOf(rowsOf('papers'), 'paper', 'papers'),
    countOf(rowsOf('channels'), 'channel', 'channels'),
    countOf(rowsOf('digests'), 'digest', 'digests'),
    countOf(rowsOf('deliveries'), 'message', 'messages'),
  ].join(', ');
}

function sizeOf(bytes: number): string {
  return bytes < 1e6 ? `${String(Math.ceil(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
