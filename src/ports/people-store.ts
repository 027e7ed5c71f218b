import type { Person } from '../commands/request.js';
import type { ChatPlatform } from '../commands/request.js';

/** A person as stored: an HMAC of platform, workspace and user id. */
export type PersonHash = string;

export type HashPerson = (
  platform: ChatPlatform,
  workspace: string,
  person: Pick<Person, 'id'>,
) => PersonHash;

export interface SavedPaper {
  readonly paperId: string;
  readonly savedAt: Date;
}

/** What single people keep. Saving or judging a paper throws AppError `not-found` when it is not in the catalogue. */
export interface PeopleStore {
  /**
   * @param workspace `slack:TEAM` when the person belongs to one workspace alone and is to be forgotten with it
   * @returns false when it was saved already
   */
  save(person: PersonHash, paperId: string, workspace?: string | null): Promise<boolean>;
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
  /** Deletes all that is kept of a person. @returns how many saved papers and opinions that were */
  forget(person: PersonHash): Promise<{ readonly saved: number; readonly feedback: number }>;
}
