import { beforeEach, describe, expect, it } from 'vitest';
import { createStores } from '../../adapters/postgres/index.js';
import type { Digest } from '../../src/digests/digest.js';
import { pictureId } from '../../src/pictures/drawing.js';
import type { DuePlan } from '../../src/ports/digest-store.js';
import { testDatabases } from '../support/databases.js';
import {
  address,
  content,
  minutesAfter,
  NOON,
  settings,
  threadParts,
  today,
  tomorrow,
} from '../support/stored-things.js';
import { freshStores } from '../support/fresh-stores.js';
import { putChannel } from '../support/put-channel.js';

const HOUR_MS = 3_600_000;
const openToday = (): DuePlan => ({ open: today, skipped: [], next: tomorrow });

describe.each(testDatabases)('digests on the $name database', ({ open }) => {
  const here = freshStores(open, ['channels']);
  let channelId: number;
  beforeEach(async () => {
    channelId = (await putChannel(here.stores.channels, address, settings(), today)).channel.id;
  });

  const manyChannels = async (count: number) => {
    for (let place = 100; place < 100 + count; place += 1)
      await putChannel(here.stores.channels, { ...address, place: String(place) }, settings(), today);
  };

  it('opens a slot when it is due within the lead, with database time, and not before', async () => {
    expect(await here.stores.digests.openDue(HOUR_MS - 1, openToday)).toBe(0);
    const seen: Date[] = [];
    const opened = await here.stores.digests.openDue(HOUR_MS, (channel, now) => {
      seen.push(now);
      expect(channel).toMatchObject({ id: channelId, nextSlot: today.slot });
      return openToday();
    });
    expect(opened).toBe(1);
    expect(seen).toEqual([NOON]);
    expect(await here.stores.digests.find(channelId, today.slot)).toMatchObject({
      slot: today.slot,
      slotAt: today.dueAt,
      platform: 'discord',
      status: 'open',
      outcome: null,
      content: null,
      channel: { nextSlot: tomorrow.slot, nextDueAt: tomorrow.dueAt },
    });
  });

  it('opens each slot once however many clients and processes call at the same time', async () => {
    await manyChannels(7);
    const others = Array.from({ length: 3 }, () => createStores(here.database.pool));
    const rounds = [here.stores, ...others].map((one) => one.digests.openDue(HOUR_MS, openToday));
    const opened = await Promise.all(rounds);
    expect(opened.reduce((sum, count) => sum + count, 0)).toBe(8);
    expect(await here.stores.digests.work(HOUR_MS)).toHaveLength(8);
    expect(await here.stores.digests.openDue(HOUR_MS, openToday)).toBe(0);
  });

  it('opens nothing twice when a slot comes round again', async () => {
    await here.stores.digests.openDue(HOUR_MS, openToday);
    await here.database.pool.query('update broadsheet.channels set next_slot = $1, next_due_at = $2', [
      today.slot,
      today.dueAt,
    ]);
    expect(await here.stores.digests.openDue(HOUR_MS, openToday)).toBe(0);
  });

  it('records skipped slots as closed, with their reason', async () => {
    const missed = { slot: '2026-11-20', dueAt: minutesAfter(-4_000), reason: 'The bot was not running.' };
    await here.stores.digests.openDue(HOUR_MS, () => ({ open: null, skipped: [missed], next: tomorrow }));
    expect(await here.stores.digests.find(channelId, missed.slot)).toMatchObject({
      status: 'closed',
      outcome: 'skipped',
      reason: missed.reason,
      slotAt: missed.dueAt,
    });
  });

  it('leaves paused channels alone', async () => {
    await here.stores.channels.pause(channelId, { reason: 'holiday', by: 'person' });
    expect(await here.stores.digests.openDue(HOUR_MS, openToday)).toBe(0);
  });

  it('opens the others when the plan of one channel cannot be made, then throws that error', async () => {
    await manyChannels(2);
    const fault = new Error('unknown zone');
    const attempt = here.stores.digests.openDue(HOUR_MS, (channel) => {
      if (channel.id === channelId) throw fault;
      return openToday();
    });
    await expect(attempt).rejects.toBe(fault);
    expect(await here.stores.digests.work(HOUR_MS)).toHaveLength(2);
    expect((await here.stores.channels.get('discord:11:22'))?.nextSlot).toBe(today.slot);
  });

  it('opens a digest by hand beside the slot, due at once, as often as asked', async () => {
    const first = await here.stores.digests.openNow(channelId);
    const second = await here.stores.digests.openNow(channelId);
    expect(first).toMatchObject({ status: 'open', slotAt: NOON, channel: { id: channelId } });
    expect(first.slot).toMatch(/^now:2026-11-23T12:00:00Z-[0-9a-f]{8}$/);
    expect(second.slot).not.toBe(first.slot);
    await expect(here.stores.digests.openNow(channelId + 1_000)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('lists what is to do, earliest first, without the closed, the paused and the later ones', async () => {
    await manyChannels(1);
    await here.stores.digests.openDue(HOUR_MS, openToday);
    const now = await here.stores.digests.openNow(channelId);
    expect((await here.stores.digests.work(0)).map((work) => work.digestId)).toEqual([now.id]);
    const all = await here.stores.digests.work(HOUR_MS);
    expect(all).toHaveLength(3);
    expect(all[0]).toEqual({ digestId: now.id, platform: 'discord', status: 'open', slotAt: NOON });
    await here.stores.digests.close(now.id, 'nothing-matched', null);
    await here.stores.channels.pause(channelId, { reason: 'holiday', by: 'person' });
    expect(await here.stores.digests.work(HOUR_MS)).toHaveLength(1);
  });

  it('lists a paused channel’s digest once it is too old to be sent, so that it ends', async () => {
    const { id } = await here.stores.digests.openNow(channelId);
    await here.stores.channels.pause(channelId, { reason: 'holiday', by: 'person' });
    await here.database.setClock(minutesAfter(6 * 60));
    expect(await here.stores.digests.work(0)).toEqual([]);
    await here.database.setClock(minutesAfter(6 * 60 + 1));
    expect((await here.stores.digests.work(0)).map((work) => work.digestId)).toEqual([id]);
  });

  it('finds what a picture shows by its address, while the digest is there', async () => {
    const drawing = { day: 'Monday', about: '1 paper', papers: [] };
    await here.stores.digests.openDue(HOUR_MS, openToday);
    const digest = (await here.stores.digests.find(channelId, today.slot))!;
    const id = pictureId(drawing);
    expect(await here.stores.digests.drawing(id)).toBeNull();
    await here.stores.digests.freeze(
      digest,
      content({ picture: drawing }),
      threadParts('a'),
      (n) => `key-${n}`,
    );
    expect(await here.stores.digests.drawing(id)).toEqual(drawing);
    expect(await here.stores.digests.drawing('0'.repeat(40))).toBeNull();
    await here.stores.channels.remove(digest.channel.key);
    expect(await here.stores.digests.drawing(id)).toBeNull();
  });

  it('freezes choice and parts once, to the byte', async () => {
    const digest = await here.stores.digests.openNow(channelId);
    const { id } = digest;
    const payload = { z: 1, a: ['b', { y: null, x: 'NUL \0 and \ud800' }], n: 1.5 };
    const parts = [{ kind: 'head' as const, payload, paperIds: ['a', 'b'] }];
    const frozen = content({ notices: ['arXiv is missing.'] });
    expect(await here.stores.digests.freeze(digest, frozen, parts, () => 'key')).toBe(true);
    expect(await here.stores.digests.get(id)).toMatchObject({ status: 'composed', content: frozen });
    const [row] = await here.stores.deliveries.list({ limit: 10 });
    expect(JSON.stringify(row?.payload)).toBe(
      JSON.stringify({ z: 1, a: ['b', { y: null, x: 'NUL  and \ufffd' }], n: 1.5 }),
    );
    expect(row).toMatchObject({ key: 'key', paperIds: ['a', 'b'], state: 'pending', attempts: 0 });

    expect(await here.stores.digests.freeze(digest, content(), threadParts('c'), (n) => `other-${n}`)).toBe(
      false,
    );
    expect(await here.stores.deliveries.list({ limit: 10 })).toHaveLength(1);
  });

  it('lets one of two composers win', async () => {
    const digest = await here.stores.digests.openNow(channelId);
    const freeze = (name: string) =>
      here.stores.digests.freeze(digest, content(), threadParts(name), (n) => `${name}-${n}`);
    const won = await Promise.all([freeze('x'), freeze('y')]);
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await here.stores.deliveries.list({ limit: 10 })).toHaveLength(3);
  });

  it('lets no two digests of a channel freeze the same paper', async () => {
    const first = await here.stores.digests.openNow(channelId);
    const second = await here.stores.digests.openNow(channelId);
    const freeze = (digest: Digest) =>
      here.stores.digests.freeze(digest, content(), threadParts('x'), (n) => `${digest.id}-${n}`);
    const won = await Promise.all([freeze(first), freeze(second)]);
    expect(won.filter(Boolean)).toHaveLength(1);
    expect((await here.stores.digests.work(0)).map(({ status }) => status).sort()).toEqual([
      'composed',
      'open',
    ]);
  });

  it('does not freeze a choice that was made by other settings', async () => {
    const digest = await here.stores.digests.openNow(channelId);
    await putChannel(here.stores.channels, address, settings({ count: 7 }), today);
    expect(await here.stores.digests.freeze(digest, content(), threadParts('x'), String)).toBe(false);
    const again = await here.stores.digests.get(digest.id);
    expect(again?.status).toBe('open');
    expect(await here.stores.digests.freeze(again!, content(), threadParts('x'), String)).toBe(true);
  });

  it('closes once and keeps the first outcome', async () => {
    const digest = await here.stores.digests.openNow(channelId);
    const { id } = digest;
    expect(await here.stores.digests.close(id, 'no-mailing', 'arXiv holiday')).toBe(true);
    expect(await here.stores.digests.close(id, 'failed', 'late')).toBe(false);
    expect(await here.stores.digests.get(id)).toMatchObject({
      status: 'closed',
      outcome: 'no-mailing',
      reason: 'arXiv holiday',
    });
    expect(await here.stores.digests.freeze(digest, content(), [], String)).toBe(false);
  });

  it('knows the day of the last digest that showed papers', async () => {
    expect(await here.stores.digests.lastPosted(channelId)).toBeNull();
    const posted = await here.stores.digests.openNow(channelId);
    await here.stores.digests.freeze(posted, content({ slot: '2026-11-19' }), [], String);
    await here.stores.digests.close(posted.id, 'posted-partly', null);
    await here.database.setClock(minutesAfter(10));
    const empty = await here.stores.digests.openNow(channelId);
    await here.stores.digests.close(empty.id, 'nothing-matched', null);
    expect(await here.stores.digests.lastPosted(channelId)).toBe('2026-11-19');
  });

  it('tells the history newest first', async () => {
    await here.stores.digests.openNow(channelId);
    await here.database.setClock(minutesAfter(10));
    const newest = await here.stores.digests.openNow(channelId);
    expect((await here.stores.digests.history(channelId, 1)).map((digest) => digest.id)).toEqual([newest.id]);
    expect(await here.stores.digests.history(channelId, 10)).toHaveLength(2);
  });
});
