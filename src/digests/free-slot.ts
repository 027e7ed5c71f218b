import type { Channel, Schedule } from '../channels/channel.js';
import type { NextSlot } from '../ports/channel-store.js';
import type { Clock } from '../ports/clock.js';
import type { DigestStore } from '../ports/digest-store.js';
import { nextSlot } from './slots.js';

/** The next slot that has not had its digest yet: a new time on a day that was served waits for the day after. */
export async function firstFreeSlot(
  schedule: Schedule,
  channel: Channel | null,
  stores: { readonly digests: Pick<DigestStore, 'find'>; readonly clock: Clock },
): Promise<NextSlot> {
  const next = nextSlot(schedule, await stores.clock.now());
  const served = channel === null ? null : await stores.digests.find(channel.id, next.slot);
  const shown = served?.outcome === 'posted' || served?.outcome === 'posted-partly';
  return shown ? nextSlot(schedule, next.dueAt) : next;
}
