import type { LookOutcome, SendOutcome, SettlePolicy } from '../ports/publisher.js';
import type { Preference } from '../ports/workspace-store.js';
import type { Delivery, DeliveryPatch } from './delivery.js';

/** Times of the ledger, milliseconds. */
export interface DeliveryTiming {
  /** How long a claim holds; longer than a call may take, so that a live holder is never overtaken. */
  readonly leaseMs: number;
  /** Parts not sent this long after the slot are skipped: yesterday's list helps nobody. */
  readonly freshForMs: number;
}

/** Lease 30 s over a call bound of 20 s (the SDKs give up after 15 s), six hours of freshness (design: delivery, time). */
export const DELIVERY_TIMING: DeliveryTiming = { leaseMs: 30_000, freshForMs: 6 * 3_600_000 };

/** Looks in a row that may fail for a lasting reason before a person is asked. */
export const MAX_BLIND_LOOKS = 5;
const FIRST_BACKOFF_MS = 2_000;
const FIRST_BLIND_BACKOFF_MS = 30_000;
const LONGEST_BACKOFF_MS = 5 * 60_000;

const RELEASED = { claimToken: null, leaseUntil: null } as const;

/** Nothing will happen to it any more without a person. */
export function isFinal(part: Delivery): boolean {
  return part.state === 'sent' || part.state === 'failed' || part.state === 'skipped' || part.parked;
}

/** A holder that stopped mid-call may have sent: the row becomes unknown, never pending. Null when the row is not abandoned. */
export function abandon(part: Delivery, now: Date): DeliveryPatch | null {
  if (part.state !== 'sending' || part.leaseUntil === null || part.leaseUntil > now) return null;
  return { ...RELEASED, state: 'unknown', notBefore: null, lastError: 'the process stopped while sending' };
}

/** What may be done with an unfinished part now. */
export type PartStep =
  | { readonly do: 'send' | 'look'; readonly patch: DeliveryPatch }
  | { readonly do: 'wait'; readonly until: Date };

/** The next step for one part that is not final; its abandoned lease is already dealt with. */
export function nextStep(
  part: Delivery,
  policy: SettlePolicy,
  timing: DeliveryTiming,
  now: Date,
  token: string,
): PartStep {
  const held = part.leaseUntil !== null && part.leaseUntil > now ? part.leaseUntil : null;
  if (held !== null) return { do: 'wait', until: held };
  if (part.notBefore !== null && part.notBefore > now) return { do: 'wait', until: part.notBefore };
  const claim = { claimToken: token, leaseUntil: after(now, timing.leaseMs), notBefore: null };
  if (part.state === 'pending') return send(part, claim, now, now);
  const first = part.firstSendAt ?? now;
  const last = part.lastSendAt ?? now;
  if (mayRepeat(first, policy, now)) return send(part, claim, first, now);
  const settled = after(last, policy.settleMs);
  if (settled > now) return { do: 'wait', until: settled };
  return { do: 'look', patch: claim };
}

/** The row after one attempt ended in `outcome`. */
export function afterSend(
  part: Delivery,
  outcome: SendOutcome,
  policy: SettlePolicy,
  now: Date,
): DeliveryPatch {
  if (outcome.kind === 'sent')
    return { ...RELEASED, state: 'sent', remoteId: outcome.remoteId, notBefore: null, lastError: null };
  const lastError = outcome.error;
  if (outcome.kind === 'unknown') return unknownAgain(part, policy, now, lastError, null);
  const wait = outcome.kind === 'delay' ? after(now, outcome.retryAfterMs ?? backoff(part.attempts)) : null;
  // This attempt is certainly not there, but an earlier one of the same try may be.
  if (hasEarlierSend(part)) return unknownAgain(part, policy, now, lastError, wait);
  if (outcome.kind === 'refused') return { ...RELEASED, state: 'failed', notBefore: null, lastError };
  if (outcome.kind === 'rerouted')
    return { ...RELEASED, state: 'skipped', remoteId: outcome.remoteId, notBefore: null, lastError };
  return { ...RELEASED, state: 'pending', notBefore: wait, firstSendAt: null, lastSendAt: null, lastError };
}

/**
 * The row after the place was read back.
 * @param prefer what becomes of it when the place cannot be read: it waits for a person, or is sent once more unseen
 */
export function afterLook(
  part: Delivery,
  outcome: LookOutcome,
  policy: SettlePolicy,
  now: Date,
  prefer: Preference = 'no-duplicate',
): DeliveryPatch {
  if (outcome.kind === 'found')
    return { ...RELEASED, state: 'sent', remoteId: outcome.remoteId, notBefore: null, lastError: null };
  if (outcome.kind === 'cannot-tell') {
    const blindLooks = part.blindLooks + 1;
    // What only a person can mend is asked for seldom; a reading that went astray is tried again soon.
    const first = outcome.lasting ? FIRST_BLIND_BACKOFF_MS : FIRST_BACKOFF_MS;
    const wait = outcome.retryAfterMs ?? backoff(blindLooks, first);
    const parked = outcome.lasting && blindLooks >= MAX_BLIND_LOOKS;
    if (parked && prefer === 'delivery' && part.resends === 0) return tryAnew(part, outcome.error);
    return { ...RELEASED, blindLooks, parked, notBefore: after(now, wait), lastError: outcome.error };
  }
  if (part.resends >= policy.maxResends) {
    const told = 'sent, then not found when the place was read back';
    return { ...RELEASED, parked: true, lastError: outcome.kind === 'absent' ? told : part.lastError };
  }
  return tryAnew(part, part.lastError);
}

// --- Internal helpers ---

function tryAnew({ resends }: Delivery, lastError: string | null): DeliveryPatch {
  const fresh = { firstSendAt: null, lastSendAt: null, notBefore: null, blindLooks: 0 };
  return { ...RELEASED, ...fresh, state: 'pending', resends: resends + 1, lastError };
}

function send(part: Delivery, claim: DeliveryPatch, firstSendAt: Date, now: Date): PartStep {
  const attempts = part.attempts + 1;
  return { do: 'send', patch: { ...claim, state: 'sending', firstSendAt, lastSendAt: now, attempts } };
}

function unknownAgain(
  part: Delivery,
  policy: SettlePolicy,
  now: Date,
  lastError: string,
  wait: Date | null,
): DeliveryPatch {
  const soon = wait ?? after(now, backoff(part.attempts));
  const repeat = mayRepeat(part.firstSendAt ?? now, policy, soon);
  const notBefore = repeat ? soon : latest(wait, after(part.lastSendAt ?? now, policy.settleMs));
  return { ...RELEASED, state: 'unknown', notBefore, lastError };
}

function mayRepeat(firstSendAt: Date, policy: SettlePolicy, at: Date): boolean {
  const elapsed = at.getTime() - firstSendAt.getTime();
  // A clock that was set back proves nothing about the window.
  return policy.repeatWithinMs > 0 && elapsed >= 0 && elapsed <= policy.repeatWithinMs;
}

function hasEarlierSend(part: Delivery): boolean {
  return part.firstSendAt !== null && part.lastSendAt !== null && part.firstSendAt < part.lastSendAt;
}

/** Doubled with every attempt: 2 s, 4 s, 8 s … at most five minutes. */
function backoff(attempts: number, firstMs = FIRST_BACKOFF_MS): number {
  return Math.min(LONGEST_BACKOFF_MS, firstMs * 2 ** Math.max(0, attempts - 1));
}

function after(instant: Date, ms: number): Date {
  return new Date(instant.getTime() + ms);
}

function latest(a: Date | null, b: Date): Date {
  return a !== null && a > b ? a : b;
}
