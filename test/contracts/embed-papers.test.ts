import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmbedder } from '../../adapters/embeddings/index.js';
import { createStores, type Stores } from '../../adapters/postgres/index.js';
import { embedPapers, isEmbeddingDue, textToEmbed } from '../../src/search/embed-papers.js';
import { startFakeEmbeddings, type FakeEmbeddings } from '../fakes/sources/embeddings.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';
import { silentLogger } from '../support/silent-logger.js';
import { testClient } from '../support/source-clients.js';
import { facts, minutesAfter, NOON, sighting, simpleMerge } from '../support/stored-things.js';

const ID = (number: number): string => `2611.${String(number).padStart(5, '0')}`;

describe.each(testDatabases)('embedding papers, on the $name database', (kind) => {
  let database: TestDatabase;
  let stores: Stores;
  let far: FakeEmbeddings;
  let warned: string[];
  beforeEach(async () => {
    database = await kind.open();
    await database.setClock(NOON);
    stores = createStores(database.pool);
    far = await startFakeEmbeddings();
    warned = [];
  });
  afterEach(async () => {
    await far.stop();
    await database.close();
  });

  const save = (from: number, to: number) =>
    stores.papers.save(
      Array.from({ length: to - from }, (_, at) => ({
        facts: facts(ID(from + at), { title: `Paper <${from + at}>` }),
        sighting: sighting(ID(from + at)),
      })),
      simpleMerge,
    );
  const embed = (model = 'fake-small', signal = new AbortController().signal) => {
    const { http } = testClient({ retries: 0, now: () => NOON });
    const embedder = createEmbedder({ url: far.base, model, key: null, http });
    const logger = { ...silentLogger, warn: (_: object, message: string) => void warned.push(message) };
    return embedPapers({ ...stores, embedder, logger, signal });
  };
  const vectors = async (model = 'fake-small') => (await stores.vectors.status(model)).vectors;

  it('sends title and abstract, 32 papers at a time, one request after the other, and none twice', async () => {
    await save(0, 70);
    expect(await embed()).toMatchObject({ outcome: 'complete', papers: 70, nextAt: minutesAfter(5) });
    expect(far.texts().map((texts) => texts.length)).toEqual([32, 32, 6]);
    expect(far.texts()[0]![0]).toBe('Paper <0>\n\nAn abstract.');
    expect(far.requests.every(({ beside }) => beside === 0)).toBe(true);
    expect(await embed()).toMatchObject({ outcome: 'complete', papers: 0 });
    expect(far.requests).toHaveLength(3);
    await save(70, 72);
    expect(await embed()).toMatchObject({ papers: 2 });
  });

  it('keeps what had arrived when the endpoint fails, warns once, and goes on later and later', async () => {
    await save(0, 40);
    far.fail('/', { kind: 'status', status: 500 });
    expect(await embed()).toMatchObject({ outcome: 'failed', papers: 0, nextAt: minutesAfter(1) });
    expect(await embed()).toMatchObject({ outcome: 'failed', nextAt: minutesAfter(2) });
    expect(warned).toEqual(['papers could not be embedded; it is tried again']);
    const state = await stores.sources.get('embeddings');
    expect(state).toMatchObject({ failures: 2, failingSince: NOON });
    expect(state.lastError).toContain('500');
    expect([isEmbeddingDue(state, NOON), isEmbeddingDue(state, minutesAfter(2))]).toEqual([false, true]);
    far.heal();
    expect(await embed()).toMatchObject({ outcome: 'complete', papers: 40 });
    expect(await stores.sources.get('embeddings')).toMatchObject({ failures: 0, failingSince: null });
  });

  it('waits as long as the endpoint asks', async () => {
    await save(0, 1);
    far.fail('/', { kind: 'status', status: 429, headers: { 'retry-after': '3600' } });
    expect((await embed()).nextAt).toEqual(minutesAfter(60));
  });

  it('leaves out the one text that the endpoint does not take', async () => {
    await save(0, 20);
    far.refuse('<13>');
    expect(await embed()).toMatchObject({ outcome: 'complete', papers: 19, refused: 1 });
    const asked = far.requests.length;
    expect(await embed()).toMatchObject({ papers: 0, refused: 0 });
    expect(far.requests).toHaveLength(asked);
  });

  it('blames the endpoint, and no paper, when it takes no text at all', async () => {
    await save(0, 4);
    far.refuse('Paper');
    expect(await embed()).toMatchObject({ outcome: 'failed', papers: 0, refused: 0 });
    expect((await stores.vectors.status('fake-small')).refused).toBe(0);
  });

  it('embeds all papers anew for another model', async () => {
    await save(0, 5);
    await embed();
    expect(await embed('fake-large')).toMatchObject({ outcome: 'complete', papers: 5 });
    expect([await vectors(), await vectors('fake-large')]).toEqual([0, 5]);
  });

  it('stops where another model answers under the same name, and says the repair', async () => {
    await save(0, 3);
    await embed();
    far.setDimensions(32);
    await save(3, 6);
    const report = await embed();
    expect(report).toMatchObject({ outcome: 'failed', papers: 0 });
    expect(report.error).toContain('vectors of 32 numbers for fake-small now, and those kept have 64');
    expect(report.error).toContain('broadsheet embed --anew');
    await stores.vectors.clear();
    expect(await embed()).toMatchObject({ outcome: 'complete', papers: 6 });
  });

  it('stops when told, without a fault', async () => {
    await save(0, 3);
    expect(await embed('fake-small', AbortSignal.abort(new Error('stop')))).toMatchObject({
      outcome: 'stopped',
      error: null,
    });
    expect((await stores.sources.get('embeddings')).failures).toBe(0);
  });
});

describe('what is sent of a paper', () => {
  it('is cut at 6,000 characters, never inside one', () => {
    const text = textToEmbed({ title: 'T', abstract: `${'x'.repeat(5_996)}😀` });
    expect(text).toHaveLength(5_999);
    expect(textToEmbed({ title: 'T', abstract: '' })).toBe('T');
  });
});
