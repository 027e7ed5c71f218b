import type { Channel, Platform } from '../channels/channel.js';
import type { PlainDate } from '../papers/paper.js';
import type { Drawing } from '../pictures/drawing.js';

/** How a slot ended. Every slot ends in exactly one of these. */
export type DigestOutcome =
  'posted' | 'posted-partly' | 'nothing-matched' | 'no-mailing' | 'source-down' | 'skipped' | 'failed';

/** `open`: the slot exists; `composed`: choice and payloads are frozen; `closed`: it has its outcome. */
export type DigestStatus = 'open' | 'composed' | 'closed';

export interface Link {
  readonly label: string;
  /** https, built from a validated id or validated at the source's door. */
  readonly url: string;
}

/** A paper ready to be shown, with no platform in it. Text is cleaned, cut by grapheme, not escaped. */
export interface Card {
  readonly paperId: string;
  /** 1-based place in the digest. */
  readonly position: number;
  readonly title: string;
  /** Where the title links to. */
  readonly url: string;
  /** Ready to print, e.g. `Ada Lovelace, Alan Turing and 9 others`; empty when unknown. */
  readonly authors: string;
  readonly gist: { readonly text: string; readonly origin: 'ai-summary' | 'abstract' | 'sample' } | null;
  /** The one line that explains the rank. */
  readonly why: string;
  readonly numbers: {
    readonly upvotes?: number;
    readonly comments?: number;
    readonly githubStars?: number;
  };
  /** Upvotes over the last days as block characters, oldest first; empty with fewer than two readings. */
  readonly sparkline: string;
  readonly thumbnailUrl: string | null;
  readonly links: readonly Link[];
  /** Names of the channel's topics it matches; empty for `everything` and for a channel with one topic. */
  readonly topics: readonly string[];
}

/** The frozen choice, platform-free. Plain JSON: no Date inside. */
export interface DigestContent {
  readonly slot: PlainDate;
  /** The day spelled out, e.g. `Monday, 23 November 2026`. */
  readonly day: string;
  readonly zone: string;
  /** Composed more than 30 minutes after the slot. */
  readonly late: boolean;
  /** One sentence per missing source or other thing the reader should know; may be empty. */
  readonly notices: readonly string[];
  /** How many papers were looked at, to be able to say "312 seen". */
  readonly considered: number;
  /** Names of the topics the choice was made for. */
  readonly topics: readonly string[];
  readonly cards: readonly Card[];
  /** The picture of its first papers; absent where there is to be none, and in digests of older releases. */
  readonly picture?: Drawing;
  /** True for the bundled sample, which is shown only: never stored, posted or mailed. */
  readonly sample: boolean;
}

/** One (channel, slot). */
export interface Digest {
  readonly id: number;
  readonly channel: Channel;
  /** Local calendar date for a scheduled digest; `now:…` for one asked for by hand. */
  readonly slot: string;
  readonly platform: Platform;
  readonly slotAt: Date;
  readonly status: DigestStatus;
  readonly outcome: DigestOutcome | null;
  /** Why it ended so, as a sentence. */
  readonly reason: string | null;
  readonly content: DigestContent | null;
}
