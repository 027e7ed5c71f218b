import { platformOff } from '../channels/platform.js';
import { describeError } from '../errors.js';
import type { Clock } from '../ports/clock.js';
import type { DigestStore } from '../ports/digest-store.js';
import type { JobQueue } from '../ports/job-queue.js';
import type { Logger } from '../ports/logger.js';
import type { Publisher, PublisherFor } from '../ports/publisher.js';
import { localDate } from './day.js';
import { deliveryKey } from './delivery-key.js';
import type { PlannedPart } from './delivery.js';
import type { Digest, DigestContent, DigestOutcome } from './digest.js';
import type { EmptyDay } from './outcome.js';
import { prepareDigest, readHealth, type PrepareDeps } from './prepare.js';
import { CATCH_UP_MS } from './slots.js';
import { wakeDigest } from './wake.js';

export interface ComposeDeps extends PrepareDeps {
  readonly digests: Pick<DigestStore, 'get' | 'freeze' | 'close' | 'lastPosted' | 'history'>;
  /** Null when the platform is switched off. */
  readonly publisherFor: PublisherFor;
  /** Woken when a digest is frozen; without it the next tick finds the digest. */
  readonly queue?: JobQueue;
  /** When this process began, database time: what its sources have not told by then, they soon will. Default long ago. */
  readonly startedAt?: Date;
  /** Trace ids of the readings that the present ranking stands on, by source. Default: none are known. */
  readonly readings?: () => Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A digest waits this long for sources to be read: after the start, and on the very first start after its slot. Milliseconds. */
const READING_MS = 60_000;
/** And looks again this often, milliseconds. */
const LOOK_AGAIN_MS = 3_000;

/**
 * Chooses and renders one digest once and freezes it, or ends it with its reason when there is nothing to show.
 * Doing it twice, or in two processes at once, freezes one choice. Throws when a store does not answer.
 * @param signal ends the call that posts an empty day's line
 * @returns when to look again, null when nothing is left to do here
 */
export async function composeDigest(
  digestId: number,
  deps: ComposeDeps,
  signal: AbortSignal,
): Promise<Date | null> {
  const digest = await deps.digests.get(digestId);
  if (digest?.status !== 'open') return null;
  const now = await deps.clock.now();
  if (now.getTime() - digest.slotAt.getTime() > CATCH_UP_MS)
    return end(digest, 'skipped', lateReason(digest), deps);
  if (digest.channel.pause !== null) return null;
  const publisher = await deps.publisherFor(digest.platform);
  if (publisher === null) {
    const { message, hint } = platformOff(digest.platform);
    return end(digest, 'failed', `${message} ${hint}`, deps);
  }
  if (await awaitsReading(digest, now, deps)) return lookAgainAt(now);
  const prepared = await prepareDigest(requestOf(digest, now), deps);
  if (prepared.kind === 'content') return freeze(digest, prepared.content, publisher, deps);
  if (now < digest.slotAt) return digest.slotAt;
  // A shared ranking may be from before the slot; a day is called empty only after a look at what is stored since.
  deps.rankings.forget(digest.slotAt);
  const again = await prepareDigest(requestOf(digest, now), deps);
  if (again.kind === 'content') return freeze(digest, again.content, publisher, deps);
  return endEmpty(digest, again.empty, publisher, deps, signal);
}

// --- Internal helpers ---

/**
 * True while the sources are just being read and a list made now would lack most of it: none was ever read, or this
 * process has just started after a sleep and asks them again.
 */
async function awaitsReading({ slot, slotAt }: Digest, now: Date, deps: ComposeDeps): Promise<boolean> {
  const { startedAt = new Date(0) } = deps;
  const health = await readHealth(deps, now);
  const underWay = health.filter(({ stale, failing }) => stale && !failing);
  if (underWay.length === 0) return false;
  if (!health.some(({ read }) => read))
    return within(READING_MS, slotAt, now) || within(READING_MS, startedAt, now);
  // Who asks for a digest by hand gets what is there; the command has read the quick source itself.
  if (slot.startsWith('now:')) return false;
  return within(READING_MS, startedAt, now) && underWay.some(({ read }) => read);
}

function within(ms: number, since: Date, now: Date): boolean {
  return now.getTime() - since.getTime() < ms;
}

/** The same instant for every run within it, so that runs side by side share one follow-up. */
function lookAgainAt(now: Date): Date {
  return new Date((Math.floor(now.getTime() / LOOK_AGAIN_MS) + 1) * LOOK_AGAIN_MS);
}

function requestOf(digest: Digest, now: Date) {
  const { channel, slot, slotAt } = digest;
  const day = /^\d{4}-\d\d-\d\d$/.test(slot) ? slot : localDate(slotAt, channel.schedule.zone);
  return { channelId: channel.id, channelKey: channel.key, settings: channel, day, slotAt, now };
}

async function freeze(
  digest: Digest,
  content: DigestContent,
  publisher: Publisher,
  deps: ComposeDeps,
): Promise<Date | null> {
  const { id: channelId, address, layout } = digest.channel;
  const { slot } = digest;
  const keyOf = (position: number): string => deliveryKey({ address, channelId, slot, position });
  let parts: readonly PlannedPart[];
  try {
    parts = publisher.render(content, layout, keyOf);
  } catch (error) {
    return end(digest, 'failed', `The digest could not be laid out: ${describeError(error)}`, deps);
  }
  // Not frozen: somebody else was first, a digest beside it took one of the papers, or the settings have changed
  // meanwhile; the next look tells.
  if (!(await deps.digests.freeze(digest, content, parts, keyOf))) return lookAgainAt(await deps.clock.now());
  const { considered, late, cards } = content;
  const fields = { ...fieldsOf(digest), cards: cards.length, considered, late, readings: deps.readings?.() };
  deps.logger.info(fields, 'digest composed');
  await wake(digest, deps);
  return null;
}

async function wake(digest: Digest, deps: ComposeDeps): Promise<void> {
  if (deps.queue === undefined) return;
  try {
    const work = { digestId: digest.id, platform: digest.platform, slotAt: digest.slotAt };
    await wakeDigest({ ...work, status: 'composed' }, deps.queue, await deps.clock.now());
  } catch (error) {
    const fields = { ...fieldsOf(digest), error: describeError(error) };
    deps.logger.warn(fields, 'delivery could not be enqueued; the next tick tries again');
  }
}

async function endEmpty(
  digest: Digest,
  empty: EmptyDay,
  publisher: Publisher,
  deps: ComposeDeps,
  signal: AbortSignal,
): Promise<null> {
  // Papers that are gone may have gone into this very digest, composed by somebody else meanwhile.
  const first = await deps.digests.close(digest.id, empty.outcome, empty.reason, 'open');
  if (!first) return null;
  deps.logger.info({ ...fieldsOf(digest), outcome: empty.outcome, reason: empty.reason }, 'digest ended');
  if (digest.channel.empty !== 'line') return null;
  try {
    await publisher.say(digest.channel.address, empty.line, signal);
  } catch (error) {
    const fields = { ...fieldsOf(digest), error: describeError(error) };
    deps.logger.warn(fields, 'the line for an empty day could not be posted');
  }
  return null;
}

async function end(digest: Digest, outcome: DigestOutcome, reason: string, deps: ComposeDeps): Promise<null> {
  const first = await deps.digests.close(digest.id, outcome, reason, 'open');
  if (first) deps.logger.warn({ ...fieldsOf(digest), outcome, reason }, 'digest ended');
  return null;
}

function lateReason({ channel }: Digest): string {
  if (channel.pause !== null) return `The channel was paused: ${channel.pause.reason}`;
  return 'Too late: more than six hours after the slot.';
}

function fieldsOf(digest: Digest): { channel: string; slot: string } {
  return { channel: digest.channel.key, slot: digest.slot };
}
