import type { Platform } from '../channels/channel.js';
import type { DigestOutcome } from '../digests/digest.js';
import type { PartKind } from '../digests/delivery.js';

/** How many channels of a platform are served. */
export interface ChannelCount {
  readonly platform: Platform;
  readonly active: number;
  readonly paused: number;
}

/** How many messages of a platform only a person can settle. */
export interface ForPersonCount {
  readonly platform: Platform;
  readonly count: number;
}

/** Digests of one platform that came to the same end, or are at the same step. */
export interface DigestCount {
  readonly platform: Platform;
  /** Under way: `open` is chosen next, `composed` is being delivered. */
  readonly end: DigestOutcome | 'open' | 'composed';
  readonly count: number;
}

export interface PausedChannel {
  readonly key: string;
  readonly name: string | null;
  readonly reason: string;
  /** Who paused it. */
  readonly by: 'person' | 'platform';
  readonly since: Date;
}

export interface ForPerson {
  readonly key: string;
  readonly channelKey: string;
  readonly slot: string;
  readonly kind: PartKind;
  /** 0-based. */
  readonly position: number;
  readonly error: string | null;
}

/** Figures of the whole installation, for whoever watches it. Each method is one statement. */
export interface StatusStore {
  channels(): Promise<readonly ChannelCount[]>;
  forPersonCounts(): Promise<readonly ForPersonCount[]>;
  /** Digests that ended within so long, and those that are due and have not. */
  digests(withinMs: number): Promise<readonly DigestCount[]>;
  /** Latest first. Readers by mail are left out: they are many, and their addresses are nobody's. */
  paused(limit: number): Promise<readonly PausedChannel[]>;
  /** Messages that only a person can settle, latest digest first. */
  forPerson(limit: number): Promise<readonly ForPerson[]>;
}
