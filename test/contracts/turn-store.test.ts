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

  it('that a platform has held up stay so when the channel is removed: who comes back must wait, too', async () => {
    await database.setClock(NOON);
    const key = 'slack:T1:C1';
    await one.turns.take(key, { everyMs: 1_000, burst: 1 }, 0);
    await one.turns.hold(key, 60_000);
    await one.channels.remove(key);
    expect(await other.turns.heldFor([key])).toBe(60_000);
    await database.setClock(after(61_000));
    await one.channels.remove(key);
    const { rows } = await database.pool.query('select from broadsheet.turns where key = $1', [key]);
    expect(rows).toEqual([]);
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

  it('are not given while they or what they are for is held up, and not used up by asking', async () => {
    await database.setClock(NOON);
    const rule = { everyMs: 500, burst: 1 };
    const take = (...scopes: string[]) => other.turns.take('bot of holds', rule, 600, scopes);
    await one.turns.hold('channel a', 30_000);
    await one.turns.hold('channel a', 10_000);
    expect(await take('channel a', 'channel b')).toEqual({ taken: false, waitMs: 30_000, held: 'channel a' });
    expect(await take('channel b')).toEqual({ taken: true, waitMs: 0 });
    await one.turns.hold('bot of holds', 40_000);
    const held = { taken: false, waitMs: 40_000, held: 'bot of holds' };
    expect(await take('channel a')).toEqual(held);
    expect(await take('channel b')).toEqual(held);
    expect(await other.turns.heldFor(['channel a', 'channel b'])).toBe(30_000);
    expect(await other.turns.heldFor(['channel b', 'never heard of'])).toBe(0);
    await database.setClock(after(30_000));
    expect(await other.turns.heldFor(['channel a'])).toBe(0);
    await database.setClock(after(40_000));
    expect(await take('channel a')).toEqual({ taken: true, waitMs: 0 });
  });

  it('are held up for a day at most, whatever a platform asks for', async () => {
    await database.setClock(NOON);
    await one.turns.hold('for ever', Number.MAX_SAFE_INTEGER);
    expect(await one.turns.heldFor(['for ever'])).toBe(24 * 3_600_000);
  });

  it('count what a platform refused in the last ten minutes, of all processes', async () => {
    await database.setClock(NOON);
    expect(await one.turns.refused('discord', 20)).toBe(20);
    expect(await other.turns.refused('discord', 20)).toBe(40);
    expect(await other.turns.refused('another', 1)).toBe(1);
    await database.setClock(after(9 * 60_000));
    expect(await one.turns.refused('discord', 5)).toBe(45);
    await database.setClock(after(12 * 60_000));
    expect(await one.turns.refused('discord', 1), 'what is older has no part in it').toBe(6);
    const adds = Array.from({ length: 20 }, (_, i) => (i % 2 ? one : other).turns.refused('crowd', 3));
    expect(Math.max(...(await Promise.all(adds)))).toBe(60);
  });

  it('are forgotten an hour after the last one', async () => {
    await one.turns.take('old', { everyMs: 1, burst: 1 }, 0);
    await database.setClock(after(2 * 3_600_000));
    await one.turns.prune();
    const { rows } = await database.pool.query('select key from broadsheet.turns');
    expect(rows, 'but what is still held up').toEqual([{ key: 'for ever' }]);
    expect((await database.pool.query('select * from broadsheet.refusals')).rows).toEqual([]);
  });
});
