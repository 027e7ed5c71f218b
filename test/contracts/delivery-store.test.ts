import { beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryPatch } from '../../src/digests/delivery.js';
import { testDatabases } from '../support/databases.js';
import {
  address,
  content,
  minutesAfter,
  NOON,
  settings,
  threadParts,
  today,
} from '../support/stored-things.js';
import { freshStores } from '../support/fresh-stores.js';
import { putChannel } from '../support/put-channel.js';

describe.each(testDatabases)('deliveries on the $name database', ({ open }) => {
  const here = freshStores(open, ['channels']);
  let digestId: number;
  beforeEach(async () => {
    const { channel } = await putChannel(here.stores.channels, address, settings(), today);
    const digest = await here.stores.digests.openNow(channel.id);
    digestId = digest.id;
    await here.stores.digests.freeze(digest, content(), threadParts('a', 'b'), (position) => `k${position}`);
  });

  const rowOf = async (key: string) =>
    (await here.stores.deliveries.list({ limit: 100 })).find((row) => row.key === key);
  const patch = (key: string, change: DeliveryPatch) =>
    here.stores.deliveries.claim(digestId, () => ({ patches: new Map([[key, change]]), result: true }));
  /** Takes the first pending part, as a claim does. */
  const take = (token: string) =>
    here.stores.deliveries.claim(digestId, (_digest, parts, now) => {
      const part = parts.find(({ state }) => state === 'pending');
      const change: DeliveryPatch = { state: 'sending', claimToken: token, firstSendAt: now };
      return { patches: new Map(part === undefined ? [] : [[part.key, change]]), result: part?.key ?? null };
    });

  it('shows a claim the digest, its parts in order and database time', async () => {
    const seen = await here.stores.deliveries.claim(digestId, (digest, parts, now) => ({
      patches: new Map(),
      result: { digest, parts, now },
    }));
    expect(seen?.digest).toMatchObject({
      id: digestId,
      status: 'composed',
      channel: { key: 'discord:11:22' },
    });
    expect(seen?.parts.map((part) => [part.position, part.kind, part.state])).toEqual([
      [0, 'head', 'pending'],
      [1, 'thread', 'pending'],
      [2, 'card', 'pending'],
      [3, 'card', 'pending'],
    ]);
    expect(seen?.now).toEqual(NOON);
  });

  it('writes every column that a patch names and no other', async () => {
    const everything: DeliveryPatch = {
      state: 'unknown',
      claimToken: 'token',
      leaseUntil: minutesAfter(1),
      notBefore: minutesAfter(2),
      firstSendAt: minutesAfter(3),
      lastSendAt: minutesAfter(4),
      attempts: 5,
      resends: 1,
      blindLooks: 2,
      parked: true,
      remoteId: '123',
      lastError: 'reset \0 by peer',
    };
    await patch('k1', everything);
    expect(await rowOf('k1')).toMatchObject({ ...everything, lastError: 'reset  by peer', position: 1 });
    await patch('k1', { leaseUntil: null, remoteId: null });
    expect(await rowOf('k1')).toMatchObject({
      ...everything,
      leaseUntil: null,
      remoteId: null,
      lastError: 'reset  by peer',
    });
    expect(await rowOf('k2')).toMatchObject({ state: 'pending', attempts: 0, claimToken: null });
  });

  it('knows nothing of a digest that does not exist', async () => {
    expect(
      await here.stores.deliveries.claim(digestId + 1_000, () => ({ patches: new Map(), result: 1 })),
    ).toBeNull();
  });

  it('gives each part to one of many clients that claim at the same time', async () => {
    const taken = await Promise.all(Array.from({ length: 8 }, (_, index) => take(`token-${index}`)));
    expect(taken.filter((key) => key !== null).sort()).toEqual(['k0', 'k1', 'k2', 'k3']);
  });

  it('confirms while the token is the row’s, and writes nothing with a stale one', async () => {
    await take('first');
    expect(await here.stores.deliveries.confirm('k0', 'stale', () => ({ state: 'sent' }))).toBe(false);
    expect(await rowOf('k0')).toMatchObject({ state: 'sending', claimToken: 'first' });
    const done = await here.stores.deliveries.confirm('k0', 'first', (row, now) => {
      expect(row).toMatchObject({ key: 'k0', state: 'sending' });
      return { state: 'sent', claimToken: null, remoteId: 'm1', lastSendAt: now };
    });
    expect(done).toBe(true);
    expect(await rowOf('k0')).toMatchObject({ state: 'sent', remoteId: 'm1', lastSendAt: NOON });
    expect(await here.stores.deliveries.confirm('k0', 'first', () => ({ state: 'failed' }))).toBe(false);
  });

  it('never lets a claim write over an outcome confirmed at the same time', async () => {
    for (let round = 0; round < 10; round += 1) {
      await patch('k0', { state: 'sending', claimToken: 'mine', remoteId: null });
      const [confirmed] = await Promise.all([
        here.stores.deliveries.confirm('k0', 'mine', () => ({
          state: 'sent',
          claimToken: null,
          remoteId: 'm1',
        })),
        here.stores.deliveries.claim(digestId, (_digest, parts) => {
          const expired = parts.filter((part) => part.key === 'k0' && part.state === 'sending');
          const lost: DeliveryPatch = { state: 'unknown', claimToken: null };
          return { patches: new Map(expired.map((part) => [part.key, lost])), result: null };
        }),
      ]);
      expect((await rowOf('k0'))?.state).toBe(confirmed ? 'sent' : 'unknown');
    }
  });

  it('writes nothing when the decision fails, and throws its error on', async () => {
    const fault = new Error('cannot decide');
    const attempt = here.stores.deliveries.claim(digestId, () => {
      throw fault;
    });
    await expect(attempt).rejects.toBe(fault);
    expect(await take('next')).toBe('k0');
  });

  it('rolls back when the client dies in the middle of a transaction, and frees the row', async () => {
    const client = await here.database.pool.connect();
    client.on('error', () => undefined);
    await client.query('begin');
    await client.query("update broadsheet.deliveries set state = 'failed' where key = 'k0'");
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    client.release(true);
    expect(await take('next')).toBe('k0');
  });

  it('lists by state and channel, newest digest first', async () => {
    await patch('k2', { state: 'unknown', parked: true });
    const unknown = await here.stores.deliveries.list({ state: 'unknown', limit: 10 });
    expect(unknown.map((row) => [row.key, row.channelKey, row.parked])).toEqual([
      ['k2', 'discord:11:22', true],
    ]);
    expect(unknown[0]?.slot).toMatch(/^now:/);
    expect(await here.stores.deliveries.list({ channelKey: 'slack:T1:C1', limit: 10 })).toEqual([]);
    expect((await here.stores.deliveries.list({ limit: 2 })).map((row) => row.key)).toEqual(['k0', 'k1']);
  });
});
