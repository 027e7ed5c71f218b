import { createHash } from 'node:crypto';
import type { ChannelAddress } from '../channels/channel.js';
import { formatChannelKey } from '../channels/address.js';

export interface PartIdentity {
  readonly address: ChannelAddress;
  /** The channel's row: one that was removed and added again is another one, whose messages are other messages. */
  readonly channelId: number;
  /** The digest's slot, `2026-11-23` or `now:…`. */
  readonly slot: string;
  /** 0-based order of the part within the digest. */
  readonly position: number;
}

/**
 * The name of one part, for ever: the same channel row, slot and position always give the same key, on any machine, so
 * that nonces and markers derived from it recognise a message after any crash.
 * @returns SHA-256 as 64 lower-case hex characters
 */
export function deliveryKey(part: PartIdentity): string {
  const name = JSON.stringify([
    'broadsheet',
    1,
    formatChannelKey(part.address),
    part.channelId,
    part.slot,
    part.position,
  ]);
  return createHash('sha256').update(name).digest('hex');
}
