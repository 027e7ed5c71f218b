import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { createStores, openDatabase } from '../../adapters/postgres/index.js';
import { createSealer } from '../../adapters/shared/sealer.js';
import { openSecretKeys, type SecretKeys } from '../../adapters/shared/secret-key.js';
import { openHashPerson } from '../../src/commands/person-hash.js';
import { programVersion } from '../../src/wiring/version.js';
import { runCli, type CliResult, type Env } from '../support/bot-process.js';
import { testDatabases } from '../support/databases.js';
import { freshDataDir, workerUrl } from '../support/embedded-template.js';
import { dumpRows } from '../support/row-watch.js';
import { silentLogger } from '../support/silent-logger.js';

const PEPPER = 'the pepper of this test';
const OLD = 'the first key of this test';
const NEW = 'the second key of this test';
const OFF: Env = { HUGGINGFACE_URL: '', ARXIV_RSS_URL: '', ARXIV_API_URL: '' };
const PRELOAD = fileURLToPath(new URL('../support/kill-at-step.mjs', import.meta.url));
const LIMIT_MS = 400_000;

const scratch = mkdtempSync(join(tmpdir(), 'broadsheet-rotation-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true, maxRetries: 10 }));

/** Runs `rotate-key` until it is killed before the step of that name. @param at `never` lets it end */
async function rotate(env: Env, at: string): Promise<CliResult & { steps: readonly string[] }> {
  const log = join(mkdtempSync(join(scratch, 'steps-')), 'log');
  const watched = { NODE_OPTIONS: `--import=${PRELOAD}`, STEP_LOG: log, KILL_AT_STEP: at };
  const run = await runCli(['rotate-key'], { ...OFF, ...env, ...watched }, LIMIT_MS);
  const steps = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
  return { ...run, steps };
}

/** The name that stands in everything a key has sealed. */
const sealedWith = (key: string): string =>
  createSealer(key).seal('', '').split('.').slice(0, 2).join('.') + '.';

async function plantPepper(pool: pg.Pool, key: string): Promise<void> {
  const { facts } = createStores(pool);
  await openHashPerson({ facts, sealer: createSealer(key), newPepper: () => PEPPER });
}

async function openPepper(pool: pg.Pool, { current, others }: SecretKeys): Promise<string> {
  const sealed = await createStores(pool).facts.get('person-pepper');
  return createSealer(current, others).open(sealed ?? '', 'person-pepper');
}

/** What a database of one's own holds, while nobody else has it open. */
async function within<T>(dataDir: string, look: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const database = await openDatabase({
    ...{ databaseUrl: null, dataDir, version: programVersion(), role: 'tool' },
    ...{ logger: silentLogger, workerUrl },
  });
  try {
    return await look(database.pool);
  } finally {
    await database.close();
  }
}

const keysIn = (dataDir: string): Promise<SecretKeys> =>
  openSecretKeys({ secretKey: null, previousSecretKey: null, databaseUrl: null, dataDir });

/** The process was killed there, and not by the limit of time. */
async function killAt(step: string, env: Env): Promise<void> {
  const { code, steps, stderr } = await rotate(env, step);
  expect(steps.at(-1), stderr).toBe(`killed before ${step}`);
  expect(code).toBe(-1);
}

describe('a rotation of the key in DATA_DIR', { timeout: 2 * LIMIT_MS }, () => {
  it('keeps all readable wherever it is killed, goes on when it is run again, and ends', async () => {
    const dataDir = await freshDataDir();
    try {
      const { current: first } = await keysIn(dataDir);
      await within(dataDir, (pool) => plantPepper(pool, first));
      const expectReadable = async (when: string): Promise<void> => {
        const known = await keysIn(dataDir);
        expect([known.current, ...known.others], when).toContain(first);
        expect(await within(dataDir, (pool) => openPepper(pool, known)), when).toBe(PEPPER);
      };

      await killAt('ask for it to be stored', { DATA_DIR: dataDir });
      await expectReadable('the new key is written, nothing is sealed with it');
      const { others: next } = await keysIn(dataDir);
      expect(next).toHaveLength(1);
      await killAt('hear that it is stored', { DATA_DIR: dataDir });
      await expectReadable('all is sealed anew, the old key is the one in use');
      await killAt('renameSync secret.next.key', { DATA_DIR: dataDir });
      await expectReadable('the old key is put aside, the new one not yet in its place');

      const ended = await rotate({ DATA_DIR: dataDir }, 'never');
      expect(ended.code, ended.stderr).toBe(0);
      const { current, others } = await keysIn(dataDir);
      expect([current], 'every run works towards the same key').toEqual(next);
      expect(others).toEqual([first]);
      await within(dataDir, async (pool) => {
        expect(await openPepper(pool, { current, others: [] })).toBe(PEPPER);
        expect(await dumpRows(pool)).not.toContain(sealedWith(first));
      });
    } finally {
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
    }
  });
});

describe.runIf(testDatabases.length > 1)('a new SECRET_KEY', { timeout: 2 * LIMIT_MS }, () => {
  it('keeps all readable wherever the sealing is killed, and ends it when it is run again', async () => {
    const database = await testDatabases.find(({ name }) => name === 'server')!.open();
    try {
      const { pool } = database;
      const env: Env = { DATABASE_URL: database.url ?? '', SECRET_KEY: NEW, SECRET_KEY_PREVIOUS: OLD };
      await plantPepper(pool, OLD);
      for (const step of ['ask for it to be stored', 'wait for the answer']) {
        await killAt(step, env);
        expect(await openPepper(pool, { current: NEW, others: [OLD] }), step).toBe(PEPPER);
      }
      const ended = await rotate(env, 'never');
      expect(ended.code, ended.stderr).toBe(0);
      expect(await openPepper(pool, { current: NEW, others: [] })).toBe(PEPPER);
      expect(await dumpRows(pool)).not.toContain(sealedWith(OLD));
    } finally {
      await database.close();
    }
  });
});
