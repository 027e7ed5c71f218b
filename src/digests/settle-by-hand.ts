import { AppError } from '../errors.js';
import type { ClaimedDigest, DeliveryRecord, DeliveryStore } from '../ports/delivery-store.js';
import type { Delivery, DeliveryPatch } from './delivery.js';
import { MESSAGE_ID_HINT, messageIdOf } from './message-id.js';

/** What a person found out about a message that nobody else can tell of. */
export type HandChoice =
  /** It is there: its id, or a link to it. */
  | { readonly kind: 'sent'; readonly message: string }
  /** It is not there: the stored message is sent once more. */
  | { readonly kind: 'resend' };

export interface Settled {
  /** As it was before. */
  readonly record: DeliveryRecord;
  readonly remoteId: string | null;
  /** True while nothing goes on, because the channel is paused. */
  readonly paused: boolean;
}

/** Characters of a delivery's key that are shown, and enough of them to name it. */
export const SHOWN_ID = 12;
const ID = /^[0-9a-f]{6,64}$/;

/**
 * Settles a message of unknown outcome by hand; the digest goes on from there, even when it had ended.
 * @param id the beginning of the delivery's key, as `broadsheet deliveries` shows it
 * @throws AppError `not-found` for no or several such messages, `usage` when it is not unknown or the id is none
 */
export async function settleByHand(
  id: string,
  choice: HandChoice,
  deliveries: Pick<DeliveryStore, 'find' | 'settle'>,
): Promise<Settled> {
  const record = await requireOne(id, deliveries);
  const done = await deliveries.settle(record.digestId, (digest, parts, now) => {
    const part = parts.find(({ key }) => key === record.key);
    if (part === undefined) throw unknownId(id);
    const patch = patchOf(part, parts, digest, choice, now);
    return {
      patches: new Map([[part.key, patch]]),
      result: { remoteId: patch.remoteId ?? null, paused: digest.channel.pause !== null },
    };
  });
  if (done === null) throw unknownId(id);
  return { record, ...done };
}

// --- Internal helpers ---

async function requireOne(id: string, deliveries: Pick<DeliveryStore, 'find'>): Promise<DeliveryRecord> {
  const start = id.trim().toLowerCase();
  const [record, another] = ID.test(start) ? await deliveries.find(start) : [];
  if (record === undefined) throw unknownId(id);
  if (another === undefined) return record;
  throw new AppError(`Several messages have an id that begins with ${start}.`, {
    code: 'usage',
    hint: 'Give more of it; the whole one is the key in: broadsheet deliveries --state unknown --json',
  });
}

function unknownId(id: string): AppError {
  return new AppError(`There is no message with the id "${id.trim().slice(0, 80)}".`, {
    code: 'not-found',
    hint: 'See those that wait for a person, each with its id: broadsheet deliveries --state unknown',
  });
}

function patchOf(
  part: Delivery,
  parts: readonly Delivery[],
  digest: ClaimedDigest,
  choice: HandChoice,
  now: Date,
): DeliveryPatch {
  if (part.state !== 'unknown')
    throw new AppError(`This message is ${part.state}, so there is nothing to settle.`, {
      code: 'usage',
      hint: 'Only messages whose outcome is unknown can be settled: broadsheet deliveries --state unknown',
    });
  // Whoever is looking for it just now loses its claim, and with it its say.
  const free = { claimToken: null, leaseUntil: null, notBefore: null, parked: false, blindLooks: 0 } as const;
  if (choice.kind === 'sent')
    return { ...free, state: 'sent', remoteId: sentId(part, parts, digest, choice.message), lastError: null };
  // The same payload under the same nonce: should Discord still know it, it answers with the message that is there.
  const again = { firstSendAt: null, lastSendAt: null, resends: part.resends + 1, askedAt: now };
  return { ...free, ...again, state: 'pending' };
}

function sentId(
  part: Delivery,
  parts: readonly Delivery[],
  { platform }: ClaimedDigest,
  message: string,
): string {
  const id = messageIdOf(platform, message);
  if (id === null)
    throw new AppError(`"${message.slice(0, 80)}" is no message of ${platform}.`, {
      code: 'usage',
      hint: MESSAGE_ID_HINT[platform],
    });
  const head = parts.find(({ kind }) => kind === 'head')?.remoteId ?? id;
  if (part.kind !== 'thread' || head === id) return id;
  throw new AppError(`The thread of this digest can only have the id of its head, ${head}.`, {
    code: 'usage',
    hint: `Give --sent ${head}, or --resend when the head has no thread.`,
  });
}
