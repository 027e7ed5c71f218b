import type { Channel, ChannelSettings } from '../channels/channel.js';
import { firstFreeSlot } from '../digests/free-slot.js';
import type { Asked, Kitchen } from './deps.js';
import type { CommandReply } from './reply.js';

/** The wanted settings, or what to answer instead of changing anything. */
export type Change =
  | {
      readonly settings: ChannelSettings;
      /** Pauses the channel for this reason before its settings change, so that no digest is opened in between. */
      readonly pause?: string;
    }
  | { readonly reply: CommandReply };

export type Changed =
  | { readonly channel: Channel; readonly created: boolean; readonly before: Channel | null }
  | { readonly reply: CommandReply };

/**
 * Changes a channel's settings from what is stored at that moment, one change after the other, or creates the channel.
 * @param decide pure; given the channel as stored, null when there is none
 */
export function changeChannel(
  asked: Asked,
  kitchen: Kitchen,
  decide: (current: Channel | null) => Change,
): Promise<Changed> {
  const { request, key } = asked;
  return kitchen.turns(key, async () => {
    const before = await kitchen.channels.get(key);
    const change = decide(before);
    if ('reply' in change) return change;
    const { settings, pause } = change;
    if (pause !== undefined && before !== null)
      await kitchen.channels.pause(before.id, { reason: pause, by: 'person' });
    const next = await firstFreeSlot(settings.schedule, before, kitchen);
    const stored = await kitchen.channels.put(request.address, settings, next, request.person.id);
    return { ...stored, before };
  });
}

/** The settings of a channel, without what else it has. */
export function settingsOf(channel: ChannelSettings): ChannelSettings {
  const { schedule, count, layout, empty, managers, topics } = channel;
  return { schedule, count, layout, empty, managers, topics };
}

/** Goes on with a paused channel, from its next free slot. */
export async function resumeChannel(channel: Channel, kitchen: Kitchen): Promise<void> {
  await kitchen.channels.resume(channel.id, await firstFreeSlot(channel.schedule, channel, kitchen));
}
