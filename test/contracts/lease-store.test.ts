import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStores } from '../../adapters/postgres/index.js';
import type { LeaseAnswer, LeaseStore } from '../../src/ports/lease-store.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';

const NOON = new Date('2026-11-24T12:00:00Z');
const after = (ms: number): Date => new Date(NOON.getTime() + ms);
const LEASE_MS = 20_000;
const OURS: LeaseAnswer = { kind: 'ours' };

let names = 0;

describe.each(testDatabases)('a lease, on the $name database', (kind) => {
  let database: TestDatabase;
  let leases: LeaseStore;
  beforeAll(async () => {
    database = await kind.open();
    ({ leases } = createStores(database.pool));
  });
  afterAll(() => database.close());

  /** A lease of its own, and who asks for it. */
  async function scene() {
    await database.setClock(NOON);
    names += 1;
    const claimOf = (holder: string) => ({ name: `work ${names}`, holder, place: `host ${holder}` });
    return {
      take: (holder: string, mayFollow?: boolean) => leases.take(claimOf(holder), LEASE_MS, mayFollow),
      release: (holder: string) => leases.release(claimOf(holder)),
      at: (ms: number) => database.setClock(after(ms)),
    };
  }

  it('belongs to one, however many ask at once, and the others are told to whom', async () => {
    const { take } = await scene();
    const holders = ['a', 'b', 'c', 'd'];
    const answers = await Promise.all(holders.map((holder) => take(holder)));
    expect(answers.filter(({ kind: is }) => is === 'ours')).toHaveLength(1);
    const holder = holders[answers.findIndex(({ kind: is }) => is === 'ours')]!;
    for (const other of holders.filter((one) => one !== holder))
      expect(await take(other)).toEqual({ kind: 'theirs', place: `host ${holder}` });
    expect(await take(holder)).toEqual(OURS);
  });

  it('is somebody else’s once it has ended, and not before; renewing makes it last', async () => {
    const { take, at } = await scene();
    await take('a');
    await at(LEASE_MS - 1);
    expect(await take('b')).toMatchObject({ kind: 'theirs' });
    expect(await take('a')).toEqual(OURS);
    await at(2 * LEASE_MS - 2);
    expect(await take('b')).toMatchObject({ kind: 'theirs' });
    await at(2 * LEASE_MS - 1);
    expect(await take('b')).toEqual(OURS);
    expect(await take('a')).toEqual({ kind: 'theirs', place: 'host b' });
  });

  it('that has ended is left to its holder by who may not follow, and one that nobody has is not', async () => {
    const { take, release, at } = await scene();
    await take('a', false);
    await at(LEASE_MS);
    expect(await take('b', false)).toEqual({ kind: 'theirs', place: 'host a' });
    expect(await take('a', false)).toEqual(OURS);
    await release('a');
    expect(await take('b', false)).toEqual(OURS);
  });

  it('is free at once when its holder gives it up, and nobody else can do so', async () => {
    const { take, release } = await scene();
    await take('a');
    await release('b');
    expect(await take('b')).toMatchObject({ kind: 'theirs' });
    await release('a');
    expect(await take('b')).toEqual(OURS);
  });

  it('survives no clock that was set back by a day', async () => {
    const { take, at } = await scene();
    await at(86_400_000);
    await take('a');
    await at(0);
    expect(await take('b')).toEqual(OURS);
  });

  it('has nothing to do with another lease', async () => {
    const first = await scene();
    await first.take('a');
    const second = await scene();
    expect(await second.take('b')).toEqual(OURS);
  });
});
