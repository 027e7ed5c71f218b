import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeDigest } from '../../../src/digests/compose.js';
import type { Publisher } from '../../../src/ports/publisher.js';
import { testDatabases } from '../../support/databases.js';
import { later, openNewsroom, type Newsroom } from '../../support/newsroom.js';
import { watchQueries } from '../../support/watch-queries.js';

interface Trips {
  readonly compose: number;
  readonly deliver: number;
}

/** Statements sent to the database while `act` goes on. */
async function tripsOf(act: () => Promise<unknown>): Promise<number> {
  let trips = 0;
  const count = (): undefined => void (trips += 1);
  await watchQueries(count, act);
  return trips;
}

describe.each(testDatabases)('what one digest asks of the database, on $name', (kind) => {
  let room: Newsroom;
  beforeAll(async () => {
    room = await openNewsroom(kind);
  });
  afterAll(() => room.close());

  const signal = () => AbortSignal.timeout(60_000);

  /** A platform that takes everything. */
  function taking(): Publisher {
    const publisher = room.deps.publisherFor('discord') as Publisher;
    return { ...publisher, send: () => Promise.resolve({ kind: 'sent', remoteId: randomUUID() }) };
  }

  /** Of the second digest of a morning: the first one pays for the ranking that all share. */
  async function measure(channels: number, papers: number): Promise<Trips> {
    await room.reset();
    for (let nth = 0; nth < papers; nth++)
      await room.list(`2611.${String(nth).padStart(5, '0')}`, { upvotes: (nth * 7) % 90 });
    const all = [];
    for (let nth = 0; nth < channels; nth++) all.push(await room.addChannel());
    const digests = [await room.tickFor(all[0]!), await room.tickFor(all[1]!)];
    const publisher = taking();
    const deps = { ...room.deps, publisherFor: () => publisher };
    await room.setClock(later(5));
    await composeDigest(digests[0]!.id, deps, signal());
    const compose = await tripsOf(() => composeDigest(digests[1]!.id, deps, signal()));
    const deliver = await tripsOf(() => room.deliver(digests[1]!.id, publisher));
    expect(await room.stores.digests.get(digests[1]!.id)).toMatchObject({ outcome: 'posted' });
    return { compose, deliver };
  }

  it('is as much with many channels and papers as with few', { timeout: 180_000 }, async () => {
    const few = await measure(2, 10);
    const many = await measure(40, 200);
    expect(few.compose).toBeGreaterThan(0);
    expect(few.deliver).toBeGreaterThan(0);
    expect(many).toEqual(few);
  });
});
