import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { followZoneData } from '../../../src/digests/zone-data.js';
import { testDatabases } from '../../support/databases.js';
import { later, MONDAY, openNewsroom, type Newsroom } from '../../support/newsroom.js';
import { silentLogger } from '../../support/silent-logger.js';

describe.each(testDatabases)('new rules of time zones on the $name database', (kind) => {
  let room: Newsroom;
  beforeAll(async () => {
    room = await openNewsroom(kind);
  });
  beforeEach(() => room.reset());
  afterAll(() => room.close());

  const follow = (version: string) => followZoneData(version, { ...room.stores, logger: silentLogger });

  it('move the next digest of the channels they concern, once', async () => {
    const moved = await room.addChannel();
    const kept = await room.addChannel();
    await follow('2026a');
    // As an older program had worked it out, for a country that still had another rule.
    const from = { slot: moved.nextSlot, dueAt: moved.nextDueAt };
    const wrong = { slot: moved.nextSlot, dueAt: new Date(moved.nextDueAt.getTime() + 3_600_000) };
    expect(await room.stores.channels.moveNext(moved.id, from, wrong)).toBe(true);

    expect(await follow('2026a')).toBe(0);
    expect((await room.stores.channels.get(moved.key))?.nextDueAt).toEqual(wrong.dueAt);
    expect(await follow('2026b')).toBe(1);
    expect((await room.stores.channels.get(moved.key))?.nextDueAt).toEqual(moved.nextDueAt);
    expect((await room.stores.channels.get(kept.key))?.nextDueAt).toEqual(kept.nextDueAt);
    expect(await follow('2026b')).toBe(0);
  });

  it('leave a channel alone that has gone on meanwhile', async () => {
    const channel = await room.addChannel();
    const stale = { slot: '2026-11-20', dueAt: later(-60) };
    const to = { slot: '2026-11-30', dueAt: later(60, MONDAY) };
    expect(await room.stores.channels.moveNext(channel.id, stale, to)).toBe(false);
    expect((await room.stores.channels.get(channel.key))?.nextDueAt).toEqual(channel.nextDueAt);
  });

  it('pass over a date that the zone has given up', async () => {
    // Apia had no 30 December 2011.
    await room.setClock(new Date('2011-12-29T00:00:00Z'));
    const zone = 'Pacific/Apia';
    const channel = await room.addChannel({ schedule: { time: '09:00', zone, days: [1, 2, 3, 4, 5, 6, 7] } });
    const at = { slot: channel.nextSlot, dueAt: channel.nextDueAt };
    await room.stores.channels.moveNext(channel.id, at, {
      slot: '2011-12-30',
      dueAt: new Date('2011-12-29T20:00:00Z'),
    });
    expect(await follow('2026c')).toBe(1);
    expect((await room.stores.channels.get(channel.key))?.nextSlot).not.toBe('2011-12-30');
  });
});
