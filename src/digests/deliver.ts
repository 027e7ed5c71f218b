import { describeError } from '../errors.js';
import type { ChannelStore } from '../ports/channel-store.js';
import type { DeliveryStore } from '../ports/delivery-store.js';
import type { DigestStore } from '../ports/digest-store.js';
import type { Logger } from '../ports/logger.js';
import type { PauseStore } from '../ports/pause-store.js';
import {
  STOOD_STILL,
  type LookOutcome,
  type Publisher,
  type PublisherFor,
  type SendOutcome,
  type SendRequest,
  type SettlePolicy,
} from '../ports/publisher.js';
import type { Preference, WorkspaceStore } from '../ports/workspace-store.js';
import { pausePlaces } from '../pauses/pause-places.js';
import { decideClaim, type ClaimResult } from './claim.js';
import { afterLook, afterSend, type DeliveryTiming } from './delivery-machine.js';
import type { Delivery, DeliveryPatch } from './delivery.js';
import type { Digest } from './digest.js';

export interface DeliverDeps {
  readonly digests: Pick<DigestStore, 'get' | 'close'>;
  readonly deliveries: Pick<DeliveryStore, 'claim' | 'confirm'>;
  readonly channels: Pick<ChannelStore, 'pause'>;
  readonly pauses: Pick<PauseStore, 'pauseAll'>;
  readonly workspaces: Pick<WorkspaceStore, 'get'>;
  /** Null when the platform is switched off. */
  readonly publisherFor: PublisherFor;
  readonly timing: DeliveryTiming;
  /** A fresh, unguessable fencing token. */
  readonly newToken: () => string;
  /** Aborts a platform call in time: before the lease ends. */
  readonly callSignal: () => AbortSignal;
  /** Starts a watch; it tells the milliseconds since, a standstill of the process or the machine included. */
  readonly startWatch: () => () => number;
  readonly logger: Logger;
}

type Act = Extract<ClaimResult, { do: 'send' | 'look' }>;

/** A claim is acted upon within this share of its lease, so that the longest call still ends before the lease does. */
const ACT_WITHIN = 1 / 3;

/**
 * Brings one digest as far as it can go now: claim, one attempt, confirm, next part.
 * @param signal when aborted, stops between two parts; nothing is lost, and somebody else may go on at once
 * @returns when to come back, null when nothing is left to do here
 */
export async function deliverDigest(
  digestId: number,
  deps: DeliverDeps,
  signal: AbortSignal,
): Promise<Date | null> {
  const digest = await deps.digests.get(digestId);
  if (digest === null) return null;
  const publisher = await deps.publisherFor(digest.platform);
  while (!signal.aborted) {
    const sinceClaim = deps.startWatch();
    const next = await claim(digest, publisher, deps);
    if (next === null) return null;
    if (next.do === 'wait') return next.until;
    if (next.do === 'stop') return stopped(digest, next.why, deps);
    if (next.do === 'close') return await closed(digest, next, deps);
    if (publisher === null) return null;
    await act(digest, next, publisher, sinceClaim, deps);
  }
  return digest.slotAt;
}

// --- Internal helpers ---

async function claim(
  digest: Digest,
  publisher: Publisher | null,
  deps: DeliverDeps,
): Promise<ClaimResult | null> {
  const token = deps.newToken();
  const policy = publisher?.policy ?? null;
  let givenUp: readonly Delivery[] = [];
  const result = await deps.deliveries.claim(digest.id, (present, parts, now) => {
    const decision = decideClaim({ digest: present, parts, policy, timing: deps.timing, now, token });
    givenUp = parts.filter(({ key }) => decision.patches.get(key)?.parked === true);
    return decision;
  });
  for (const part of givenUp) alarm(digest, part, deps);
  return result;
}

async function act(
  digest: Digest,
  next: Act,
  publisher: Publisher,
  sinceClaim: () => number,
  deps: DeliverDeps,
): Promise<void> {
  const { part, parents } = next;
  const { address } = digest.channel;
  const policy = publisher.policy(part.kind);
  const mayLeave = () => sinceClaim() <= deps.timing.leaseMs * ACT_WITHIN;
  const { kind, payload, key } = part;
  const request: SendRequest = { address, kind, payload, key, parents, mayLeave };
  const token = part.claimToken ?? '';
  if (next.do === 'look') {
    const outcome = await look(publisher, request, part.firstSendAt ?? digest.slotAt, deps);
    await settle(digest, next, outcome, policy, deps);
    return;
  }
  const outcome = mayLeave() ? await send(publisher, request, deps) : NOT_SENT;
  const kept = await deps.deliveries.confirm(part.key, token, (row, now) =>
    afterSend(row, outcome, policy, now),
  );
  report(digest, next, outcome, deps);
  if (!kept || outcome.kind !== 'pause') return;
  const fields = { slot: digest.slot, error: outcome.error };
  await pausePlaces(digest.channel, { ...outcome, fields }, deps);
}

