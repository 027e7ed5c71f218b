import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../adapters/postgres/index.js';
import { programVersion } from '../../src/wiring/version.js';
import { runCli, type CliResult, type Env } from '../support/bot-process.js';
import { setClock, testDatabases, type TestDatabase } from '../support/databases.js';
import { freshDataDir, workerUrl } from '../support/embedded-template.js';
import { CHANNEL_KEY, fillDatabase, SAVER } from '../support/full-database.js';
import { silentLogger } from '../support/silent-logger.js';
import { NOON } from '../support/stored-things.js';

const KEY = 'the sealing key of this test';
const OFF: Env = { HUGGINGFACE_URL: '', ARXIV_RSS_URL: '', ARXIV_API_URL: '', SECRET_KEY: KEY };
const PRELOAD = fileURLToPath(new URL('../support/kill-at-batch.mjs', import.meta.url));
const LIMIT_MS = 400_000;

/** A database as the program is told of it. */
interface Place {
  readonly env: Env;
  /** Looks into it while nobody else has it open. */
  readonly within: <T>(look: (pool: pg.Pool) => Promise<T>, role?: 'bot' | 'tool') => Promise<T>;
}

const scratch = mkdtempSync(join(tmpdir(), 'broadsheet-moving-'));
const servers: TestDatabase[] = [];
afterAll(async () => {
  for (const server of servers) await server.close();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 10 });
});

async function placeOf(databaseUrl: string | null): Promise<Place> {
  const dataDir = databaseUrl === null ? await freshDataDir() : scratch;
  if (databaseUrl === null) leftovers.push(dataDir);
  return {
    env: databaseUrl === null ? { ...OFF, DATA_DIR: dataDir } : { ...OFF, DATABASE_URL: databaseUrl },
    within: async (look, role = 'tool') => {
      const database = await openDatabase({
        ...{ databaseUrl, dataDir, version: programVersion(), role, unfinishedImport: 'open' },
        ...{ logger: silentLogger, workerUrl },
      });
      try {
        return await look(database.pool);
      } finally {
        await database.close();
      }
    },
  };
}

const leftovers: string[] = [];
afterAll(() => {
  for (const folder of leftovers) rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
});

const embedded = (): Promise<Place> => placeOf(null);
async function onServer(): Promise<Place> {
  const database = await testDatabases.find(({ name }) => name === 'server')!.open();
  servers.push(database);
  return placeOf(database.url);
}

async function succeed(args: readonly string[], env: Env): Promise<CliResult> {
  const result = await runCli(args, env, LIMIT_MS);
  expect(result.code, `${args.join(' ')}: ${result.stdout}${result.stderr}`).toBe(0);
  return result;
}

async function json(args: readonly string[], env: Env): Promise<Record<string, unknown>> {
  return JSON.parse((await succeed([...args, '--json'], env)).stdout) as Record<string, unknown>;
}

/** What people see of a place, at noon. */
async function lookOf({ env, within }: Place): Promise<readonly string[]> {
  await within((pool) => setClock(pool, NOON));
  const asked = [
    ['preview', '--channel', CHANNEL_KEY],
    ['preview', '--topic', 'speech | retrieval', '--count', '8'],
    ['search', 'speech agents'],
    ['search', '"vision and" -memory', '--limit', '20'],
    ['deliveries', 'list'],
    ['channels', 'list'],
  ];
  const looks: string[] = [];
  for (const args of asked) looks.push((await succeed([...args, '--json'], env)).stdout);
  return looks;
}

