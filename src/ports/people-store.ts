import type { Person } from '../commands/request.js';
import type { ChatPlatform } from '../commands/request.js';

/** A person as stored: an HMAC of platform, workspace and user id. */
export type PersonHash = string;

export type HashPerson = (
  platform: ChatPlatform,
  workspace: string,
  person: Pick<Person, 'id'>,
) => PersonHash;

/** HMAC-SHA-256 under the pepper, as 64 hex digits. @param use keeps what is hashed for one thing apart from all others */
export type Mac = (use: string, text: string) => string;

export interface SavedPaper {
  readonly paperId: string;
  readonly savedAt: Date;
}

/** What was done with a paper in a channel. */
export interface ChannelPress {
  readonly paperId: string;
  readonly verdict: 'saved' | 'more' | 'less';
  /** By whom: only to count people, never to be shown. */
  readonly person: PersonHash;
  readonly at: Date;
}

/** What single people keep. Saving or judging a paper throws AppError `not-found` when it is not in the catalogue. */
export interface PeopleStore {
  /**
   * @param workspace `slack:TEAM` when the person belongs to one workspace alone and is to be forgotten with it
   * @param channelKey where it was saved, so that the channel's digest can learn from it
   * @returns false when it was saved already; where it was saved first stays
   */
  save(
    person: PersonHash,
    paperId: string,
    workspace?: string | null,
    channelKey?: string | null,
  ): Promise<boolean>;
  /** @returns false when it was not saved */
  unsave(person: PersonHash, paperId: string): Promise<boolean>;
  /** Newest first. */
  saved(person: PersonHash): Promise<readonly SavedPaper[]>;
  /** What a channel's people say of a paper; the last word of each counts. @returns false when it was said already */
  giveFeedback(
    channelKey: string,
    person: PersonHash,
    paperId: string,
    verdict: 'more' | 'less',
  ): Promise<boolean>;
  /** What was saved and judged in a channel, newest first. @param limit at most so many, ≥ 1 */
  presses(channelKey: string, limit: number): Promise<readonly ChannelPress[]>;
  /** Deletes what was judged in a channel, and that papers were saved there; they stay saved. @returns how many presses that were */
  forgetPresses(channelKey: string): Promise<number>;
  /** Deletes all that is kept of a person. @returns how many saved papers and opinions that were */
  forget(person: PersonHash): Promise<{ readonly saved: number; readonly feedback: number }>;
}
