import { isDeepStrictEqual } from 'node:util';
import { formatChannelKey } from '../../src/channels/address.js';
import type { Channel, ChannelAddress, ChannelSettings } from '../../src/channels/channel.js';
import type { CommandDeps } from '../../src/commands/deps.js';
import type { Digest } from '../../src/digests/digest.js';
import type { Clock } from '../../src/ports/clock.js';
import type { ChannelStore, NextSlot } from '../../src/ports/channel-store.js';

/** Channels in memory, by the rules of `ChannelStore`. */
export function memoryChannels(clock: Clock): ChannelStore {
  const channels = new Map<string, Channel>();
  let ids = 0;
  const change = (channelId: number, patch: Partial<Channel>): boolean => {
    const known = [...channels.values()].find(({ id }) => id === channelId);
    if (known !== undefined) channels.set(known.key, { ...known, ...patch });
    return known !== undefined;
  };
  const put = async (
    address: ChannelAddress,
    settings: ChannelSettings,
    next: NextSlot,
    setUpBy: string | null,
    given: string | null,
  ) => {
    const key = formatChannelKey(address);
    const known = channels.get(key);
    const name = given ?? known?.name;
    const channel: Channel = {
      id: known?.id ?? ++ids,
      key,
      address,
      pause: known?.pause ?? null,
      setUpBy: known === undefined ? setUpBy : known.setUpBy,
      createdAt: known?.createdAt ?? (await clock.now()),
      ...(name === undefined ? {} : { name }),
      ...settings,
      nextSlot: next.slot,
      nextDueAt: next.dueAt,
    };
    channels.set(key, channel);
    return { channel, created: known === undefined };
  };
  const store: ChannelStore = {
    change: async (address, { before, settings, next, setUpBy, name, pause }) => {
      const current = channels.get(formatChannelKey(address)) ?? null;
      if (!isDeepStrictEqual(before, current)) return null;
      const { channel, created } = await put(address, settings, next, setUpBy ?? null, name ?? null);
      if (pause === 'ends') change(channel.id, { pause: null, nextSlot: next.slot, nextDueAt: next.dueAt });
      else if (pause !== undefined) await store.pause(channel.id, { ...pause, by: 'person' });
      return { channel: channels.get(channel.key) ?? channel, created };
    },
    get: (key) => Promise.resolve(channels.get(key) ?? null),
    list: () => Promise.resolve([...channels.values()]),
    remove: (key) => Promise.resolve(channels.delete(key)),
    pause: async (channelId, pause) => {
      const paused = [...channels.values()].find(({ id }) => id === channelId)?.pause ?? null;
      if (paused !== null && pause.by === 'person') change(channelId, { pause: { ...paused, by: 'person' } });
      return paused === null && change(channelId, { pause: { ...pause, at: await clock.now() } });
    },
    had: () => Promise.resolve(new Set()),
    forgetSetUp: (platform, personId) => {
      const theirs = [...channels.values()].filter(
        ({ address, setUpBy }) => address.platform === platform && setUpBy === personId,
      );
      for (const { id } of theirs) change(id, { setUpBy: null });
      return Promise.resolve(theirs.length);
    },
    moveNext: () => {
      throw new Error('No command moves a slot.');
    },
  };
  return store;
}

export interface MemoryDigests extends Pick<
  CommandDeps['digests'],
  'find' | 'lastPosted' | 'history' | 'openNow'
> {
  /** Newest last. */
  readonly all: Digest[];
}

/** Digests in memory; what was posted is put in by the test. */
export function memoryDigests(clock: Clock, channels: ChannelStore): MemoryDigests {
  const all: Digest[] = [];
  return {
    all,
    find: (channelId, slot) =>
      Promise.resolve(all.find((digest) => digest.channel.id === channelId && digest.slot === slot) ?? null),
    lastPosted: () => Promise.resolve(null),
    history: (channelId, limit) =>
      Promise.resolve(
        all
          .filter(({ channel }) => channel.id === channelId)
          .reverse()
          .slice(0, limit),
      ),
    openNow: async (channelId) => {
      const channel = (await channels.list()).find(({ id }) => id === channelId);
      if (channel === undefined) throw new Error('There is no such channel.');
      const digest: Digest = {
        id: all.length + 1,
        channel,
        slot: `now:${all.length + 1}`,
        platform: channel.address.platform,
        slotAt: await clock.now(),
        status: 'open',
        outcome: null,
        reason: null,
        content: null,
      };
      all.push(digest);
      return digest;
    },
  };
}
