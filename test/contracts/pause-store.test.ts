import { describe, expect, it } from 'vitest';
import type { Channel, Platform } from '../../src/channels/channel.js';
import type { PlatformPause } from '../../src/ports/pause-store.js';
import { testDatabases } from '../support/databases.js';
import {
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

const DAY = 24 * 60;

describe.each(testDatabases)('pauses by a platform on the $name database', ({ open }) => {
  const here = freshStores(open, ['channels']);

  const add = async (place: string, workspace = '11', platform: Platform = 'discord'): Promise<Channel> =>
    (await putChannel(here.stores.channels, { platform, workspace, place }, settings(), today, '4711'))
      .channel;
  const refuse = (channel: Channel, reason = 'Missing Access') =>
    here.stores.channels.pause(channel.id, { reason, by: 'platform' });
  const only = async (): Promise<PlatformPause> => {
    const [pause, ...more] = await here.stores.pauses.standing();
    if (pause === undefined || more.length > 0) throw new Error('There is not exactly one pause.');
    return pause;
  };

  it('pause a workspace or a platform at once, leaving others and what is paused already alone', async () => {
    const [a, b, other, slack] = [
      await add('1'),
      await add('2'),
      await add('3', '12'),
      await add('4', 'T1', 'slack'),
    ];
    const held = await add('5');
    await here.stores.channels.pause(held.id, { reason: 'holiday', by: 'person' });
    expect(await here.stores.pauses.pauseAll('discord', '11', 'gone')).toEqual([a.key, b.key]);
    expect(await here.stores.pauses.pauseAll('discord', '11', 'gone')).toEqual([]);
    expect((await here.stores.channels.get(held.key))?.pause?.reason).toBe('holiday');
    expect(await here.stores.pauses.pauseAll('discord', null, 'token')).toEqual([other.key]);
    expect((await here.stores.channels.get(slack.key))?.pause).toBeNull();
    const standing = await here.stores.pauses.standing();
    expect(standing.map(({ channel, scope, reason }) => [channel.key, scope, reason])).toEqual([
      [a.key, 'workspace', 'gone'],
      [b.key, 'workspace', 'gone'],
      [other.key, 'platform', 'token'],
    ]);
  });

  it('stand with what was done about them, until they end or a person makes them theirs', async () => {
    const channel = await add('1');
    await refuse(channel);
    const pause = await only();
    expect(pause).toEqual({
      channel: expect.objectContaining({ key: channel.key, setUpBy: '4711' }) as unknown,
      at: NOON,
      reason: 'Missing Access',
      scope: 'channel',
      noticed: false,
      checkedAt: null,
      seen: false,
    });
    await here.database.setClock(minutesAfter(5));
    await here.stores.pauses.checked(channel.id, pause.at, true);
    await here.stores.pauses.checked(channel.id, pause.at, false);
    expect(await only()).toMatchObject({ checkedAt: minutesAfter(5), seen: true });
    await here.stores.channels.pause(channel.id, { reason: 'holiday', by: 'person' });
    expect(await here.stores.pauses.standing()).toEqual([]);
    expect(await here.stores.pauses.end(channel.id, pause.at, tomorrow)).toBe(false);
    expect((await here.stores.channels.get(channel.key))?.pause?.by).toBe('person');
  });

  it('are told of by one of many, once, and again after it was given back', async () => {
    const channel = await add('1');
    await refuse(channel);
    const { at } = await only();
    const claims = await Promise.all(
      Array.from({ length: 6 }, () => here.stores.pauses.takeNotice(channel.id, at)),
    );
    expect(claims.filter((claim) => claim === 'mine')).toHaveLength(1);
    expect(claims.filter((claim) => claim === 'taken')).toHaveLength(5);
    expect(await only()).toMatchObject({ noticed: true });
    await here.stores.pauses.returnNotice(channel.id, at);
    expect(await only()).toMatchObject({ noticed: false });
    expect(await here.stores.pauses.takeNotice(channel.id, at)).toBe('mine');
    expect(await here.stores.pauses.takeNotice(channel.id, minutesAfter(-1))).toBe('taken');
  });

  it('are known when the same reason comes back by itself within a week, not after a person resumed', async () => {
    const channel = await add('1');
    const pauseAgain = async (minutes: number, reason?: string) => {
      await here.database.setClock(minutesAfter(minutes));
      await refuse(channel, reason);
      const { at } = await only();
      return { at, claim: await here.stores.pauses.takeNotice(channel.id, at) };
    };
    const first = await pauseAgain(0);
    expect(first.claim).toBe('mine');
    await here.stores.pauses.end(channel.id, first.at, tomorrow);
    const second = await pauseAgain(DAY);
    expect(second.claim).toBe('known');
    await here.stores.pauses.end(channel.id, second.at, tomorrow);
    const other = await pauseAgain(2 * DAY, 'archived');
    expect(other.claim).toBe('mine');
    const before = await here.stores.channels.get(channel.key);
    await here.stores.channels.change(channel.address, {
      before,
      settings: settings(),
      next: tomorrow,
      pause: 'ends',
    });
    expect((await pauseAgain(2 * DAY + 1, 'archived')).claim).toBe('mine');
    await here.stores.pauses.end(channel.id, minutesAfter(2 * DAY + 1), tomorrow);
    expect((await pauseAgain(10 * DAY, 'archived')).claim).toBe('mine');
  });

  it('end once, from the given slot on, and have what was not sent composed again', async () => {
    const channel = await add('1');
    const digest = await here.stores.digests.openNow(channel.id);
    await here.stores.digests.freeze(digest, content(), threadParts('a'), (n) => `k${n}`);
    await refuse(channel);
    const { at } = await only();
    expect(await here.stores.pauses.end(channel.id, minutesAfter(-1), tomorrow)).toBe(false);
    expect(await here.stores.pauses.end(channel.id, at, tomorrow)).toBe(true);
    expect(await here.stores.pauses.end(channel.id, at, tomorrow)).toBe(false);
    expect(await here.stores.channels.get(channel.key)).toMatchObject({
      pause: null,
      nextSlot: tomorrow.slot,
    });
    expect(await here.stores.digests.get(digest.id)).toMatchObject({ status: 'open' });
  });

  it('go with the clock of the database, microseconds included', async () => {
    await here.database.setClock(null);
    const channel = await add('1');
    await refuse(channel);
    const { at } = await only();
    await here.stores.pauses.checked(channel.id, at, true);
    expect(await only()).toMatchObject({ seen: true });
    expect(await here.stores.pauses.takeNotice(channel.id, at)).toBe('mine');
    expect(await here.stores.pauses.end(channel.id, at, tomorrow)).toBe(true);
  });

  it('keep the name of a place, and follow it to another id with its history', async () => {
    const channel = await add('1');
    const digest = await here.stores.digests.openNow(channel.id);
    expect(await here.stores.pauses.rename(channel.address, '#papers')).toBe(true);
    expect(await here.stores.pauses.rename(channel.address, '#papers')).toBe(false);
    expect(await here.stores.pauses.rename({ ...channel.address, place: '9' }, '#x')).toBe(false);
    expect(await here.stores.pauses.move(channel.address, '2')).toBe(true);
    expect(await here.stores.channels.get(channel.key)).toBeNull();
    const moved = await here.stores.channels.get('discord:11:2');
    expect(moved).toMatchObject({ id: channel.id, name: '#papers', address: { place: '2' } });
    expect((await here.stores.digests.get(digest.id))?.channel.key).toBe('discord:11:2');
    const other = await add('3');
    expect(await here.stores.pauses.move(other.address, '2')).toBe(false);
    expect(await here.stores.channels.get(other.key)).not.toBeNull();
  });
});
