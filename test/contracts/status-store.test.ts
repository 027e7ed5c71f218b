import { describe, expect, it } from 'vitest';
import type { DuePlan } from '../../src/ports/digest-store.js';
import { testDatabases } from '../support/databases.js';
import { freshStores } from '../support/fresh-stores.js';
import { putChannel } from '../support/put-channel.js';
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

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const openToday = (): DuePlan => ({ open: today, skipped: [], next: tomorrow });

describe.each(testDatabases)('figures of the whole on the $name database', ({ open }) => {
  const here = freshStores(open, ['channels']);
  const add = (place: string, platform: 'discord' | 'slack' = 'discord') =>
    putChannel(here.stores.channels, { ...address, platform, place }, settings(), today);

  it('are nothing where there is nothing', async () => {
    const { status } = here.stores;
    expect(await status.channels()).toEqual([]);
    expect(await status.forPersonCounts()).toEqual([]);
    expect(await status.digests(DAY_MS)).toEqual([]);
    expect(await status.paused(5)).toEqual([]);
    expect(await status.forPerson(5)).toEqual([]);
  });

  it('count channels by platform, and name the paused ones with their reasons, the latest first', async () => {
    const [one, two] = [(await add('1')).channel.id, (await add('2')).channel.id];
    await add('3');
    await add('C1', 'slack');
    const reader = { platform: 'email', workspace: '-', place: 'someone' } as const;
    const mailed = (await putChannel(here.stores.channels, reader, settings(), today)).channel.id;
    const { status, channels, pauses } = here.stores;
    await channels.pause(two, { reason: '<b>No right</b> to post.', by: 'platform' });
    await here.database.setClock(minutesAfter(5));
    await channels.pause(one, { reason: 'Holidays.', by: 'person' });
    await channels.pause(mailed, { reason: 'The mailbox is full.', by: 'platform' });
    await pauses.rename({ ...address, place: '1' }, 'papers');
    expect(await status.channels()).toEqual([
      { platform: 'discord', active: 1, paused: 2 },
      { platform: 'email', active: 0, paused: 1 },
      { platform: 'slack', active: 1, paused: 0 },
    ]);
    const [first, second] = await status.paused(5);
    expect(first).toEqual({
      key: 'discord:11:1',
      name: 'papers',
      reason: 'Holidays.',
      by: 'person',
      since: minutesAfter(5),
    });
    expect(second).toMatchObject({ key: 'discord:11:2', reason: '<b>No right</b> to post.', since: NOON });
    expect(await status.paused(1)).toHaveLength(1);
  });

  it('count digests that ended within the time, and those under way', async () => {
    for (const place of ['1', '2', '3']) await add(place);
    const { digests, status } = here.stores;
    await digests.openDue(HOUR_MS, openToday);
    const [one, two, three] = await digests.work(HOUR_MS);
    expect(await status.digests(DAY_MS)).toEqual([]);
    await here.database.setClock(minutesAfter(60));
    await digests.close(one?.digestId ?? 0, 'posted', null);
    await digests.close(two?.digestId ?? 0, 'posted', null);
    expect(await status.digests(DAY_MS)).toEqual([
      { platform: 'discord', end: 'open', count: 1 },
      { platform: 'discord', end: 'posted', count: 2 },
    ]);
    await here.database.setClock(minutesAfter(60 + 24 * 60));
    await digests.close(three?.digestId ?? 0, 'nothing-matched', 'Nothing new.');
    expect(await status.digests(DAY_MS)).toEqual([{ platform: 'discord', end: 'nothing-matched', count: 1 }]);
  });

  it('count and name the messages that wait for a person, and no others', async () => {
    await add('1');
    const { digests, status } = here.stores;
    await digests.openDue(HOUR_MS, openToday);
    const [work] = await digests.work(HOUR_MS);
    const digest = await digests.get(work?.digestId ?? 0);
    if (digest === null) throw new Error('no digest');
    const parts = threadParts('a', 'b');
    expect(await digests.freeze(digest, content(), parts, (position) => `key-${position}`)).toBe(true);
    const set = (state: string, parked: boolean, position: number) =>
      here.database.pool.query(
        'update broadsheet.deliveries set state = $1, parked = $2, last_error = $3 where position = $4',
        [state, parked, '<i>timeout</i>', position],
      );
    await set('unknown', true, 0);
    await set('unknown', false, 1);
    expect(await status.forPersonCounts()).toEqual([{ platform: 'discord', count: 1 }]);
    expect(await status.forPerson(5)).toEqual([
      {
        key: 'key-0',
        channelKey: 'discord:11:1',
        slot: today.slot,
        kind: parts[0]?.kind,
        position: 0,
        error: '<i>timeout</i>',
      },
    ]);
  });
});
