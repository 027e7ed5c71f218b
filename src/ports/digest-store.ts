import type { Channel, Platform } from '../channels/channel.js';
import type { PlannedPart } from '../digests/delivery.js';
import type { Digest, DigestContent, DigestOutcome } from '../digests/digest.js';
import type { PlainDate } from '../papers/paper.js';
import type { Drawing } from '../pictures/drawing.js';
import type { NextSlot } from './channel-store.js';

/** What a channel's due slots come to, decided by the core from database time. */
export interface DuePlan {
  /** The one slot to open now, if any. */
  readonly open: NextSlot | null;
  /** Slots that passed while nothing ran. */
  readonly skipped: readonly (NextSlot & { readonly reason: string })[];
  readonly next: NextSlot;
}

/** A digest that still has something to do. */
export interface DigestWork {
  readonly digestId: number;
  readonly platform: Platform;
  readonly status: 'open' | 'composed';
  readonly slotAt: Date;
}

export interface DigestStore {
  /**
   * Opens the digests of channels due within `leadMs`, in one transaction per channel:
   * inserts the digest (unique on channel and slot), records skipped slots as closed, and advances the channel.
   * Calling it twice, or from two processes, opens nothing twice. Paused channels are left alone.
   * @param plan pure; called with database time inside the transaction
   */
  openDue(leadMs: number, plan: (channel: Channel, now: Date) => DuePlan): Promise<number>;
  /** A digest asked for by hand, due at once, beside the day's slot. */
  openNow(channelId: number): Promise<Digest>;
  get(digestId: number): Promise<Digest | null>;
  /** The digest of one channel and slot. */
  find(channelId: number, slot: string): Promise<Digest | null>;
  /** Digests not closed whose slot is due within `leadMs`, earliest first; of paused channels only those too old to be sent, six hours, so that they end. */
  work(leadMs: number): Promise<readonly DigestWork[]>;
  /** Stores choice and parts; does nothing and returns false when the digest is not `open` any more, or when the channel has had one of the papers or other settings meanwhile. `digest` is as it was when the choice was made. `keyOf` gives each position its delivery key. */
  freeze(
    digest: Pick<Digest, 'id' | 'channel'>,
    content: DigestContent,
    parts: readonly PlannedPart[],
    keyOf: (position: number) => string,
  ): Promise<boolean>;
  /**
   * Ends a digest that is not closed.
   * @param only the status it must still have, because the outcome was decided for that; default either
   * @returns false when it was closed already, or is not `only` any more; nothing was written then
   */
  close(
    digestId: number,
    outcome: DigestOutcome,
    reason: string | null,
    only?: 'open' | 'composed',
  ): Promise<boolean>;
  /** Local date of the channel's last digest that showed papers, null when there was none. */
  lastPosted(channelId: number): Promise<PlainDate | null>;
  /** What the picture at an address shows (`pictureId`); null when no digest has it. */
  drawing(pictureId: string): Promise<Drawing | null>;
  /** Newest first. */
  history(channelId: number, limit: number): Promise<readonly Digest[]>;
}
