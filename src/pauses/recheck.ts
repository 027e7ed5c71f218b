import { describeError } from '../errors.js';
import { firstFreeSlot } from '../digests/free-slot.js';
import type { Clock } from '../ports/clock.js';
import type { DigestStore } from '../ports/digest-store.js';
import type { Logger } from '../ports/logger.js';
import type { PauseStore, PlatformPause } from '../ports/pause-store.js';
import { inTheWay, type PlaceReport, type PublisherFor } from '../ports/publisher.js';

/** How often the place of a paused channel is looked at. Milliseconds. */
export const RECHECK_MS = 2 * 3_600_000;
/** The same for a whole workspace, of which one place is looked at. */
export const RECHECK_WORKSPACE_MS = 10 * 60_000;
/** A last look comes so long before the next slot. */
const BEFORE_SLOT_MS = 10 * 60_000;
/** What no look can see (a setting that forbids posting) is tried by posting again, once a day. */
export const TRY_ANYWAY_MS = 20 * 3_600_000;

export interface RecheckDeps {
  readonly pauses: Pick<PauseStore, 'checked' | 'end' | 'rename'>;
  readonly digests: Pick<DigestStore, 'find'>;
  readonly clock: Clock;
  readonly publisherFor: PublisherFor;
  readonly callSignal: () => AbortSignal;
  readonly logger: Logger;
}

/** Pauses that stand and fall together: a channel's own, or those of one workspace or platform. */
export function groupsOf(pauses: readonly PlatformPause[]): readonly (readonly PlatformPause[])[] {
  const groups = new Map<string, PlatformPause[]>();
  for (const pause of pauses) {
    const { id, address } = pause.channel;
    const what = { channel: id, workspace: address.workspace, platform: null }[pause.scope];
    const key = JSON.stringify([address.platform, pause.scope, what, pause.reason]);
    groups.set(key, [...(groups.get(key) ?? []), pause]);
  }
  return [...groups.values()];
}

/** True when the place of a pause should be looked at now. */
export function isLookDue(pause: PlatformPause, now: Date): boolean {
  const { checkedAt, scope, channel } = pause;
  if (checkedAt === null) return true;
  const every = scope === 'channel' ? RECHECK_MS : RECHECK_WORKSPACE_MS;
  if (now.getTime() - checkedAt.getTime() >= every) return true;
  const before = channel.nextDueAt.getTime() - BEFORE_SLOT_MS;
  return now.getTime() >= before && checkedAt.getTime() < before;
}

/**
 * Looks at the first place of a group and ends the pauses when nothing is in the way any more. That a place looks well
 * proves something only when an earlier look saw what was in the way: a setting that forbids posting shows nowhere.
 * @param back the cause is known to be gone
 * @returns how many channels go on
 */
export async function recheck(
  group: readonly PlatformPause[],
  back: boolean,
  deps: RecheckDeps,
): Promise<number> {
  const [first] = group;
  if (first === undefined) return 0;
  const report = await look(first, deps);
  if (report === null) return 0;
  const { name } = report;
  if (name !== null) await deps.pauses.rename(first.channel.address, name);
  const obstacles = inTheWay(report).length;
  const well = report.unsure !== true && obstacles === 0 && report.leftReason !== first.reason;
  const old = (await deps.clock.now()).getTime() - first.at.getTime() >= TRY_ANYWAY_MS;
  if (well && (back || old || group.some(({ seen }) => seen))) return endAll(group, deps);
  const seen = report.unsure !== true && obstacles > 0;
  for (const { channel, at } of group) await deps.pauses.checked(channel.id, at, seen);
  return 0;
}

// --- Internal helpers ---

async function look({ channel }: PlatformPause, deps: RecheckDeps): Promise<PlaceReport | null> {
  const publisher = await deps.publisherFor(channel.address.platform);
  if (publisher === null) return null;
  try {
    return await publisher.inspect(channel.address, channel.layout, deps.callSignal());
  } catch (error) {
    deps.logger.warn(
      { channel: channel.key, error: describeError(error) },
      'a paused channel could not be looked at',
    );
    return { name: null, problems: [], unsure: true };
  }
}

async function endAll(group: readonly PlatformPause[], deps: RecheckDeps): Promise<number> {
  const keys: string[] = [];
  for (const { channel, at } of group) {
    const next = await firstFreeSlot(channel.schedule, channel, deps);
    if (await deps.pauses.end(channel.id, at, next)) keys.push(channel.key);
  }
  if (keys.length === 1)
    deps.logger.info({ channel: keys[0] }, 'channel goes on: nothing is in the way any more');
  if (keys.length > 1)
    deps.logger.info(
      { channels: keys.length, reason: group[0]?.reason },
      'channels go on: nothing is in the way any more',
    );
  return keys.length;
}
