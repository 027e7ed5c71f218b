import type { ChannelAddress } from '../channels/channel.js';

export interface PersonFacts {
  /** IANA zone; null when the platform does not tell. */
  readonly zone: string | null;
  /** An administrator or owner of the workspace. */
  readonly admin: boolean;
  /** Not a full member (a guest). */
  readonly guest: boolean;
}

/** What a platform knows of people and places beyond the event itself. */
export interface Directory {
  /** @throws AppError `platform` when it cannot be asked */
  person(address: ChannelAddress, userId: string, signal: AbortSignal): Promise<PersonFacts>;
  /** Enters a public channel where the platform lets a bot do so; nothing elsewhere. @returns whether it is in now; null when that cannot be told */
  join(address: ChannelAddress, signal: AbortSignal): Promise<boolean | null>;
}
