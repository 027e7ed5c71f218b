import type { Channel } from '../channels/channel.js';
import type { Delivery, DeliveryPatch, DeliveryState } from '../digests/delivery.js';
import type { Digest } from '../digests/digest.js';

/** What to do with a digest's parts, decided by the core from the rows and database time. */
export interface ClaimDecision<T> {
  /** Patches to apply, by delivery key, in the claiming transaction. */
  readonly patches: ReadonlyMap<string, DeliveryPatch>;
  readonly result: T;
}

/** The digest as far as a claim is decided by it. */
export type ClaimedDigest = Pick<Digest, 'id' | 'slot' | 'platform' | 'status' | 'slotAt'> & {
  readonly channel: Pick<Channel, 'key' | 'pause'>;
};

export interface DeliveryRecord extends Delivery {
  readonly channelKey: string;
  readonly slot: string;
}

export interface DeliveryStore {
  /**
   * Locks the digest, reads its parts in order, applies what `decide` wants, commits, and returns its result.
   * Committed before anything is sent; two callers are one after the other.
   * @returns null when the digest does not exist
   */
  claim<T>(
    digestId: number,
    decide: (digest: ClaimedDigest, parts: readonly Delivery[], now: Date) => ClaimDecision<T>,
  ): Promise<T | null>;
  /**
   * Writes an outcome, only while the row still carries `token` (fencing).
   * @returns false when somebody else has the row by now; nothing was written then
   */
  confirm(key: string, token: string, decide: (row: Delivery, now: Date) => DeliveryPatch): Promise<boolean>;
  /** Messages whose key begins so, at most two. @param keyStart hexadecimal */
  find(keyStart: string): Promise<readonly DeliveryRecord[]>;
  /**
   * The same as `claim`, for a person who decides: whatever is patched, a digest that had ended is open again, so that
   * it goes on and ends anew. What `decide` throws is thrown on, and nothing is written then.
   */
  settle: DeliveryStore['claim'];
  list(filter: {
    readonly state?: DeliveryState;
    readonly channelKey?: string;
    readonly limit: number;
  }): Promise<readonly DeliveryRecord[]>;
}
