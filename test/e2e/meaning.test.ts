import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStores, openDatabase } from '../../adapters/postgres/index.js';
import { mergePaper } from '../../src/papers/merge.js';
import { programVersion } from '../../src/wiring/version.js';
import { startFakeEmbeddings, type FakeEmbeddings } from '../fakes/sources/embeddings.js';
import { runCli, startBot, until, type Env } from '../support/bot-process.js';
import { freshDataDir, workerUrl } from '../support/embedded-template.js';
import { silentLogger } from '../support/silent-logger.js';
import { facts, sighting } from '../support/stored-things.js';

const KEY = 'sk-only-for-the-endpoint';

describe('search by meaning, as people run it', { timeout: 240_000 }, () => {
  let far: FakeEmbeddings;
  let env: Env;
  beforeAll(async () => {
    far = await startFakeEmbeddings({ key: KEY });
    far.means('heart', 'cardiac');
    far.means('attack', 'arrest');
    env = {
      DATA_DIR: await freshDataDir(),
      HUGGINGFACE_URL: '',
      ARXIV_API_URL: '',
      ARXIV_RSS_URL: '',
      EMBEDDINGS_URL: `${far.base}/embeddings`,
      EMBEDDINGS_MODEL: 'fake-small',
      EMBEDDINGS_API_KEY: KEY,
    };
    await fill(env['DATA_DIR']!);
  });
  afterAll(async () => {
    await far.stop();
    rmSync(env['DATA_DIR']!, { recursive: true, force: true });
  });
  const cli = (args: readonly string[], more: Env = {}) =>
    runCli(args, { ...env, LOG_LEVEL: 'warn', ...more });
  const found = async (more: Env = {}) => {
    const answer = await cli(['search', 'cardiac', 'arrest', '--json'], more);
    expect(answer.code).toBe(0);
    const { papers } = JSON.parse(answer.stdout) as { papers: { id: string; byMeaning: boolean }[] };
    return { first: papers[0], stderr: answer.stderr };
  };

  it('a running bot embeds its papers, and a search finds one that shares no word', async () => {
    const bot = startBot(env);
    try {
      await bot.waitFor(/papers were embedded/, 150_000);
      await until(
        async () => (await found()).first?.id === '2611.00001',
        60_000,
        () => 'not found by meaning',
      );
      expect((await found()).first).toMatchObject({ byMeaning: true });
      const doctor = await cli(['doctor']);
      expect(doctor.stdout).toMatch(
        /✓ search by meaning: fake-small answers in \d+ ms; 3 of 3 papers have vectors\./,
      );
      expect(bot.stdout() + bot.stderr()).not.toContain(KEY);
    } finally {
      await bot.stop();
    }
  });

  it('an endpoint that is too slow, or away, leaves what the words find', async () => {
    far.delay(2_000);
    expect((await found()).first).toBeUndefined();
    far.delay(0);
    const away = await found({ EMBEDDINGS_URL: 'http://127.0.0.1:2/v1' });
    expect(away.first).toBeUndefined();
    expect(away.stderr).toContain('queries cannot be embedded; searches go by their words alone');
    const doctor = await cli(['doctor'], { EMBEDDINGS_API_KEY: 'sk-another' });
    expect(doctor.stdout).toMatch(/✗ search by meaning: .*does not accept the key \(401\)/);
    expect(doctor.stdout).not.toContain('sk-another');
    expect(doctor.code).toBe(1);
  });

  it('another model embeds everything anew', async () => {
    const large = { EMBEDDINGS_MODEL: 'fake-large' };
    expect((await found(large)).first).toBeUndefined();
    const embedded = await cli(['embed'], large);
    expect([embedded.stdout, embedded.code]).toEqual([
      'fake-large: 3 papers embedded. 3 of 3 have vectors.\n',
      0,
    ]);
    await until(
      async () => (await found(large)).first?.id === '2611.00001',
      60_000,
      () => 'not found anew',
    );
  });

  it('is off without the settings', async () => {
    const off = { EMBEDDINGS_URL: '', EMBEDDINGS_MODEL: '', EMBEDDINGS_API_KEY: '' };
    expect((await found(off)).first).toBeUndefined();
    expect((await cli(['embed'], off)).stderr).toBe(
      'broadsheet: Search by meaning is off. Set EMBEDDINGS_URL and EMBEDDINGS_MODEL.\n',
    );
  });
});

async function fill(dataDir: string): Promise<void> {
  const database = await openDatabase({
    databaseUrl: null,
    dataDir,
    version: programVersion(),
    role: 'tool',
    logger: silentLogger,
    workerUrl,
  });
  const titles = ['Predicting a Heart Attack', 'Tables that Answer', 'Sign Language'];
  const items = titles.map((title, at) => {
    const id = `2611.0000${at + 1}`;
    return { facts: facts(id, { title, abstract: '' }), sighting: sighting(id) };
  });
  await createStores(database.pool).papers.save(items, mergePaper);
  await database.close();
}
