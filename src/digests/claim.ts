import type { ClaimDecision, ClaimedDigest } from '../ports/delivery-store.js';
import type { Publisher } from '../ports/publisher.js';
import { abandon, isFinal, MAX_BLIND_LOOKS, nextStep, type DeliveryTiming } from './delivery-machine.js';
import { isRerouted, type Delivery, type DeliveryPatch } from './delivery.js';
import type { DigestOutcome } from './digest.js';

/** Remote ids of what later parts hang on; the thread's is the channel's own where none could be opened. */
export interface Parents {
  readonly head: string | null;
  readonly thread: string | null;
}

/** What a worker does next with a digest. */
export type ClaimResult =
  | { readonly do: 'send' | 'look'; readonly part: Delivery; readonly parents: Parents }
  | { readonly do: 'wait'; readonly until: Date }
  | { readonly do: 'close'; readonly outcome: DigestOutcome; readonly reason: string | null }
  /** Nothing to do until something outside changes; says what. */
  | { readonly do: 'stop'; readonly why: string };

export interface ClaimInput {
  readonly digest: ClaimedDigest;
  /** In order of position. */
  readonly parts: readonly Delivery[];
  /** Null when the platform is switched off. */
  readonly policy: Publisher['policy'] | null;
  readonly timing: DeliveryTiming;
  readonly now: Date;
  readonly token: string;
}

/**
 * Decides, from the rows and database time alone, which part of a digest may be touched now and how.
 * A card is claimable when head and thread are sent, or no thread could be opened, and every earlier card is final.
 */
export function decideClaim(input: ClaimInput): ClaimDecision<ClaimResult> {
  const patches = new Map<string, DeliveryPatch>();
  const decide = (result: ClaimResult) => ({ patches, result });
  const { digest, now } = input;
  if (digest.status !== 'composed') return decide({ do: 'stop', why: `the digest is ${digest.status}` });
  const parts = settleRows(input, patches);
  const open = parts.find((part) => !isFinal(part));
  if (open === undefined) return decide({ do: 'close', ...outcomeOf(parts) });
  if (digest.channel.pause !== null) return decide({ do: 'stop', why: 'the channel is paused' });
  if (digest.slotAt > now) return decide({ do: 'wait', until: digest.slotAt });
  const parents = parentsOf(parts);
  if (isBlocked(open, parts)) return decide({ do: 'stop', why: 'an earlier part waits for a person' });
  if (input.policy === null) return decide({ do: 'stop', why: `${digest.platform} is off` });
  const step = nextStep(open, input.policy(open.kind), input.timing, now, input.token);
  if (step.do === 'wait') return decide(step);
  patches.set(open.key, { ...patches.get(open.key), ...step.patch });
  return decide({ do: step.do, part: { ...open, ...step.patch }, parents });
}

/** How a digest ended, from its final parts. */
export function outcomeOf(parts: readonly Delivery[]): { outcome: DigestOutcome; reason: string | null } {
  const sent = parts.filter((part) => part.state === 'sent').length;
  const rerouted = parts.find(isRerouted);
  const flat = rerouted === undefined ? null : `The papers stand in the channel itself. ${errorOf(rerouted)}`;
  const missing = parts.filter((part) => part.state !== 'sent' && part !== rerouted);
  if (missing.length === 0) return { outcome: 'posted', reason: flat };
  const error = errorOf(missing.find((part) => part.lastError !== null));
  const count = `${missing.length} of ${parts.length} messages are missing or uncertain: ${error}`;
  const reason = flat === null ? count : `${count} ${flat}`;
  const late = sent === 0 && parts.every((part) => part.state === 'skipped');
  return { outcome: sent > 0 ? 'posted-partly' : late ? 'skipped' : 'failed', reason };
}

// --- Internal helpers ---

function errorOf(part: Delivery | undefined): string {
  return part?.lastError ?? 'no reason was recorded';
}

/** Applies what time alone decides: abandoned leases, parts that came too late or that nobody can look for, cards whose head will never be there. */
function settleRows(input: ClaimInput, patches: Map<string, DeliveryPatch>): Delivery[] {
  const canLook = input.policy !== null && input.digest.channel.pause === null;
  let orphaned: string | null = null;
  return input.parts.map((row) => {
    let part = row;
    const apply = (patch: DeliveryPatch) => {
      part = { ...part, ...patch };
      patches.set(row.key, { ...patches.get(row.key), ...patch });
    };
    const tooLate = isTooLate(part, input);
    const abandoned = abandon(part, input.now);
    if (abandoned !== null) apply(abandoned);
    if (part.state === 'pending' && orphaned !== null) apply({ state: 'skipped', lastError: orphaned });
    if (part.state === 'pending' && tooLate)
      apply({
        state: 'skipped',
        lastError: part.lastError ?? 'too late: more than six hours after the slot',
      });
    // Its place cannot be read back (any more), and a slot so long past has to end.
    const blind = !canLook || part.blindLooks >= MAX_BLIND_LOOKS;
    // Whoever looks at this moment still has a say; whoever comes back later has none.
    const held = part.leaseUntil !== null && part.leaseUntil > input.now;
    if (part.state === 'unknown' && !part.parked && tooLate && blind && !held)
      apply({
        parked: true,
        claimToken: null,
        leaseUntil: null,
        lastError: part.lastError ?? 'sent, and never read back',
      });
    if (isParent(part) && !isRerouted(part) && (part.state === 'failed' || part.state === 'skipped'))
      orphaned = part.lastError ?? `the ${part.kind} could not be posted`;
    return part;
  });
}

/** Counted from the slot, or from when a person asked for it again. */
function isTooLate({ askedAt }: Delivery, { digest, timing, now }: ClaimInput): boolean {
  const since = Math.max(digest.slotAt.getTime(), askedAt?.getTime() ?? 0);
  return now.getTime() > since + timing.freshForMs;
}

function isParent(part: Delivery): boolean {
  return part.kind !== 'card';
}

function isBlocked(open: Delivery, parts: readonly Delivery[]): boolean {
  return parts.some((part) => part.position < open.position && isParent(part) && !isStanding(part));
}

/** What hangs on it has a place. */
function isStanding(part: Delivery): boolean {
  return part.state === 'sent' || isRerouted(part);
}

function parentsOf(parts: readonly Delivery[]): Parents {
  const remote = (kinds: readonly string[]) =>
    parts.find((part) => kinds.includes(part.kind) && isStanding(part))?.remoteId ?? null;
  return { head: remote(['head', 'post']), thread: remote(['thread', 'post']) };
}
