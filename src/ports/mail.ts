import type { PlaceReport, SendOutcome } from './publisher.js';

/** Whom a digest by mail goes to, with the links that only they have. */
export interface Recipient {
  readonly address: string;
  /** Where the subscription is changed and ended. */
  readonly manageUrl: string;
  readonly unsubscribeUrl: string;
}

/** @param id the subscriber's opaque id. @returns null when there is none any more */
export type RecipientFor = (id: string) => Promise<Recipient | null>;

/** A mail about a subscription; it holds nothing that whoever typed the address could choose. */
export type Letter =
  /** Somebody asked for a subscription: is it you? */
  | { readonly kind: 'confirm'; readonly confirmUrl: string }
  /** Somebody asked again for a subscription that is there. */
  | { readonly kind: 'known'; readonly manageUrl: string; readonly unsubscribeUrl: string };

/** Whether the mail server serves us: what a person has to mend, or that it cannot be asked just now; empty when all is well. */
export type SmtpCheck = (signal: AbortSignal) => Promise<Pick<PlaceReport, 'problems' | 'unsure'>>;

export interface LetterPost {
  readonly to: string;
  /** Names this letter for ever: its Message-ID is made of it. */
  readonly key: string;
  readonly letter: Letter;
}

/** Sends one letter. One call is one attempt; it never rejects. */
export type SendLetter = (post: LetterPost, signal: AbortSignal) => Promise<SendOutcome>;
