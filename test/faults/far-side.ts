import type { ChannelAddress, Layout } from '../../src/channels/channel.js';
import type { Publisher, SendRequest } from '../../src/ports/publisher.js';
import type { Chance } from './chance.js';

/** A place of one kind: a channel by its layout, or a person's own conversation with the bot. */
export type Room = Layout | 'direct';

/** What befalls a request at once. */
export interface PlainFault {
  readonly act: 'reset' | 'taken, reset' | 'taken, cut' | 'taken, web page' | 'taken, 500' | '500' | '502';
}

/** What a platform does to one request. */
export type HttpFault =
  | PlainFault
  | { readonly act: 'limit'; readonly seconds: number }
  /** An answer of the platform's that pauses the channel. */
  | { readonly act: 'forbidden' }
  /** Kept until the promise resolves, and taken then. */
  | { readonly act: 'held'; readonly until: Promise<void> }
  /** Taken, never answered. */
  | { readonly act: 'taken, silence' }
  /** Not taken, never answered. */
  | { readonly act: 'silence' };

/** A message, thread or post as the platform took it: its own log, nothing of the bot's. */
export interface Taken {
  /** `thread` is a thread without a message, `post` a forum post with its first message. */
  readonly kind: 'head' | 'thread' | 'card';
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly visible: boolean;
  /** Everything a person can read or follow in it. */
  readonly text: string;
}

/** A request that posts something, whatever became of it. */
export interface Asked {
  readonly at: number;
  /** What was sent, byte for byte, addresses included. */
  readonly body: string;
  /** Null when no message was named: the request of a thread. */
  readonly marker: string | null;
}

/** The fake of one platform, as the fault suite needs it. */
export interface FarSide {
  readonly platform: 'discord' | 'slack';
  /** Every kind of place it has, the usual one more often. */
  readonly rooms: readonly Room[];
  /** What must never be written anywhere. */
  readonly secrets: readonly string[];
  /** What a publisher of a process of its own is made with. */
  readonly connection: { readonly apiUrl: string; readonly token: string };
  /** A place of its own where the bot may do everything, with other people's messages in it. */
  addPlace(room: Room): { readonly address: ChannelAddress; readonly layout: Layout };
  publisher(): Publisher;
  /** The real publisher on a port where nobody listens. */
  unreachable(): Publisher;
  /** Lets the next request that carries this part out misbehave. */
  spoil(request: SendRequest, fault: HttpFault): void;
  /** Lets the next request that reads this part's place misbehave. */
  spoilLook(request: SendRequest, fault: HttpFault): void;
  /**
   * Lets every post misbehave this often, of 1, in one of these ways.
   * @param note told the marker of each, null for a thread
   */
  spoilMany(
    faults: readonly PlainFault[],
    rate: number,
    chance: Chance,
    note: (marker: string | null, fault: PlainFault) => void,
  ): void;
  /** Whether the place may be read back. */
  forbid(address: ChannelAddress, forbidden: boolean): void;
  /** Posts so far, in every place. */
  count(): number;
  /** Remembers the bot's newest message in a place. @returns lets a person delete it */
  newestIn(address: ChannelAddress): () => void;
  /** Everything taken in a place, in order. */
  taken(address: ChannelAddress): readonly Taken[];
  asked(address: ChannelAddress): readonly Asked[];
  /** The marker of a ledger row as it stands in what is sent. */
  markerOf(key: string): string;
  /** Resolves once a spoiled request has arrived at the fake. */
  arrived(request: SendRequest): Promise<void>;
  close(): Promise<void>;
}

/** How late a message is listed (platform-rules 6, fault 6). */
export const LAG_MS = 5_000;

/** How a side makes its publishers; a mistake of the SDK's settings is made here. */
export interface SideOptions {
  readonly clock: () => number;
  /** How a publisher waits for its turn; default in real time. */
  readonly sleep?: ((ms: number) => Promise<void>) | undefined;
  /** The SDK sends a lost post again by itself. */
  readonly sdkRetries?: boolean;
  /** How late a message is listed, milliseconds; default 5000 (platform-rules 6). */
  readonly lagMs?: number;
}

/** What both fakes take alike. */
type SharedAction =
  | { readonly act: 'reset' | 'accept-then-reset' | 'accept-then-truncate' | 'accept-then-html' }
  | { readonly act: 'accept-then-hang' | 'hang' }
  | { readonly act: 'accept-then-status' | 'status'; readonly status: number }
  | { readonly act: 'rate-limit'; readonly seconds: number }
  | { readonly act: 'accept-when'; readonly now: Promise<void> };

/** A fault as both fakes take it; how a platform forbids something is its own. */
export function sharedActionOf(fault: Exclude<HttpFault, { readonly act: 'forbidden' }>): SharedAction {
  switch (fault.act) {
    case 'reset':
      return { act: 'reset' };
    case 'taken, reset':
      return { act: 'accept-then-reset' };
    case 'taken, cut':
      return { act: 'accept-then-truncate' };
    case 'taken, web page':
      return { act: 'accept-then-html' };
    case 'taken, 500':
      return { act: 'accept-then-status', status: 500 };
    case '500':
      return { act: 'status', status: 500 };
    case '502':
      return { act: 'status', status: 502 };
    case 'limit':
      return { act: 'rate-limit', seconds: fault.seconds };
    case 'held':
      return { act: 'accept-when', now: fault.until };
    case 'taken, silence':
      return { act: 'accept-then-hang' };
    case 'silence':
      return { act: 'hang' };
  }
}
