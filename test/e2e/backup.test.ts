import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStores, openDatabase } from '../../adapters/postgres/index.js';
import { createSealer } from '../../adapters/shared/sealer.js';
import { openSecretKeys } from '../../adapters/shared/secret-key.js';
import { createHashPerson, openHashPerson } from '../../src/commands/person-hash.js';
import type { DuePlan } from '../../src/ports/digest-store.js';
import { programVersion } from '../../src/wiring/version.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';
import { freshDataDir, workerUrl } from '../support/embedded-template.js';
import { putChannel } from '../support/put-channel.js';
import { silentLogger } from '../support/silent-logger.js';
import { address, content, settings, threadParts, today, tomorrow } from '../support/stored-things.js';

const PEPPER = 'the pepper of this test';
const SECRET_KEY = 'the sealing key of this test';
const KEY = 'discord:11:22';
const dueToday = (): DuePlan => ({ open: today, skipped: [], next: tomorrow });

const scratch = mkdtempSync(join(tmpdir(), 'broadsheet-backup-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true, maxRetries: 10 }));

/** The shell commands of docs/operating.md under that heading, block by block. */
function stepsUnder(heading: string): readonly string[] {
  const text = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8');
  const section = text.split(`\n### ${heading}\n`)[1]?.split(/\n##/)[0] ?? '';
  return [...section.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, commands = '']) => commands);
}

/** In the scratch folder, stopping at the first that fails. */
async function follow(commands: string | undefined, databaseUrl = ''): Promise<void> {
  expect(commands).toBeTruthy();
  const env = { PATH: process.env['PATH'], DATABASE_URL: databaseUrl };
  await promisify(execFile)('sh', ['-ec', commands ?? ''], { cwd: scratch, env });
}

/** A channel that has had two papers today, and the sealed pepper. */
async function fill(pool: pg.Pool, key: string): Promise<void> {
  const { channels, digests, facts } = createStores(pool);
  const { channel } = await putChannel(channels, address, settings(), today);
  const digest = await digests.openNow(channel.id);
  await digests.freeze(digest, content(), threadParts('p1', 'p2'), (position) => `${position}`.repeat(64));
  await pool.query(`update broadsheet.deliveries set state = 'sent', remote_id = 'm' || position`);
  await digests.close(digest.id, 'posted', null);
  await openHashPerson({ facts, sealer: createSealer(key), newPepper: () => PEPPER });
}

/** What happens after the backup, all of it to be undone. */
async function goOn(pool: pg.Pool): Promise<void> {
  const { channels, facts } = createStores(pool);
  await channels.remove(KEY);
  await putChannel(channels, { ...address, place: '33' }, settings(), today);
  await facts.put('person-pepper', 'overwritten');
}

async function expectRestored(pool: pg.Pool, key: string): Promise<void> {
  const { channels, deliveries, digests, facts } = createStores(pool);
  expect((await channels.list()).map((one) => one.key)).toEqual([KEY]);
  const { id = 0, ...channel } = (await channels.get(KEY)) ?? {};
  expect(channel).toMatchObject({ topics: settings().topics, schedule: settings().schedule });
  expect(await channels.had(id)).toEqual(new Set(['p1', 'p2']));
  expect(await deliveries.list({ state: 'sent', limit: 10 })).toHaveLength(4);
  const hash = await openHashPerson({ facts, sealer: createSealer(key), newPepper: () => 'another' });
  const person = { id: 'U1' };
  expect(hash('slack', 'T1', person)).toBe(createHashPerson(PEPPER)('slack', 'T1', person));

  await pool.query('update broadsheet.channels set next_slot = $1, next_due_at = now()', [today.slot]);
  await digests.openDue(0, dueToday);
  const next = await digests.find(id, today.slot);
  expect(next?.status).toBe('open');
  const again = threadParts('p2', 'p3');
  const frozen = await digests.freeze(next!, content(), again, (position) => `a${position}`.repeat(32));
  expect(frozen, 'a paper that was posted is not posted again').toBe(false);
}

describe('a backup of DATA_DIR', { timeout: 300_000 }, () => {
  const dataDir = join(scratch, 'data');
  const keyOf = async (): Promise<string> => {
    const options = { secretKey: null, previousSecretKey: null, databaseUrl: null, dataDir };
    return (await openSecretKeys(options)).current;
  };
  async function within<T>(look: (pool: pg.Pool) => Promise<T>): Promise<T> {
    const database = await openDatabase({
      ...{ databaseUrl: null, dataDir, version: programVersion(), role: 'bot' },
      ...{ logger: silentLogger, workerUrl },
    });
    try {
      return await look(database.pool);
    } finally {
      await database.close();
    }
  }

  it('brings everything back by the steps of the handbook, with its key', async () => {
    const fresh = await freshDataDir();
    cpSync(fresh, dataDir, { recursive: true });
    rmSync(fresh, { recursive: true, force: true });
    const [backup, restore, ...more] = stepsUnder('The embedded database');
    expect(more).toEqual([]);
    const key = await keyOf();
    await within((pool) => fill(pool, key));
    await follow(backup);
    await within(goOn);
    rmSync(join(dataDir, 'secret.key'));

    await follow(restore);

    expect(await keyOf()).toBe(key);
    expect(statSync(join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600);
    await within((pool) => expectRestored(pool, key));
  });
});

describe.runIf(testDatabases.length > 1)('a backup of a server', { timeout: 300_000 }, () => {
  const open = (): Promise<TestDatabase> => testDatabases.find(({ name }) => name === 'server')!.open();
  let database: TestDatabase;
  let backup: string | undefined;
  let restore: string | undefined;
  beforeAll(async () => {
    [backup, restore] = stepsUnder('A server');
    database = await open();
    await fill(database.pool, SECRET_KEY);
    // Stands for the index of an extension that another server does not have.
    await database.pool.query(`
      create extension pg_trgm schema public;
      create index search_papers_bm25 on broadsheet.search_papers using gin (title_words public.gin_trgm_ops)`);
    await follow(backup, database.url ?? '');
  }, 200_000);
  afterAll(() => database.close());

  it('brings everything back by the steps of the handbook, also after a newer release', async () => {
    const { pool, url } = database;
    await goOn(pool);
    await pool.query(`
      create table broadsheet.of_a_newer_release (
        channel_id bigint not null references broadsheet.channels (id) on delete cascade,
        topic text not null);
      insert into broadsheet.of_a_newer_release select id, 'new' from broadsheet.channels;
      create function broadsheet.newer() returns bigint language sql as 'select count(*) from broadsheet.channels';
      insert into broadsheet.migrations (version, name) values (9999, 'newer')`);

    await follow(restore, url ?? '');

    const started = await openDatabase({
      ...{ databaseUrl: url, dataDir: scratch, version: programVersion(), role: 'bot' },
      logger: silentLogger,
    });
    await started.close();
    await expectRestored(pool, SECRET_KEY);
    const newer = await pool.query(`select to_regclass('broadsheet.of_a_newer_release') as there`);
    expect(newer.rows).toEqual([{ there: null }]);
  });

  it('is restored to a server that has neither the roles nor the extension', async () => {
    const other = await open();
    try {
      await follow(restore, other.url ?? '');
      await expectRestored(other.pool, SECRET_KEY);
    } finally {
      await other.close();
    }
  });

  it('changes nothing when it cannot be restored', async () => {
    const other = await open();
    try {
      const { channels } = createStores(other.pool);
      await putChannel(channels, { ...address, place: '44' }, settings(), today);
      const halved = restore?.replace('psql', 'echo "select 1/0;" >> broadsheet.sql; psql');
      await expect(follow(halved, other.url ?? '')).rejects.toThrow('division by zero');
      expect((await channels.list()).map(({ key }) => key)).toEqual(['discord:11:44']);
    } finally {
      await other.close();
    }
  });
});
