import type { Channel, ChannelAddress, ChannelSettings, Pause, Platform } from '../channels/channel.js';
import type { PlainDate } from '../papers/paper.js';

export interface NextSlot {
  readonly slot: PlainDate;
  readonly dueAt: Date;
}

export interface ChannelStore {
  /** Adds the channel, or changes the settings of the one with this address; `created` tells which. A change recomposes a digest of which nothing has been sent; a new time gives a day that ended empty or failed another try. `setUpBy` is kept when the channel is new. */
  put(
    address: ChannelAddress,
    settings: ChannelSettings,
    next: NextSlot,
    setUpBy?: string | null,
  ): Promise<{ channel: Channel; created: boolean }>;
  get(key: string): Promise<Channel | null>;
  list(): Promise<readonly Channel[]>;
  /** Removes the channel with its settings and digests, and what its people said of papers. @returns false when there was none */
  remove(key: string): Promise<boolean>;
  /** Pauses; the first reason stays when it is paused already, but a person's pause is theirs from then on: it does not end by itself. @returns true when this call paused it */
  pause(channelId: number, pause: Omit<Pause, 'at'>): Promise<boolean>;
  /** Resumes from `next` on; slots missed while paused are not caught up. A digest of which nothing was sent is composed again, one half sent goes on. */
  resume(channelId: number, next: NextSlot): Promise<void>;
  /** Ids of the papers the channel has had: a part with them is pending, sending, sent or unknown. */
  had(channelId: number): Promise<ReadonlySet<string>>;
  /** Forgets that somebody set up channels; the channels stay. @param personId the platform's own user id @returns how many channels */
  forgetSetUp(platform: Platform, personId: string): Promise<number>;
}
