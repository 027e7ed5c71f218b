import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStores, openDatabase } from '../../adapters/postgres/index.js';
import { mergePaper } from '../../src/papers/merge.js';
import { programVersion } from '../../src/wiring/version.js';
import { startFakeHuggingFace, type FakeHuggingFace } from '../fakes/sources/huggingface.js';
import { seedPapers } from '../fakes/sources/seed.js';
import { runCli, type Env } from '../support/bot-process.js';
import { freshDataDir, workerUrl } from '../support/embedded-template.js';
import { silentLogger } from '../support/silent-logger.js';
import { facts, sighting } from '../support/stored-things.js';

describe('broadsheet search', { timeout: 120_000 }, () => {
  let fake: FakeHuggingFace;
  let env: Env;
  beforeAll(async () => {
    fake = await startFakeHuggingFace();
    env = {
      DATA_DIR: await freshDataDir(),
      HUGGINGFACE_URL: fake.url,
      ARXIV_API_URL: '',
      ARXIV_RSS_URL: '',
      LOG_LEVEL: 'error',
    };
  });
  afterAll(async () => {
    await fake.stop();
    rmSync(env['DATA_DIR']!, { recursive: true, force: true });
  });
  const search = (...args: readonly string[]) => runCli(['search', ...args], env);

  it('says what is wrong with a query, where, and the repair', async () => {
    const wrong = await search('speech', 'sort:best');
    expect(wrong).toMatchObject({ code: 1, stdout: '' });
    expect(wrong.stderr).toBe(
      'broadsheet: There is no order "best". (At character 8.) Write sort:new, sort:trending, sort:relevance.\n',
    );
    expect((await search('speech', '--limit', '0')).stderr).toBe(
      'broadsheet: "0" is not a number of papers. Use 1 to 100.\n',
    );
  });

  it('says how to get papers when there are none, then finds what is there and what others have', async () => {
    expect((await search('nothing')).stdout).toBe(
      'There are no papers here yet. Read some first: broadsheet collect\n',
    );
    await fill();
    fake.index(seedPapers(1, '2026-11-20', 2));

    const readable = await search('tranformer', '-survey');
    expect([readable.code, readable.stderr]).toEqual([0, '']);
    expect(readable.stdout.split('\n').slice(0, 5)).toEqual([
      'Searched for "transformers" instead of "tranformer".',
      '',
      '1  Transformers [31m without a bell',
      '   Ada Lovelace and Alan Turing',
      expect.stringContaining('▲ 3 upvotes'),
    ]);
    expect(readable.stdout).not.toContain('Survey');
    expect(readable.stdout).not.toContain('\u001B');

    const answer = await search('diffusion policies', '--json', '--limit', '2');
    const { query, papers, notices } = JSON.parse(answer.stdout) as Record<string, unknown>;
    expect(query).toBe('diffusion policies');
    expect(papers).toMatchObject([
      { from: 'Hugging Face', url: expect.stringContaining('arxiv.org/abs/') as string },
    ]);
    expect(notices).toEqual(['Few papers here match, so Hugging Face was asked too.']);
    expect((await search('nowhere-to-be-found')).stdout).toContain('Check the spelling');
  });

  async function fill(): Promise<void> {
    const database = await openDatabase({
      databaseUrl: null,
      dataDir: env['DATA_DIR']!,
      version: programVersion(),
      role: 'tool',
      logger: silentLogger,
      workerUrl,
    });
    const titles = ['Transformers \u001B[31m without a bell\u0007', 'A Survey of Transformers'];
    const items = titles.map((title, at) => {
      const id = `2611.0000${at}`;
      return { facts: facts(id, { title }), sighting: sighting(id) };
    });
    await createStores(database.pool).papers.save(items, mergePaper);
    await database.close();
  }
});
