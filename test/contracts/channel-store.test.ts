import { describe, expect, it } from 'vitest';
import { usualManagers } from '../../src/channels/settings.js';
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

const KEY = 'discord:11:22';

describe.each(testDatabases)('channels on the $name database', ({ open }) => {
  const here = freshStores(open, ['channels']);

  const composed = async (channelId: number, ...papers: string[]) => {
    const digest = await here.stores.digests.openNow(channelId);
    await here.stores.digests.freeze(digest, content(), threadParts(...papers), (n) => `${digest.id}-${n}`);
    return digest.id;
  };
  const setState = (digestId: number, position: number, state: string) =>
    here.database.pool.query('update broadsheet.deliveries set state = $1 where key = $2', [
      state,
      `${digestId}-${position}`,
    ]);

  const resume = async () => {
    const before = (await here.stores.channels.get(KEY))!;
    await here.stores.channels.change(address, { before, settings: before, next: tomorrow, pause: 'ends' });
  };

  it('gives back a channel as it was put, topics in their order', async () => {
    const { channel, created } = await putChannel(here.stores.channels, address, settings(), today);
    expect(created).toBe(true);
    expect(channel).toEqual({
      ...settings(),
      id: channel.id,
      key: KEY,
      address,
      pause: null,
      setUpBy: null,
      nextSlot: today.slot,
      nextDueAt: today.dueAt,
      createdAt: NOON,
    });
    expect(await here.stores.channels.get(KEY)).toEqual(channel);
    expect(await here.stores.channels.list()).toEqual([channel]);
  });

  it('changes the settings of the channel that is there already', async () => {
    const first = await putChannel(here.stores.channels, address, settings(), today);
    const changed = settings({ count: 7, layout: 'compact', topics: [{ name: 'x', query: 'cat:cs.CV' }] });
    const second = await putChannel(here.stores.channels, address, changed, tomorrow);
    expect(second.created).toBe(false);
    expect(second.channel).toMatchObject({ ...changed, id: first.channel.id });
    expect(await here.stores.channels.list()).toHaveLength(1);
  });

  it('keeps a due slot when only other settings change, and takes the new one with a new schedule', async () => {
    await putChannel(here.stores.channels, address, settings(), today);
    const kept = await putChannel(here.stores.channels, address, settings({ count: 7 }), tomorrow);
    expect(kept.channel).toMatchObject({ nextSlot: today.slot, nextDueAt: today.dueAt });
    const schedule = { time: '07:30', zone: 'Asia/Kolkata', days: [1] as const };
    const moved = await putChannel(here.stores.channels, address, settings({ schedule }), tomorrow);
    expect(moved.channel).toMatchObject({ schedule, nextSlot: tomorrow.slot, nextDueAt: tomorrow.dueAt });
  });

  it('has a digest of which nothing was sent composed again after a change, at its new time', async () => {
    const { channel } = await putChannel(here.stores.channels, address, settings(), today);
    await here.stores.digests.openDue(3_600_000, () => ({ open: today, skipped: [], next: tomorrow }));
    const digest = await here.stores.digests.find(channel.id, today.slot);
    await here.stores.digests.freeze(digest!, content(), threadParts('a'), (n) => `k${n}`);
    const later = { slot: today.slot, dueAt: minutesAfter(120) };
    await putChannel(
      here.stores.channels,
      address,
      settings({ schedule: { time: '14:00', zone: 'UTC', days: [1] } }),
      later,
    );
    expect(await here.stores.digests.get(digest!.id)).toMatchObject({
      status: 'open',
      content: null,
      slotAt: later.dueAt,
    });
    expect(await here.stores.deliveries.list({ limit: 10 })).toEqual([]);
  });

  it('gives a day that ended empty or failed another try at its new time, never one that was posted', async () => {
    const { channel } = await putChannel(here.stores.channels, address, settings(), today);
    await here.stores.digests.openDue(3_600_000, () => ({ open: today, skipped: [], next: tomorrow }));
    const { id } = (await here.stores.digests.find(channel.id, today.slot))!;
    const later = { slot: today.slot, dueAt: minutesAfter(120) };
    const at = (time: string) => settings({ schedule: { time, zone: 'UTC', days: [1] } });
    await here.stores.digests.close(id, 'failed', 'discord is off');
    await putChannel(here.stores.channels, address, at('14:00'), later);
    expect(await here.stores.digests.get(id)).toMatchObject({
      status: 'open',
      outcome: null,
      slotAt: later.dueAt,
    });

    await here.stores.digests.close(id, 'posted', null);
    await putChannel(here.stores.channels, address, at('15:00'), later);
    expect(await here.stores.digests.get(id)).toMatchObject({ status: 'closed', outcome: 'posted' });
  });

  it('composes a digest again that was chosen before a pause, unless it is half sent', async () => {
    const { channel } = await putChannel(here.stores.channels, address, settings(), today);
    const chosen = await composed(channel.id, 'a');
    const begun = await composed(channel.id, 'b');
    await setState(begun, 0, 'sent');
    await here.stores.channels.pause(channel.id, { reason: 'holiday', by: 'person' });
    await resume();

    expect(await here.stores.digests.get(chosen)).toMatchObject({ status: 'open', content: null });
    expect(await here.stores.digests.get(begun)).toMatchObject({ status: 'composed' });
  });

  it('leaves a digest alone whose head is on its way, and one whose settings stay the same', async () => {
    const { channel } = await putChannel(here.stores.channels, address, settings(), today);
    const sending = await composed(channel.id, 'a');
    await setState(sending, 0, 'sending');
    await putChannel(here.stores.channels, address, settings({ count: 9 }), tomorrow);
    expect(await here.stores.digests.get(sending)).toMatchObject({ status: 'composed' });
    const untouched = await composed(channel.id, 'b');
    await putChannel(here.stores.channels, address, settings({ count: 9 }), tomorrow);
    expect(await here.stores.digests.get(untouched)).toMatchObject({ status: 'composed' });
  });

  it('keeps who may change the settings, and takes what is usual on the platform for rows of before', async () => {
    const slack = { platform: 'slack', workspace: 'T1', place: 'C1' } as const;
    await putChannel(here.stores.channels, address, settings({ managers: 'admins' }), today);
    await putChannel(here.stores.channels, slack, settings({ managers: 'admins' }), today);
    expect((await here.stores.channels.get(KEY))?.managers).toBe('admins');
    const { channel } = await putChannel(
      here.stores.channels,
      address,
      settings({ managers: 'members' }),
      today,
    );
    expect(channel.managers).toBe('members');
    await here.database.pool.query('update broadsheet.channels set managers = null');
    expect((await here.stores.channels.get(KEY))?.managers).toBe(usualManagers('discord'));
    expect((await here.stores.channels.get('slack:T1:C1'))?.managers).toBe(usualManagers('slack'));
  });

  it('does not compose a digest again when only the managers change', async () => {
    const { channel } = await putChannel(
      here.stores.channels,
      address,
      settings({ managers: 'members' }),
      today,
    );
    const digestId = await composed(channel.id, 'a');
    await putChannel(here.stores.channels, address, settings({ managers: 'admins' }), tomorrow);
    expect(await here.stores.digests.get(digestId)).toMatchObject({ status: 'composed' });
  });

  it('remembers who set a channel up, whoever changes it later', async () => {
    await putChannel(here.stores.channels, address, settings(), today, '4711');
    const { channel } = await putChannel(
      here.stores.channels,
      address,
      settings({ count: 9 }),
      today,
      '4712',
    );
    expect(channel.setUpBy).toBe('4711');
    expect((await here.stores.channels.list())[0]?.setUpBy).toBe('4711');
  });

  it('removes a channel with everything that hangs on it, once', async () => {
    const { channel } = await putChannel(here.stores.channels, address, settings(), today);
    const digestId = await composed(channel.id, 'a');
    expect(await here.stores.channels.remove(KEY)).toBe(true);
    expect(await here.stores.channels.remove(KEY)).toBe(false);
    expect(await here.stores.channels.get(KEY)).toBeNull();
    expect(await here.stores.digests.get(digestId)).toBeNull();
    expect(await here.stores.deliveries.list({ limit: 10 })).toEqual([]);
  });

  it('pauses once with the first reason, which a person may make theirs, and resumes from the given slot', async () => {
    const { channel } = await putChannel(here.stores.channels, address, settings(), today);
    expect(await here.stores.channels.pause(channel.id, { reason: 'Missing Access', by: 'platform' })).toBe(
      true,
    );
    expect(await here.stores.channels.pause(channel.id, { reason: 'later', by: 'person' })).toBe(false);
    const theirs = { reason: 'Missing Access', by: 'person', at: NOON } as const;
    expect((await here.stores.channels.get(KEY))?.pause).toEqual(theirs);
    expect(await here.stores.channels.pause(channel.id, { reason: 'No', by: 'platform' })).toBe(false);
    expect((await here.stores.channels.get(KEY))?.pause).toEqual(theirs);
    await resume();
    expect(await here.stores.channels.get(KEY)).toMatchObject({ pause: null, nextSlot: tomorrow.slot });
  });

  it('keeps a pause when the settings change', async () => {
    const { channel } = await putChannel(here.stores.channels, address, settings(), today);
    await here.stores.channels.pause(channel.id, { reason: 'holiday', by: 'person' });
    const changed = await putChannel(here.stores.channels, address, settings({ count: 3 }), tomorrow);
    expect(changed.channel.pause?.reason).toBe('holiday');
  });

  it('has had what is in flight, sent or unknown, not what failed or was skipped', async () => {
    const { channel } = await putChannel(here.stores.channels, address, settings(), today);
    const digestId = await composed(channel.id, 'waits', 'flies', 'sent', 'unknown', 'failed', 'skipped');
    const states = ['sending', 'sent', 'unknown', 'failed', 'skipped'];
    for (const [index, state] of states.entries()) await setState(digestId, index + 3, state);
    expect(await here.stores.channels.had(channel.id)).toEqual(
      new Set(['waits', 'flies', 'sent', 'unknown']),
    );
    await here.stores.digests.close(digestId, 'failed', null);
    expect(await here.stores.channels.had(channel.id)).toEqual(new Set(['flies', 'sent', 'unknown']));
  });

  it('has had every paper of a compact head, and nothing of another channel', async () => {
    const { channel } = await putChannel(here.stores.channels, address, settings(), today);
    const other = await putChannel(here.stores.channels, { ...address, place: '33' }, settings(), today);
    const digest = await here.stores.digests.openNow(channel.id);
    const head = { kind: 'head' as const, payload: {}, paperIds: ['a', 'b'] };
    await here.stores.digests.freeze(digest, content(), [head], () => 'key');
    expect(await here.stores.channels.had(channel.id)).toEqual(new Set(['a', 'b']));
    expect(await here.stores.channels.had(other.channel.id)).toEqual(new Set());
  });
});
