import type { Channel, ChannelAddress, ChannelSettings, Pause, Platform } from '../channels/channel.js';
import type { PlainDate } from '../papers/paper.js';

export interface NextSlot {
  readonly slot: PlainDate;
  readonly dueAt: Date;
}

/**
 * A pause for a person's reason, or the end of one, from the next slot on: slots missed while paused are not caught up. A
 * digest of which nothing was sent is composed again, one half sent goes on.
 */
export type PauseChange = { readonly reason: string } | 'ends';

/** What a channel is to become, decided from what it was read as. */
export interface ChannelChange {
  /** The channel as it was read; null when there was none. */
  readonly before: Channel | null;
  readonly settings: ChannelSettings;
  readonly next: NextSlot;
  /** Kept when the channel is new. Default null. */
  readonly setUpBy?: string | null;
  /** How people know the place, when that was just read. Default: what is kept. */
  readonly name?: string | null;
  /** In the same moment. Default: neither. */
  readonly pause?: PauseChange;
}

export interface ChannelStore {
  /**
   * Adds the channel, or changes the settings of the one with this address; `created` tells which. Only when it still has
   * the settings and the pause that it was read with, whoever else changes it, from any process. A change recomposes a
   * digest of which nothing has been sent; a new time gives a day that ended empty or failed another try.
   * @returns null when it has not: read it and decide again; nothing was changed
   */
  change(
    address: ChannelAddress,
    change: ChannelChange,
  ): Promise<{ channel: Channel; created: boolean } | null>;
  get(key: string): Promise<Channel | null>;
  list(): Promise<readonly Channel[]>;
  /** Removes the channel with its settings and digests, and what its people said of papers. @returns false when there was none */
  remove(key: string): Promise<boolean>;
  /** Pauses; the first reason stays when it is paused already, but a person's pause is theirs from then on: it does not end by itself. @returns true when this call paused it */
  pause(channelId: number, pause: Omit<Pause, 'at'>): Promise<boolean>;
  /** Moves the channel's next slot. @returns false when it was not at `from` any more: nothing was changed */
  moveNext(channelId: number, from: NextSlot, to: NextSlot): Promise<boolean>;
  /** Ids of the papers the channel has had: a part with them is pending, sending, sent or unknown. */
  had(channelId: number): Promise<ReadonlySet<string>>;
  /** Forgets that somebody set up channels; the channels stay. @param personId the platform's own user id @returns how many channels */
  forgetSetUp(platform: Platform, personId: string): Promise<number>;
}