/** Writes what reading the place back told. */
async function settle(
  digest: Digest,
  next: Act,
  outcome: LookOutcome,
  policy: SettlePolicy,
  deps: DeliverDeps,
): Promise<void> {
  const { part } = next;
  const blind = outcome.kind === 'cannot-tell' && outcome.lasting;
  const prefer = blind ? await preferenceOf(digest, deps) : 'no-duplicate';
  const came: { patch: DeliveryPatch | null } = { patch: null };
  await deps.deliveries.confirm(part.key, part.claimToken ?? '', (row, now) => {
    came.patch = afterLook(row, outcome, policy, now, prefer);
    return came.patch;
  });
  report(digest, next, outcome, deps);
  if (came.patch?.parked === true) alarm(digest, part, deps);
  if (blind && came.patch?.state === 'pending')
    deps.logger.warn(
      fieldsOf(digest, part),
      'a message that cannot be looked for is sent once more; it may be there twice',
    );
}

async function preferenceOf({ platform, channel }: Digest, deps: DeliverDeps): Promise<Preference> {
  if (platform === 'terminal' || platform === 'email') return 'no-duplicate';
  return (await deps.workspaces.get(platform, channel.address.workspace)).prefer;
}

/** The row may be somebody else's by now, who looks, finds nothing, and sends: then this send would be the second one. */
const NOT_SENT: SendOutcome = { kind: 'delay', error: STOOD_STILL, retryAfterMs: null };

/** A publisher should not throw; if it does, nobody knows whether the message is there. */
async function send(publisher: Publisher, request: SendRequest, deps: DeliverDeps): Promise<SendOutcome> {
  try {
    return await publisher.send(request, deps.callSignal());
  } catch (error) {
    return { kind: 'unknown', error: describeError(error) };
  }
}

async function look(
  publisher: Publisher,
  request: SendRequest,
  since: Date,
  deps: DeliverDeps,
): Promise<LookOutcome> {
  try {
    return await publisher.look(request, since, deps.callSignal());
  } catch (error) {
    return { kind: 'cannot-tell', error: describeError(error), retryAfterMs: null, lasting: false };
  }
}

function report(digest: Digest, next: Act, outcome: SendOutcome | LookOutcome, deps: DeliverDeps): void {
  const fields = {
    ...fieldsOf(digest, next.part),
    outcome: outcome.kind,
    ...('error' in outcome ? { error: outcome.error } : {}),
  };
  if (outcome.kind === 'sent' || outcome.kind === 'found') deps.logger.debug(fields, 'part delivered');
  else if (outcome.kind === 'pause') deps.logger.debug(fields, 'part refused until a person acts');
  else if ('bug' in outcome)
    deps.logger.error(fields, 'part refused for a fault of this program; please report it');
  else deps.logger.warn(fields, 'part not delivered yet');
}

/** The one end that only a person can settle. */
function alarm(digest: Digest, part: Delivery, { logger }: DeliverDeps): void {
  const message = 'it cannot be told whether this message is there; please look at the channel';
  logger.error(fieldsOf(digest, part), message);
}

function fieldsOf({ channel, slot }: Digest, { kind, position }: Delivery): object {
  return { channel: channel.key, slot, part: `${kind} ${position}` };
}

function stopped(digest: Digest, why: string, deps: DeliverDeps): null {
  deps.logger.debug({ channel: digest.channel.key, slot: digest.slot, why }, 'digest waits');
  return null;
}

async function closed(
  digest: Digest,
  end: Extract<ClaimResult, { do: 'close' }>,
  deps: DeliverDeps,
): Promise<null> {
  const first = await deps.digests.close(digest.id, end.outcome, end.reason, 'composed');
  const fields = { channel: digest.channel.key, slot: digest.slot, outcome: end.outcome, reason: end.reason };
  if (first) deps.logger[end.outcome === 'posted' ? 'info' : 'warn'](fields, 'digest ended');
  return null;
}
