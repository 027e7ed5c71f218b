import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { composeDigest } from '../../../src/digests/compose.js';
import { testDatabases } from '../../support/databases.js';
import { mailBench, SUBSCRIBER, type MailBench } from '../../support/email-publisher.js';
import { later, openNewsroom, type Newsroom } from '../../support/newsroom.js';

describe.each(testDatabases)('a mail of which nobody knows whether it came, on $name', (kind) => {
  let room: Newsroom;
  let bench: MailBench;
  beforeAll(async () => {
    room = await openNewsroom(kind);
  });
  afterAll(() => room.close());
  beforeEach(async () => {
    await room.reset();
    bench = await mailBench();
  });
  afterEach(() => bench.fake.close());

  const soon = () => AbortSignal.timeout(20_000);

  async function composed(): Promise<number> {
    await room.list('2611.00001');
    const address = { platform: 'email', workspace: '-', place: SUBSCRIBER } as const;
    const channel = await room.addChannel({ layout: 'compact' }, address);
    const { id } = await room.tickFor(channel);
    await room.setClock(later(5));
    await composeDigest(id, { ...room.deps, publisherFor: () => bench.publisher }, soon());
    return id;
  }

  async function deliver(digestId: number, minutes: number): Promise<void> {
    await room.setClock(later(minutes));
    await room.deliver(digestId, bench.publisher);
  }

  async function states(): Promise<readonly string[]> {
    const rows = await room.stores.deliveries.list({ channelKey: `email:-:${SUBSCRIBER}`, limit: 10 });
    return rows.map(({ state }) => state);
  }

  it('is sent once more after five minutes, under the same Message-ID', async () => {
    const id = await composed();
    bench.fake.fail({ at: 'after-data', kept: true });
    await deliver(id, 6);
    expect([bench.fake.mails.length, await states()]).toEqual([1, ['unknown']]);
    await deliver(id, 8);
    expect(bench.fake.mails.length, 'not before the five minutes').toBe(1);
    await deliver(id, 12);
    await deliver(id, 30);
    const ids = bench.fake.mails.map(({ parsed }) => parsed.messageId);
    expect([ids.length, new Set(ids).size, await states()]).toEqual([2, 1, ['sent']]);
    expect(await room.stores.digests.get(id)).toMatchObject({ status: 'closed', outcome: 'posted' });
  });

  it('stays unknown for a person when it cannot be told again', async () => {
    const id = await composed();
    bench.fake.fail({ at: 'after-data', kept: false }, 2);
    for (const minutes of [6, 12, 30, 60, 300]) await deliver(id, minutes);
    expect([bench.fake.mails.length, await states()]).toEqual([0, ['unknown']]);
    await deliver(id, 600);
    expect(bench.fake.mails.length, 'no third try').toBe(0);
  });
});
