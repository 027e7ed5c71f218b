import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { openDatabase, refuseRunningBot } from '../../adapters/postgres/index.js';
import { newestSchema } from '../../adapters/postgres/migrate.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';
import { exportedLines, withHeader, writeExport } from '../support/export-files.js';
import { silentLogger } from '../support/silent-logger.js';
import { exportFrom, importInto, transfers } from '../support/transfers.js';

const at = transfers();

describe('a file', () => {
  const lines = (): readonly string[] => exportedLines(at.whole.path);
  const cases: readonly [string, (path: string) => void, string][] = [
    ['that is not there', () => undefined, 'there is no such file'],
    ['that is a folder', () => undefined, 'it is a folder'],
    ['that is empty', (path) => writeFileSync(path, ''), 'is cut off'],
    ['of another kind', (path) => writeFileSync(path, 'select 1;'), 'is no export of Broadsheet'],
    [
      'of another kind, compressed',
      (path) => writeFileSync(path, gzipSync('[1]\n')),
      'is no export of Broadsheet',
    ],
    ['that is cut off', (path) => copyTo(path, (bytes) => bytes.subarray(0, bytes.length / 2)), 'is cut off'],
    ['that lacks its last byte', (path) => copyTo(path, (bytes) => bytes.subarray(0, -1)), 'is cut off'],
    [
      'that was cut before it was compressed',
      (path) => writeFileSync(path, gzipSync(`${lines().slice(0, -1).join('\n')}\n`)),
      'is cut off',
    ],
    ['with one bit turned', (path) => copyTo(path, turned), 'is damaged'],
    [
      'with a row left out',
      (path) =>
        writeExport(
          path,
          lines().filter((_, index) => index !== 5),
        ),
      'the rows of the table papers are not those',
    ],
    [
      'with a row changed',
      (path) =>
        writeExport(
          path,
          lines().map((line, index) => (index === 5 ? line.replace('number', 'nomber') : line)),
        ),
      'the rows of the table papers are not those',
    ],
    [
      'with a line between',
      (path) =>
        writeFileSync(path, gzipSync(`${lines().toSpliced(1, 0, '{"table":"papers"}').join('\n')}\n`)),
      'a line cannot be understood',
    ],
    [
      'with another table',
      (path) => writeExport(path, lines().toSpliced(1, 0, '{"table":"users","columns":["id"]}')),
      'a table that Broadsheet does not know, users',
    ],
    [
      'of a newer schema',
      (path) => writeExport(path, withHeader(lines(), { schema: 999, version: '9.0.0' })),
      `by a newer Broadsheet (9.0.0): it has schema version 999, this program knows ${String(newestSchema())}`,
    ],
    [
      'of a newer format',
      (path) => writeExport(path, withHeader(lines(), { format: 2, version: '9.0.0' })),
      'it has format 2, this program knows 1',
    ],
  ];

  it.each(cases)('%s is refused in a sentence, before anything is changed', async (what, make, sentence) => {
    const path = what.includes('folder') ? at.scratch : at.newFile();
    make(path);
    // Nothing is asked of the database: there is none.
    const none = { pool: null as unknown as pg.Pool } as TestDatabase;
    const fault: unknown = await importInto(none, path).catch((error: unknown) => error);
    expect(fault).toMatchObject({ name: 'AppError', message: expect.stringContaining(sentence) as string });
    expect((fault as { hint?: string }).hint).toBeTruthy();
  });

  it('that is there is written over only when told to, and is nobody else’s to read', async () => {
    const database = await at.fresh();
    const path = at.newFile();
    writeFileSync(path, 'precious');
    await expect(exportFrom(database, path)).rejects.toMatchObject({
      message: `${path} is there already.`,
      hint: expect.stringContaining('--force') as string,
    });
    await exportFrom(database, path, true);
    expect(exportedLines(path)[0]).toContain('"broadsheet":"export","format":1');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await expect(exportFrom(database, join(at.scratch, 'nowhere', 'file'))).rejects.toMatchObject({
      message: expect.stringContaining('there is no such file or folder') as string,
    });
  });

  function copyTo(path: string, change: (bytes: Buffer) => Uint8Array): void {
    writeFileSync(path, change(readFileSync(at.whole.path)));
  }
  function turned(bytes: Buffer): Buffer {
    const changed = Buffer.from(bytes);
    const middle = Math.floor(changed.length / 2);
    changed[middle] = (changed[middle] ?? 0) ^ 1;
    return changed;
  }
});

describe('a database', () => {
  it('with a table that nobody knows is not exported without it', async () => {
    const database = await at.fresh();
    await database.pool.query('create table broadsheet.of_a_newer_release (id int)');
    await expect(exportFrom(database, at.newFile())).rejects.toMatchObject({
      message: 'The database has tables that this program does not know: of_a_newer_release.',
    });
  });

  it.runIf(testDatabases.length > 1)(
    'on which a bot runs is told from one on which a command does',
    async () => {
      const { url, pool } = await at.fresh(testDatabases.at(-1));
      const open = (role: 'bot' | 'tool') =>
        openDatabase({ databaseUrl: url, dataDir: '.', version: 'test', role, logger: silentLogger });
      const tool = await open('tool');
      await tool.ping();
      await refuseRunningBot(pool);
      const bot = await open('bot');
      await expect(refuseRunningBot(pool)).rejects.toMatchObject({
        code: 'already-running',
        message: 'A bot is running on this database, from this machine.',
      });
      await bot.close();
      await tool.close();
    },
  );
});
