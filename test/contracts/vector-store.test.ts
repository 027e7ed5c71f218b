import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStores, prepareVectors, type Stores } from '../../adapters/postgres/index.js';
import type { VectorStore } from '../../src/ports/vector-store.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';
import { silentLogger } from '../support/silent-logger.js';
import { facts, minutesAfter, NOON, sighting, simpleMerge } from '../support/stored-things.js';

const ID = (number: number): string => `2611.${String(number).padStart(5, '0')}`;
const COUNT = 40;

/** Towards one axis, the less the higher the number. */
function towards(number: number): Float32Array {
  const angle = (number * Math.PI) / 2 / COUNT;
  return Float32Array.of(Math.cos(angle), Math.sin(angle), 0, 0);
}

describe.each(testDatabases)('vectors, on the $name database', (kind) => {
  let database: TestDatabase;
  let stores: Stores;
  let vectors: VectorStore;
  const item = (number: number, title = `Paper ${number}`, said: object = {}) => ({
    facts: facts(ID(number), { title, categories: [number % 2 === 0 ? 'cs.CL' : 'cs.CV'], ...said }),
    sighting: sighting(ID(number), { listedOn: `2026-11-${number < 20 ? '10' : '20'}` }),
  });
  let minutes = 0;
  /** A minute later each time: what changed is told by when. */
  const save = async (...said: Parameters<typeof item>): Promise<void> => {
    await database.setClock(minutesAfter((minutes += 1)));
    await stores.papers.save([item(...said)], simpleMerge);
  };
  beforeAll(async () => {
    database = await kind.open();
    await database.setClock(NOON);
    stores = createStores(database.pool);
    ({ vectors } = stores);
    await stores.papers.save(
      Array.from({ length: COUNT }, (_, number) => item(number)),
      simpleMerge,
    );
  });
  afterAll(() => database.close());

  const fill = async (model = 'one', toVector = towards): Promise<void> => {
    for (;;) {
      const missing = await vectors.missing(model, 15);
      if (missing.length === 0) return;
      const entries = missing.map(({ id, textHash }) => ({
        id,
        textHash,
        vector: toVector(Number(id.slice(5))),
      }));
      await vectors.save(model, entries);
    }
  };
  const nearest = async (given: object = {}, store = vectors): Promise<readonly number[]> => {
    const near = await store.nearest({ model: 'one', vector: towards(0), limit: 5, ...given });
    return near.map(({ id }) => Number(id.slice(5)));
  };

  it('are missing at first, those of the latest papers in front', async () => {
    expect(await vectors.status('one')).toEqual({ papers: COUNT, vectors: 0, refused: 0, dimensions: null });
    const missing = await vectors.missing('one', 3);
    expect(missing.map(({ id }) => id)).toEqual([ID(20), ID(21), ID(22)]);
    expect(missing[0]).toMatchObject({ title: 'Paper 20', abstract: 'An abstract.' });
    expect(await nearest()).toEqual([]);
  });

  it('tell the nearest papers, nearest first, within what narrows the search', async () => {
    await fill();
    expect(await vectors.status('one')).toEqual({ papers: COUNT, vectors: COUNT, refused: 0, dimensions: 4 });
    expect(await nearest()).toEqual([0, 1, 2, 3, 4]);
    expect(await nearest({ categories: ['cs.CV'] })).toEqual([1, 3, 5, 7, 9]);
    expect(await nearest({ since: '2026-11-15', limit: 2 })).toEqual([20, 21]);
    expect(await nearest({ until: '2026-11-15', vector: towards(39), limit: 2 })).toEqual([19, 18]);
    const [first] = await vectors.nearest({ model: 'one', vector: towards(0), limit: 1 });
    expect(first?.similarity).toBeCloseTo(1, 3);
  });

  it('give the same with the extension as without it', async () => {
    const before = await nearest({ limit: 30 });
    await prepareVectors(database.pool, silentLogger);
    await prepareVectors(database.pool, silentLogger);
    const { rows } = await database.pool.query<{ there: boolean }>(
      `select exists (select from pg_extension where extname = 'vector') as there,
         exists (select from pg_available_extensions where name = 'vector') as available`,
    );
    expect(rows[0]).toMatchObject({ there: (rows[0] as unknown as { available: boolean }).available });
    if (kind.name === 'embedded') expect(rows[0]?.there).toBe(true);
    expect(await nearest({ limit: 30 }, createStores(database.pool).vectors)).toEqual(before);
  });

  it('of another model or of other dimensions are passed over', async () => {
    expect(await nearest({ model: 'two' })).toEqual([]);
    expect(await nearest({ vector: Float32Array.of(1, 0) })).toEqual([]);
  });

  it('are missing again when the text changed, and only then', async () => {
    await save(7, 'Paper 7', { keywords: ['new'] });
    expect(await vectors.missing('one', 5)).toEqual([]);
    await save(7, 'Paper seven');
    const [changed, ...others] = await vectors.missing('one', 5);
    expect([changed?.title, others]).toEqual(['Paper seven', []]);
    // It changes once more while the endpoint thinks: what comes back is of an old text.
    await save(7, 'Paper VII');
    await vectors.save('one', [{ id: ID(7), textHash: changed!.textHash, vector: towards(0) }]);
    expect((await vectors.missing('one', 5)).map(({ title }) => title)).toEqual(['Paper VII']);
    await fill();
  });

  it('that the endpoint does not give are not asked for again', async () => {
    await save(8, 'Paper 8 anew');
    const [missing] = await vectors.missing('one', 1);
    const { id, textHash } = missing!;
    await vectors.save('one', [{ id, textHash, vector: null }]);
    expect(await vectors.missing('one', 1)).toEqual([]);
    expect(await vectors.status('one')).toMatchObject({ vectors: COUNT - 1, refused: 1 });
    expect(await nearest({ vector: towards(8), limit: 3 })).not.toContain(8);
  });

  it('of a changed model take the place of the old ones', async () => {
    expect(await vectors.missing('two', 100)).toHaveLength(COUNT);
    await fill('two', (number) => Float32Array.of(number, 1));
    expect(await vectors.status('two')).toMatchObject({ vectors: COUNT, dimensions: 2 });
    expect(await vectors.status('one')).toMatchObject({ vectors: 0 });
  });

  it('go with their paper, and all at once when told', async () => {
    await database.pool.query(`delete from broadsheet.papers where id = '${ID(0)}'`);
    expect((await vectors.status('two')).vectors).toBe(COUNT - 1);
    await vectors.clear();
    expect((await vectors.status('two')).vectors).toBe(0);
    const { rows } = await database.pool.query('select from broadsheet.paper_vector_numbers');
    expect(rows).toEqual([]);
  });

  it('of a paper that is gone are left out', async () => {
    await vectors.save('two', [{ id: '2611.99999', textHash: 'x', vector: towards(1) }]);
    expect((await vectors.status('two')).vectors).toBe(0);
  });
});
