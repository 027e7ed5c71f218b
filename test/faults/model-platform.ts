import type { PartKind } from '../../src/digests/delivery.js';
import type { LookOutcome, SendOutcome, SettlePolicy } from '../../src/ports/publisher.js';

/** A message, thread or post that the model platform has taken. */
export interface Copy {
  readonly id: string;
  readonly key: string;
  /** When it was taken, milliseconds. */
  readonly at: number;
  deleted: boolean;
}

export interface Rules {
  readonly name: string;
  /** As the publishers of both platforms state them. */
  readonly policy: (kind: PartKind) => SettlePolicy;
  /** How long a repeated nonce is dropped, milliseconds; 0: never. */
  readonly nonceMs: number;
  readonly kinds: readonly PartKind[];
}

const MESSAGE: SettlePolicy = { repeatWithinMs: 60_000, settleMs: 60_000, maxResends: 3 };
const THREAD: SettlePolicy = { ...MESSAGE, maxResends: 30 };
const UNSEEN: SettlePolicy = { repeatWithinMs: 0, settleMs: 60_000, maxResends: 1 };

/** Discord drops repeated nonces for three minutes (assumed, platform-rules 4.3) and has one thread per message. */
export const DISCORD: Rules = {
  name: 'with a nonce (Discord)',
  policy: (kind) => (kind === 'thread' ? THREAD : MESSAGE),
  nonceMs: 180_000,
  kinds: ['head', 'thread', 'card', 'card'],
};
export const FORUM: Rules = {
  name: 'a forum post, then replies with a nonce (Discord)',
  policy: (kind) => (kind === 'post' ? UNSEEN : MESSAGE),
  nonceMs: 180_000,
  kinds: ['post', 'card', 'card'],
};
export const SLACK: Rules = {
  name: 'without a nonce (Slack)',
  policy: () => UNSEEN,
  nonceMs: 0,
  kinds: ['head', 'card', 'card', 'card'],
};

/** A history shows a message this long after it was taken, at the latest. */
export const LAG_MS = 2_000;

export interface ModelPlatform {
  /** Everything that was ever taken, in order. */
  readonly copies: readonly Copy[];
  take(key: string, kind: PartKind, at: number): SendOutcome;
  look(key: string, at: number): LookOutcome;
}

export function createModelPlatform(rules: Rules): ModelPlatform {
  const copies: Copy[] = [];
  return {
    copies,
    take(key, kind, at) {
      const earlier = copies.filter((copy) => copy.key === key);
      if (kind === 'thread' && earlier[0] !== undefined) return { kind: 'sent', remoteId: earlier[0].id };
      const twin =
        kind === 'post'
          ? undefined
          : earlier.find((copy) => at - copy.at <= rules.nonceMs && rules.nonceMs > 0);
      if (twin !== undefined) return { kind: 'sent', remoteId: twin.deleted ? 'deleted' : twin.id };
      const copy: Copy = { id: `m${copies.length + 1}`, key, at, deleted: false };
      copies.push(copy);
      return { kind: 'sent', remoteId: copy.id };
    },
    look(key, at) {
      const seen = copies.find((copy) => copy.key === key && !copy.deleted && copy.at <= at - LAG_MS);
      return seen === undefined ? { kind: 'absent' } : { kind: 'found', remoteId: seen.id };
    },
  };
}
