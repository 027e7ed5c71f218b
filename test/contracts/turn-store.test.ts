import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStores, type Stores } from '../../adapters/postgres/index.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';

const NOON = new Date('2026-11-24T12:00:00Z');
const after = (ms: number): Date => new Date(NOON.getTime() + ms);

describe.each(testDatabases)('shared turns on the $name database', (kind) => {
  let database: TestDatabase;
  let one: Stores;
  let other: Stores;
  beforeAll(async () => {
    database = await kind.open();
    await database.setClock(NOON);
    [one, other] = [createStores(database.pool), createStores(database.pool)];
  });
  afterAll(() => database.close());

  it('are taken once each, however many take them at the same time', async () => {
    const rule = { everyMs: 20, burst: 1 };
    const takes = Array.from({ length: 40 }, (_, i) => (i % 2 ? one : other).turns.take('bot', rule, 60_000));
    const waits = (await Promise.all(takes)).map(({ waitMs }) => waitMs).sort((a, b) => a - b);
    expect(waits).toEqual(Array.from({ length: 40 }, (_, i) => 20 * i));
  });

  it('come at once up to the burst, again after a pause', async () => {
    const rule = { everyMs: 100, burst: 3 };
    const take = () => one.turns.take('burst', rule, 0);
    const rounds = [];
    for (const at of [0, 0, 0, 0, 100, 100, 1000, 1000, 1000, 1000]) {
      await database.setClock(after(at));
      rounds.push((await take()).taken);
    }
    expect(rounds).toEqual([true, true, true, false, true, false, true, true, true, false]);
  });

  it('are left alone when they are too far away, and say how far', async () => {
    await database.setClock(NOON);
    const rule = { everyMs: 500, burst: 1 };
    const take = () => one.turns.take('far', rule, 600);
    expect(await take()).toEqual({ taken: true, waitMs: 0 });
    expect(await take()).toEqual({ taken: true, waitMs: 500 });
    expect(await take()).toEqual({ taken: false, waitMs: 1000 });
    expect(await take()).toEqual({ taken: false, waitMs: 1000 });
  });

  it('are forgotten an hour after the last one', async () => {
    await one.turns.take('old', { everyMs: 1, burst: 1 }, 0);
    await database.setClock(after(3_700_000));
    await one.turns.prune();
    const { rows } = await database.pool.query('select key from broadsheet.turns');
    expect(rows).toEqual([]);
  });
});
