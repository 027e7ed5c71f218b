import type { Channel, ChannelSettings } from '../channels/channel.js';
import type { NextSlot } from './channel-store.js';

/** How an address is kept: sealed, with hashes that find it again. */
export interface KeptAddress {
  /** Sealed for the id of what it belongs to. */
  readonly sealed: string;
  /** The same for one address. */
  readonly addressHash: string;
  /** The same for all spellings that reach one mailbox. */
  readonly mailboxHash: string;
}

export interface NewLetter extends KeptAddress {
  /** 32 hexadecimal digits; once confirmed, the subscriber's id. */
  readonly id: string;
  readonly settings: ChannelSettings;
}

/** A letter that may be sent now, by whoever claimed it. */
export interface ClaimedLetter {
  readonly id: string;
  readonly kind: 'confirm' | 'known';
  readonly sealed: string;
  /** The subscriber who is known already; null for a letter to confirm. */
  readonly subscriberId: string | null;
  /** Sends so far, this one included. */
  readonly attempts: number;
  /** How often it was sent again after an unknown outcome. */
  readonly resends: number;
  readonly token: string;
}

/** What becomes of a letter after one attempt. */
export type LetterPatch =
  | { readonly state: 'sent' }
  | { readonly state: 'failed'; readonly error: string }
  | { readonly state: 'pending'; readonly waitMs: number; readonly resends: number; readonly error: string };

export interface Subscriber {
  readonly id: string;
  readonly sealed: string;
  readonly channel: Channel;
}

export type Confirmation =
  /** `created` false: the same link was used before. */
  | { readonly kind: 'subscribed'; readonly subscriber: Subscriber; readonly created: boolean }
  /** The address was confirmed by another link meanwhile. */
  | { readonly kind: 'known'; readonly subscriber: Subscriber }
  | { readonly kind: 'gone' };

/** Readers by mail, and the letters about their subscriptions. */
export interface SubscriberStore {
  /**
   * Keeps a letter to be sent: to confirm, or to tell that the address is known. Takes the same steps either way.
   * @param mostADay none is kept when the mailbox has had so many in the last 24 hours
   * @param lifeMs how long its link works; that counts anew from each attempt to send it
   * @returns false when none was kept
   */
  ask(letter: NewLetter, mostADay: number, lifeMs: number): Promise<boolean>;
  /** The oldest letter that may be sent now; one whose holder stopped counts as sent once with unknown outcome. */
  claimLetter(token: string, leaseMs: number, lifeMs: number): Promise<ClaimedLetter | null>;
  /** Writes an outcome while the letter still carries the token. */
  settleLetter(id: string, token: string, patch: LetterPatch): Promise<void>;
  /** When the next letter may be sent; null when there is none. */
  nextLetterAt(): Promise<Date | null>;
  /** What a letter to confirm asks for; null when its link works no more. */
  asked(id: string): Promise<ChannelSettings | null>;
  /** Makes the channel and its subscriber of what was asked for, all or nothing, and forgets every letter to the address. */
  confirm(id: string, next: (settings: ChannelSettings) => NextSlot): Promise<Confirmation>;
  get(id: string): Promise<Subscriber | null>;
  find(addressHash: string): Promise<Subscriber | null>;
  /** Deletes all that is kept of an address: its channel with all digests, and letters. @returns how many of each */
  forget(addressHash: string): Promise<{ readonly subscriptions: number; readonly letters: number }>;
  /** The same by the subscriber's id. @returns false when there was none */
  remove(id: string): Promise<boolean>;
  counts(): Promise<{ readonly subscribers: number; readonly paused: number; readonly waiting: number }>;
  /** Seals every address anew that `reseal` changes. @param reseal gets id and sealed address; null leaves it. @returns how many were changed */
  reseal(reseal: (id: string, sealed: string) => string | null): Promise<number>;
  /** Forgets letters whose time is over. */
  prune(): Promise<void>;
}