describe.runIf(testDatabases.length > 1)('moving to a server and back', { timeout: 2 * LIMIT_MS }, () => {
  let home: Place;
  let look: readonly string[];
  let tables: unknown;
  const file = join(scratch, 'there.export');
  beforeAll(async () => {
    home = await embedded();
    await home.within((pool) => fillDatabase(pool, KEY));
    tables = (await json(['export', file], home.env))['tables'];
    look = await lookOf(home);
  }, LIMIT_MS);

  it('shows the same digests, ledger and answers in every place, and its people are the same', async () => {
    expect(look[0]).toContain('2611.');
    const server = await onServer();
    const brought = await succeed(['import', file], server.env);
    expect(brought.stdout).toMatch(
      /^Imported into the database .*: 120 papers, 2 channels, 1 digest, 4 messages\.$/m,
    );
    expect(brought.stdout).toContain('every table has the rows and the content that were exported');
    const back = join(scratch, 'back.export');
    const exported = await succeed(['export', back], server.env);
    expect(exported.stdout).toContain('Do not start the bot here again');
    expect(await lookOf(server)).toEqual(look);

    const returned = await embedded();
    expect((await json(['import', back], returned.env))['tables']).toEqual(tables);
    expect(await lookOf(returned)).toEqual(look);
    const person = `${SAVER.platform}:${SAVER.workspace}:${SAVER.id}`;
    const forgotten = await json(['forget', '--person', person, '--yes'], returned.env);
    expect(forgotten).toMatchObject({ saved: 1, feedback: 1 });
  });

  it.each([
    ['a server, before a batch is there', onServer, { KILL_AT_BATCH: '2' }],
    ['a server, while a batch is written', onServer, { KILL_AT_BATCH: '4', KILL_AFTER: '1' }],
    ['an embedded database, while a batch is written', embedded, { KILL_AT_BATCH: '3', KILL_AFTER: '1' }],
  ])('goes on after kill -9 into %s', async (_, open, when) => {
    const target = await open();
    const killed = await runCli(
      ['import', file],
      { ...target.env, ...when, NODE_OPTIONS: `--import=${PRELOAD}` },
      LIMIT_MS,
    );
    expect(killed.code, killed.stdout + killed.stderr).toBe(-1);

    for (const args of [['start'], ['channels', 'list'], ['export', join(scratch, 'half.export')]]) {
      const early = await runCli(args, target.env, LIMIT_MS);
      expect(early.stderr).toContain(`An import into this database has not ended: ${file}. Run it again`);
      expect(early.code).toBe(1);
    }
    const done = await json(['import', file], target.env);

    expect(done['wentOnAt']).toBeGreaterThan(0);
    expect(done['tables']).toEqual(tables);
    expect(await lookOf(target)).toEqual(look);
  });

  it('begins anew in another place when the first was given up, and needs the key', async () => {
    const server = await onServer();
    const { SECRET_KEY: _, ...without } = server.env as Env & { SECRET_KEY: string };
    const another = { ...server.env, SECRET_KEY: 'another key than of the file' };
    for (const { env, why } of [
      { env: without, why: 'SECRET_KEY is missing' },
      { env: another, why: 'sealed with another key than the one set here. Set SECRET_KEY to the key' },
    ]) {
      const refused = await runCli(['import', file], env, LIMIT_MS);
      expect(refused.stderr).toContain(why);
      expect(refused.code).toBe(1);
    }
    await server.within(async (pool) => {
      const { rows } = await pool.query('select 1 from broadsheet.papers');
      expect(rows).toEqual([]);
    });
    const rotated = { ...server.env, SECRET_KEY: 'another key than of the file', SECRET_KEY_PREVIOUS: KEY };
    await succeed(['import', file], rotated);
    const full = await runCli(['import', file], rotated, LIMIT_MS);
    expect(full.stderr).toContain('The database is not empty. It holds 120 papers');
    const unasked = await runCli(['import', file, '--replace'], rotated, LIMIT_MS);
    expect(unasked.stderr).toContain('Add --yes if that is what you want.');
    expect((await json(['import', file, '--replace', '--yes'], rotated))['wentOnAt']).toBe(0);
  });

  it('is refused while a bot runs in either place', async () => {
    const server = await onServer();
    for (const place of [home, server])
      await place.within(async () => {
        for (const args of [
          ['export', join(scratch, 'running.export')],
          ['import', file],
        ]) {
          const { code, stderr } = await runCli(args, place.env, LIMIT_MS);
          expect(stderr).toMatch(/^broadsheet: A bot is running on .*\. Stop /m);
          expect(code).toBe(1);
        }
      }, 'bot');
    expect(existsSync(join(scratch, 'running.export'))).toBe(false);
  });

  it('is told by --help and in the handbook', async () => {
    const { stdout } = await succeed(['import', '--help'], OFF);
    expect(stdout.replace(/\s+/g, ' ')).toContain('interrupted, run it again');
    expect(stdout).toContain('DATA_DIR/secret.key');
    const handbook = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8');
    expect(handbook).toContain('## Moving to a PostgreSQL server');
  });
});
