import type { Channel, ChannelSettings } from '../channels/channel.js';
import { undisturbed } from '../channels/undisturbed.js';
import { firstFreeSlot } from '../digests/free-slot.js';
import type { PauseChange } from '../ports/channel-store.js';
import type { Asked, Kitchen } from './deps.js';
import type { CommandReply } from './reply.js';

/** The wanted settings, or what to answer instead of changing anything. */
export type Change =
  | {
      readonly settings: ChannelSettings;
      /** Pauses the channel or goes on with it in the same moment, so that no digest is opened in between. */
      readonly pause?: PauseChange;
      /** How people know the place, when that was just read. */
      readonly name?: string | null;
    }
  | { readonly reply: CommandReply };

export type Changed =
  | { readonly channel: Channel; readonly created: boolean; readonly before: Channel | null }
  | { readonly reply: CommandReply };

/**
 * Changes a channel's settings from what is stored at that moment, or creates the channel. No change is lost, whoever
 * makes another at once.
 * @param decide pure, asked again when another change came between; given the channel as stored, null when there is none
 * @throws AppError `conflict` when other changes came between again and again
 */
export function changeChannel(
  asked: Asked,
  kitchen: Kitchen,
  decide: (current: Channel | null) => Change,
): Promise<Changed> {
  const { request, key } = asked;
  const attempt = async (): Promise<Changed | null> => {
    const before = await kitchen.channels.get(key);
    const change = decide(before);
    if ('reply' in change) return change;
    const next = await firstFreeSlot(change.settings.schedule, before, kitchen);
    const wanted = { before, ...change, next, setUpBy: request.person.id };
    const stored = await kitchen.channels.change(request.address, wanted);
    return stored === null ? null : { ...stored, before };
  };
  // Turns keep those of this process from coming between each other; other processes may all the same.
  return kitchen.turns(key, () => undisturbed(attempt));
}

/** The settings of a channel, without what else it has. */
export function settingsOf(channel: ChannelSettings): ChannelSettings {
  const { schedule, count, layout, empty, picture, managers, topics } = channel;
  return { schedule, count, layout, empty, picture, managers, topics };
}
