import type { Channel, ChannelAddress, Platform } from '../channels/channel.js';
import type { NextSlot } from './channel-store.js';
import type { PauseScope } from './publisher.js';

/** A channel that a refusal of its platform has paused, and what was done about it since. */
export interface PlatformPause {
  readonly channel: Channel;
  /** When it was paused; what is done about it names this instant, so that it never meets a later pause. */
  readonly at: Date;
  readonly reason: string;
  readonly scope: PauseScope;
  /** True once somebody has taken it on to tell people. */
  readonly noticed: boolean;
  /** When its place was last looked at during this pause. */
  readonly checkedAt: Date | null;
  /** True when such a look saw what is in the way: then a look also tells when it is gone. */
  readonly seen: boolean;
}

export type NoticeClaim =
  /** Nobody has told of this pause: whoever is answered so does. */
  | 'mine'
  /** People know: it came back with the same reason within a week of being told, after it had ended by itself. */
  | 'known'
  /** Another one tells, or there is no such pause any more. */
  | 'taken';

/** Pauses by a platform's refusal: how far they reach, who was told, and how they end by themselves. */
export interface PauseStore {
  /**
   * Pauses every channel of a workspace, or of the whole platform, that is not paused yet.
   * @returns the keys of those paused by this very call
   */
  pauseAll(platform: Platform, workspace: string | null, reason: string): Promise<readonly string[]>;
  /** Pauses by the platform that stand, oldest first. */
  standing(): Promise<readonly PlatformPause[]>;
  /** Takes on to tell people of a pause, once. */
  takeNotice(channelId: number, at: Date): Promise<NoticeClaim>;
  /** Gives it back: nothing was said, and it can be said later. */
  returnNotice(channelId: number, at: Date): Promise<void>;
  /** Records a look at the place. @param seen whether it saw what is in the way; once seen stays seen */
  checked(channelId: number, at: Date, seen: boolean): Promise<void>;
  /** Ends exactly this pause, never one of a person or a later one. @returns false when it does not stand any more */
  end(channelId: number, at: Date, next: NextSlot): Promise<boolean>;
  /** Keeps how people know the place. @returns false when no such channel is stored, or nothing changed */
  rename(address: ChannelAddress, name: string): Promise<boolean>;
  /** Follows a place that has another id now. @returns false when no such channel is stored, or the new id has one of its own */
  move(from: ChannelAddress, place: string): Promise<boolean>;
}
