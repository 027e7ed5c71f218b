import type { ChannelAddress, Layout } from '../channels/channel.js';

/** A server or workspace that the bot is in. */
export interface KnownWorkspace {
  readonly id: string;
  /** As people call it. */
  readonly name: string;
}

/** A place that digests can be posted to now. */
export interface OpenPlace {
  readonly address: ChannelAddress;
  /** Like `#papers`. */
  readonly name: string;
  /** What this kind of place shows best. */
  readonly layout: Layout;
}

export interface PlacesFound {
  /** In the order in which people would look for them. */
  readonly open: readonly OpenPlace[];
  /** How many more there are that the bot may not post in. */
  readonly shut: number;
  /** True when there are more than were read. */
  readonly cut: boolean;
}

/** Where the bot could post on one platform, for whoever sets it up. */
export interface PlaceList {
  /** @throws AppError `platform` when it cannot be asked */
  workspaces(signal: AbortSignal): Promise<readonly KnownWorkspace[]>;
  /** @throws AppError `platform` when it cannot be asked */
  places(workspace: string, signal: AbortSignal): Promise<PlacesFound>;
  /** Enters a place that a bot can enter by itself; nothing elsewhere. */
  enter(address: ChannelAddress, signal: AbortSignal): Promise<void>;
}

/** Whom a token belongs to. */
export interface TokenOwner {
  /** The bot or application, as people call it. */
  readonly name: string;
  /** Discord's application id; null elsewhere. */
  readonly appId: string | null;
  /** What the app was not given though it is needed: scopes of Slack's. */
  readonly lacks: readonly string[];
}
