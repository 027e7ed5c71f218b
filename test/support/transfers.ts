import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { exportDatabase, type Exported } from '../../adapters/postgres/transfer/export-file.js';
import { importFile, type Imported } from '../../adapters/postgres/transfer/import-file.js';
import { MOVED } from '../../adapters/postgres/transfer/tables.js';
import { testDatabases, type TestDatabase } from './databases.js';
import { fillDatabase } from './full-database.js';
import { silentLogger } from './silent-logger.js';
import { watchQueries } from './watch-queries.js';

export const KEY = 'the sealing key of this test';
const quiet = (): void => undefined;

/** One export of a filled embedded database, and what was in it. */
export interface Whole {
  readonly path: string;
  readonly exported: Exported;
  readonly source: Record<string, unknown>;
}

/** Files and databases for the tests around; gone after them. */
export interface Transfers {
  readonly scratch: string;
  readonly whole: Whole;
  newFile(): string;
  fresh(kind?: (typeof testDatabases)[number]): Promise<TestDatabase>;
}

export function transfers(): Transfers {
  const scratch = mkdtempSync(join(tmpdir(), 'broadsheet-transfer-'));
  const opened: TestDatabase[] = [];
  let files = 0;
  let whole: Whole | undefined;
  const newFile = (): string => join(scratch, `file-${String((files += 1))}`);
  beforeAll(async () => {
    const database = await testDatabases[0]!.open();
    try {
      await fillDatabase(database.pool, KEY);
      const path = newFile();
      whole = {
        path,
        exported: await exportFrom(database, path),
        source: await everythingIn(database),
      };
    } finally {
      await database.close();
    }
  }, 200_000);
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
  });
  afterAll(() => rmSync(scratch, { recursive: true, force: true, maxRetries: 10 }));
  return {
    scratch,
    get whole() {
      return whole!;
    },
    newFile,
    fresh: async (kind = testDatabases[0]!) => {
      const database = await kind.open();
      opened.push(database);
      return database;
    },
  };
}

export function exportFrom({ pool, kind }: TestDatabase, path: string, force = false): Promise<Exported> {
  return exportDatabase(pool, { path, version: '1.2.3', from: kind, force, onProgress: quiet });
}

export function importInto({ pool }: TestDatabase, path: string, replace = false): Promise<Imported> {
  return importFile(pool, { path, replace, onProgress: quiet, logger: silentLogger });
}

/** Every row as text, and everything else that is to be the same. */
export async function everythingIn({ pool }: TestDatabase): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const { name } of MOVED) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from broadsheet.${name} t`);
    all[name] = rows.map(({ row }) => row).sort();
  }
  return all;
}

/** Runs an import and fails it when it has written so many batches. */
export async function stopAfter(batches: number, run: () => Promise<unknown>): Promise<void> {
  let written = 0;
  const look = (text: string): Error | undefined => {
    const isBatch = text.startsWith('insert into broadsheet."');
    return isBatch && (written += 1) > batches ? new Error('stopped by the test') : undefined;
  };
  await expect(watchQueries(look, run)).rejects.toThrow('stopped by the test');
}
