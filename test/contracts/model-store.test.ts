import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStores, type Stores } from '../../adapters/postgres/index.js';
import { createCurrentForecast } from '../../src/digests/current-forecast.js';
import { mergePaper } from '../../src/papers/merge.js';
import type { SourceName } from '../../src/papers/paper.js';
import { decodeModel } from '../../src/ranking/expect/stored-model.js';
import { learnNow } from '../../src/wiring/learn.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';
import { dayNumber, livelyPapers } from '../support/lively-papers.js';
import { silentLogger } from '../support/silent-logger.js';

const DAYS = 40;
const NIGHT = new Date(`${dayNumber(DAYS + 8)}T03:00:00Z`);

describe.each(testDatabases)('what is learned, on the $name database', (kind) => {
  let database: TestDatabase;
  let stores: Stores;
  beforeAll(async () => {
    database = await kind.open();
    await database.setClock(NIGHT);
    stores = createStores(database.pool);
    const items = livelyPapers(DAYS).flatMap(({ paper, sightings }) =>
      sightings.map((sighting) => {
        const { id, title, abstract, authors } = paper;
        return { facts: { id, title, abstract, authors, source: sighting.source as SourceName }, sighting };
      }),
    );
    await stores.papers.save(items, mergePaper);
  });
  afterAll(() => database.close());

  it('is nothing at first', async () => {
    expect(await stores.models.learnedAt()).toBeNull();
    expect(await stores.models.latest()).toBeNull();
  });

  it('the turn to learn is given once, however many ask, and again after its time', async () => {
    const turns = await Promise.all([1, 2, 3].map(() => stores.models.takeTurn(7_200_000)));
    expect(turns.filter(Boolean)).toHaveLength(1);
    await database.setClock(new Date(NIGHT.getTime() + 7_199_000));
    expect(await stores.models.takeTurn(7_200_000)).toBe(false);
    await database.setClock(new Date(NIGHT.getTime() + 7_200_000));
    expect(await stores.models.takeTurn(7_200_000)).toBe(true);
    await database.setClock(NIGHT);
    expect(await stores.models.takeTurn(7_200_000), 'a clock that was set back').toBe(true);
  });

  it('pages go through the catalogue once, with all sightings', async () => {
    const ids: string[] = [];
    for (let after = ''; ;) {
      const page = await stores.papers.page('2026-08-01', after, 37);
      ids.push(...page.map(({ paper }) => paper.id));
      expect(page.every(({ sightings }) => sightings.length > 0)).toBe(true);
      if (page.length < 37) break;
      after = page.at(-1)!.paper.id;
    }
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(DAYS * 20);
    expect(ids).toHaveLength(DAYS * 20);
    expect(await stores.papers.page(dayNumber(DAYS + 8), '', 37)).toEqual([]);
  });

  it('comes from the catalogue, is stored with its skill, and ranks from then on', async () => {
    const current = createCurrentForecast({ models: stores.models, logger: silentLogger });
    const report = await learnNow({ stores });
    expect(report.papers).toBe(DAYS * 20);
    expect(report.skill?.coldStart).toBeGreaterThan(0.3);
    const stored = await stores.models.latest();
    expect(stored?.learnedAt).toEqual(NIGHT);
    expect(decodeModel(stored?.text ?? '')).toEqual(
      expect.objectContaining({ skill: expect.anything() as unknown }),
    );
    expect(await stores.models.learnedAt()).toEqual(NIGHT);
    expect(await current(NIGHT)).not.toBeNull();
  });

  it('a later model is not replaced by an earlier one', async () => {
    await stores.models.save({ learnedAt: new Date(NIGHT.getTime() - 1_000), text: 'earlier' }, {});
    expect((await stores.models.latest())?.text).not.toBe('earlier');
    await stores.models.save({ learnedAt: new Date(NIGHT.getTime() + 1_000), text: 'later' }, {});
    expect((await stores.models.latest())?.text).toBe('later');
  });
});
