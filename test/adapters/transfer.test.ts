import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { createStores, openDatabase } from '../../adapters/postgres/index.js';
import { newestSchema } from '../../adapters/postgres/migrate.js';
import { createSql } from '../../adapters/postgres/sql.js';
import { columnsOf, LEFT_BEHIND, MOVED } from '../../adapters/postgres/transfer/tables.js';
import { testDatabases } from '../support/databases.js';
import { exportedLines, withHeader, writeExport } from '../support/export-files.js';
import { fillDatabase, LAST_DIGEST } from '../support/full-database.js';
import { silentLogger } from '../support/silent-logger.js';
import { everythingIn, exportFrom, importInto, KEY, stopAfter, transfers } from '../support/transfers.js';

const at = transfers();

describe('what moves', () => {
  it('is every table that migrations make, or it is said why not', async () => {
    const { pool } = await at.fresh();
    const tables = [...(await columnsOf(createSql(pool).query)).keys()];
    const known = [...MOVED.map(({ name }) => name), ...Object.keys(LEFT_BEHIND)];
    expect(known.filter((name) => name !== 'unfinished_import').sort()).toEqual([...tables].sort());
  });

  it('has no row before one it refers to', async () => {
    const { pool } = await at.fresh();
    const { rows } = await pool.query<{ from: string; to: string }>(
      `select a.relname as from, b.relname as to from pg_constraint c join pg_class a on a.oid = c.conrelid
       join pg_class b on b.oid = c.confrelid where c.contype = 'f' and c.connamespace = 'broadsheet'::regnamespace`,
    );
    const place = (table: string): number => MOVED.findIndex(({ name }) => name === table);
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter(({ from, to }) => place(from) <= place(to))).toEqual([]);
  });

  it('has at least one row of every table in these tests', () => {
    const bare = Object.entries(at.whole.source).filter(
      ([, rows]) => (rows as readonly string[]).length === 0,
    );
    expect(bare.map(([name]) => name)).toEqual([]);
  });
});

describe.each(testDatabases)('into a database of the kind $name', { timeout: 200_000 }, (kind) => {
  it('brings every row to the byte, and numbers go on', async () => {
    const target = await at.fresh(kind);
    const { wentOnAt, rows } = await importInto(target, at.whole.path);

    expect(wentOnAt).toBe(0);
    expect(rows).toBe(Object.values(at.whole.exported.tables).reduce((sum, table) => sum + table.rows, 0));
    expect(await everythingIn(target)).toEqual(at.whole.source);
    const { digests, channels } = createStores(target.pool);
    const [channel] = await channels.list();
    expect((await digests.openNow(channel!.id)).id).toBe(LAST_DIGEST + 1);
    const back = at.newFile();
    await target.pool.query('delete from broadsheet.digests where id > $1', [LAST_DIGEST]);
    expect((await exportFrom(target, back)).tables).toEqual(at.whole.exported.tables);
  });

  it('goes on where a run stopped, and nothing is there twice', async () => {
    const target = await at.fresh(kind);
    await stopAfter(3, () => importInto(target, at.whole.path));
    const half = await target.pool.query<{ rows: number }>('select rows from broadsheet.unfinished_import');
    expect(half.rows[0]?.rows).toBeGreaterThan(100);

    const { wentOnAt } = await importInto(target, at.whole.path);

    expect(wentOnAt).toBe(half.rows[0]?.rows);
    expect(await everythingIn(target)).toEqual(at.whole.source);
    expect(await isThere(target.pool, 'unfinished_import')).toBe(false);
  });

  it('says what is in a database that is not empty, and replaces it when told to', async () => {
    const target = await at.fresh(kind);
    await fillDatabase(target.pool, KEY, 6);
    const before = await everythingIn(target);

    await expect(importInto(target, at.whole.path)).rejects.toMatchObject({
      code: 'conflict',
      message:
        'The database is not empty. It holds 6 papers, 18 sightings, 2 channels, 1 digest, 4 messages, 1 saved paper, ' +
        '1 opinion, 1 workspace with settings, 1 reader by mail, 1 letter, 1 vector.',
      hint: expect.stringContaining('--replace') as string,
    });
    expect(await everythingIn(target)).toEqual(before);
    await importInto(target, at.whole.path, true);
    expect(await everythingIn(target)).toEqual(at.whole.source);
  });

  it('takes an export of an older schema and brings it up to date', async () => {
    const older = at.newFile();
    writeExport(older, asOf15(exportedLines(at.whole.path)));
    const target = await at.fresh(kind);

    await importInto(target, older);

    const { retention, ...rest } = await everythingIn(target);
    expect(rest).toEqual({ ...at.whole.source, retention: undefined });
    expect(retention).toEqual(['(t,,-infinity)']);
    const { rows } = await target.pool.query<{ last: number }>(
      'select max(version) as last from broadsheet.migrations',
    );
    expect(rows).toEqual([{ last: newestSchema() }]);
  });
});

describe('an import that has not ended', () => {
  it('is in the way of everything else, also of another file', async () => {
    const target = await at.fresh(testDatabases.at(-1));
    await stopAfter(2, () => importInto(target, at.whole.path));
    const again = at.newFile();
    writeExport(again, withHeader(exportedLines(at.whole.path), { id: 'another' }));

    await expect(importInto(target, again)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(`has not ended in this database: ${at.whole.path}`) as string,
    });
    if (target.url !== null)
      for (const role of ['bot', 'tool'] as const)
        await expect(
          openDatabase({
            databaseUrl: target.url,
            dataDir: '.',
            version: 'test',
            role,
            logger: silentLogger,
          }),
        ).rejects.toMatchObject({
          hint: `Run it again, it goes on where it stopped: broadsheet import ${at.whole.path}`,
        });
    await importInto(target, again, true);
    expect(await everythingIn(target)).toEqual(at.whole.source);
  });

  it('is not joined by another one', async () => {
    const target = await at.fresh(testDatabases.at(-1));
    const both = await Promise.allSettled([
      importInto(target, at.whole.path),
      importInto(target, at.whole.path),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { message: expect.stringMatching(/Another import is at work|not empty/) as string },
    });
    expect(await everythingIn(target)).toEqual(at.whole.source);
  });

  it('says which table differs from what was exported', async () => {
    const target = await at.fresh();
    await stopAfter(2, () => importInto(target, at.whole.path));
    await target.pool.query(`update broadsheet.papers set title = title || '.' where id = '2611.10003'`);
    await target.pool.query(`insert into broadsheet.paces values ('another', now())`);

    await expect(importInto(target, at.whole.path)).rejects.toMatchObject({
      message:
        'What is in the database is not what was exported. It differs in papers (other content), paces (2 rows instead of 1 row).',
    });
    expect(await isThere(target.pool, 'unfinished_import')).toBe(true);
  });
});

async function isThere(pool: pg.Pool, table: string): Promise<boolean> {
  const { rows } = await pool.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
    `broadsheet.${table}`,
  ]);
  return rows[0]?.there === true;
}

/** An export as the program before the last migration would have written it. */
function asOf15(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.startsWith('{"table":"retention"'));
  const rest = lines.slice(first + 1).findIndex((line) => line.startsWith('{'));
  const left = lines.toSpliced(first, rest + 1);
  const end = JSON.parse(left.at(-1) ?? '') as { tables: Record<string, unknown> };
  const { retention, ...tables } = end.tables;
  expect(retention).toBeDefined();
  return withHeader([...left.slice(0, -1), JSON.stringify({ ...end, tables })], { schema: 15 });
}
