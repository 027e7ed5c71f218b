import { formatChannelKey } from '../../src/channels/address.js';
import type { Channel, ChannelAddress, ChannelSettings } from '../../src/channels/channel.js';
import type { ChannelStore, NextSlot } from '../../src/ports/channel-store.js';

/** Adds a channel, or changes the settings of the one with this address, while nobody else does. */
export async function putChannel(
  channels: Pick<ChannelStore, 'get' | 'change'>,
  address: ChannelAddress,
  settings: ChannelSettings,
  next: NextSlot,
  setUpBy: string | null = null,
): Promise<{ channel: Channel; created: boolean }> {
  const before = await channels.get(formatChannelKey(address));
  const stored = await channels.change(address, { before, settings, next, setUpBy });
  if (stored === null) throw new Error('Somebody else changed the channel at the same time.');
  return stored;
}
