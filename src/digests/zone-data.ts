import type { ChannelStore } from '../ports/channel-store.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { FactStore } from '../ports/workspace-store.js';
import { dueInstant, nextSlot } from './slots.js';

const FACT = 'zone-data';

export interface ZoneDataDeps {
  readonly facts: Pick<FactStore, 'get' | 'put'>;
  readonly channels: Pick<ChannelStore, 'list' | 'moveNext'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Works out anew when every channel's next digest is due, when the rules of the world's time zones are others than at
 * the last start: a country that gives up summer time shifts slots that were already in the calendar.
 * @param version of the zone data this process runs with, e.g. `2025b`
 * @returns how many channels moved
 */
export async function followZoneData(version: string, deps: ZoneDataDeps): Promise<number> {
  if ((await deps.facts.get(FACT)) === version) return 0;
  const now = await deps.clock.now();
  let moved = 0;
  for (const { id, key, schedule, nextSlot: slot, nextDueAt } of await deps.channels.list()) {
    const dueAt = dueInstant(schedule, slot);
    const next = dueAt === null ? nextSlot(schedule, now) : { slot, dueAt };
    if (next.dueAt.getTime() === nextDueAt.getTime()) continue;
    if (!(await deps.channels.moveNext(id, { slot, dueAt: nextDueAt }, next))) continue;
    moved += 1;
    deps.logger.info(
      { channel: key, slot: next.slot, from: nextDueAt, to: next.dueAt, version },
      'the zone’s rules changed, and with them the next digest’s time',
    );
  }
  await deps.facts.put(FACT, version);
  return moved;
}
