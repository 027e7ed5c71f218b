import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStores, type Database, openDatabase } from '../../adapters/postgres/index.js';
import { prepareSearchIndex } from '../../adapters/postgres/search-index.js';
import { catchUpIndex } from '../../src/search/catch-up.js';
import { testDatabases } from '../support/databases.js';
import { freshDataDir, workerUrl } from '../support/embedded-template.js';
import { silentLogger } from '../support/silent-logger.js';

const MIGRATIONS = new URL('../../adapters/postgres/migrations/', import.meta.url);

/** Names of the indexes over all words that there are. */
async function indexes(pool: pg.Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ relname: string }>(
    "select relname from pg_class where relname in ('search_papers_bm25', 'search_papers_text') order by 1",
  );
  return rows.map(({ relname }) => relname);
}

describe('a data directory', { timeout: 120_000 }, () => {
  let dataDir: string;
  let database: Database | undefined;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'broadsheet-data-'));
  });
  afterEach(async () => {
    await database?.close();
    database = undefined;
    rmSync(dataDir, { recursive: true, force: true });
  });
  const open = async (directory: string): Promise<Database> =>
    (database = await openDatabase({
      databaseUrl: null,
      dataDir: directory,
      version: 'test',
      role: 'bot',
      logger: silentLogger,
      workerUrl,
    }));

  it('made before there was search opens, and its papers are found once they are indexed', async () => {
    await makeAsBefore(join(dataDir, 'database'), ['Robust Speech', 'Vision']);
    const { pool } = await open(dataDir);
    const { search } = createStores(pool);
    expect(await indexes(pool)).toEqual(['search_papers_bm25']);
    expect(await search.candidates({ words: ['speech'], limit: 5 })).toEqual([]);

    expect(await catchUpIndex(search, { signal: new AbortController().signal })).toBe(2);
    const [found] = await search.candidates({ words: ['speech'], limit: 5 });
    expect(found).toMatchObject({ id: '2610.00000', title: 'robust speech', listedOn: '2026-10-05' });
  });

  it('has the index it needs after every start, and no other', async () => {
    rmSync(dataDir, { recursive: true });
    dataDir = await freshDataDir();
    const first = await open(dataDir);
    await first.pool.query(
      "create index search_papers_text on broadsheet.search_papers using gin (to_tsvector('simple', title_words))",
    );
    await first.pool.query('drop index broadsheet.search_papers_bm25');
    await first.close();
    const { pool } = await open(dataDir);
    expect(await indexes(pool)).toEqual(['search_papers_bm25']);
  });

  it('keeps its index when the role may not read it, and says what to do', async () => {
    rmSync(dataDir, { recursive: true });
    dataDir = await freshDataDir();
    const { pool } = await open(dataDir);
    await pool.query(`create role limited;
      grant all on schema broadsheet to limited;
      grant all on all tables in schema broadsheet to limited;
      alter table broadsheet.search_papers owner to limited;
      revoke select on broadsheet.search_papers from limited;
      set role limited`);
    await expect(prepareSearchIndex(pool, silentLogger)).rejects.toMatchObject({
      code: 'database',
      hint: expect.stringContaining('Grant') as string,
    });
    await pool.query('reset role');
    expect(await indexes(pool)).toEqual(['search_papers_bm25']);
  });
});

describe.each(testDatabases)('preparing the index on the $name database', ({ name, open }) => {
  it('changes nothing when it is done again, also by several at once', async () => {
    const database = await open();
    try {
      const before = await indexes(database.pool);
      await Promise.all([1, 2, 3].map(() => prepareSearchIndex(database.pool, silentLogger)));
      expect(await indexes(database.pool)).toEqual(before);
      expect(before).toHaveLength(1);
      if (name === 'embedded') expect(before).toEqual(['search_papers_bm25']);
    } finally {
      await database.close();
    }
  });
});

/** An embedded database as the release before search left it: no extension, schema version 2. */
async function makeAsBefore(directory: string, titles: readonly string[]): Promise<void> {
  mkdirSync(directory, { recursive: true });
  const db = await PGlite.create({ dataDir: directory });
  await db.exec(
    `create schema broadsheet;
     create table broadsheet.migrations (
       version integer primary key, name text not null, applied_at timestamptz not null default now())`,
  );
  const before = readdirSync(MIGRATIONS).filter((name) => /^000[12]_/.test(name));
  for (const name of before.sort()) {
    await db.exec(readFileSync(new URL(name, MIGRATIONS), 'utf8'));
    await db.query('insert into broadsheet.migrations (version, name) values ($1, $2)', [
      Number(name.slice(0, 4)),
      name,
    ]);
  }
  for (const [number, title] of titles.entries())
    await db.query(
      `insert into broadsheet.papers (id, title, abstract, authors, categories, first_listed_on, keywords,
         on_hugging_face, text_source, updated_at)
       values ($1, $2, 'An abstract.', '{}', '{}', '2026-10-05', '{}', true, 'arxiv', now())`,
      [`2610.${String(number).padStart(5, '0')}`, title],
    );
  await db.close();
}
