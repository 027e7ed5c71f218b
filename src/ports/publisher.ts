import type { ChannelAddress, Layout, Platform } from '../channels/channel.js';
import type { PartKind, Payload, PlannedPart } from '../digests/delivery.js';
import type { DigestContent } from '../digests/digest.js';

/** One part on its way to one place. */
export interface SendRequest {
  readonly address: ChannelAddress;
  readonly kind: PartKind;
  readonly payload: Payload;
  /** Delivery key; nonce and markers are derived from it and already in the payload. */
  readonly key: string;
  /** Remote ids of the earlier parts this one hangs on. */
  readonly parents: { readonly head: string | null; readonly thread: string | null };
  /**
   * Asked when the message is about to leave, after every wait for a turn. False once its claim has grown old: somebody
   * else may have the message by then, so it is not sent, which is a `delay`. Default: it may leave.
   */
  readonly mayLeave?: () => boolean;
}

/** The publisher of a platform, made when it is first asked for; null when the platform is switched off. */
export type PublisherFor = (platform: Platform) => Publisher | null | Promise<Publisher | null>;

/** Why a message was not sent that might have been the second one of its kind. */
export const STOOD_STILL = 'the process stood still between claiming the message and sending it';

/** How far a refusal reaches: one channel, every channel of its server or workspace, or all of the platform. */
export type PauseScope = 'channel' | 'workspace' | 'platform';

/** How one attempt ended. What is not listed as definite by the platform is `unknown`. */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly remoteId: string }
  /** Certainly not there; try again, not before `retryAfterMs`. */
  | { readonly kind: 'delay'; readonly error: string; readonly retryAfterMs: number | null }
  /** Certainly not there, and this content never will be. `bug`: it should never have been sent so. */
  | { readonly kind: 'refused'; readonly error: string; readonly bug?: true }
  /**
   * Certainly not there, and it need not be: no thread can be opened, so what would stand in it goes to `remoteId`, the
   * channel itself. `error` says why, for people. `bug`: it should never have been sent so.
   */
  | { readonly kind: 'rerouted'; readonly remoteId: string; readonly error: string; readonly bug?: true }
  /** Certainly not there, and nothing will be until a person acts: what `scope` names (default the channel) pauses with `reason`. */
  | {
      readonly kind: 'pause';
      readonly error: string;
      readonly reason: string;
      readonly scope?: PauseScope;
    }
  /** May or may not be there. */
  | { readonly kind: 'unknown'; readonly error: string };

/** What reading the place back told. */
export type LookOutcome =
  | { readonly kind: 'found'; readonly remoteId: string }
  /** The place was read completely and the part is not there. */
  | { readonly kind: 'absent' }
  /** Nobody can ever read this kind of place back (a mailbox): the policy's resends are made unseen, then a person decides. */
  | { readonly kind: 'unreadable' }
  | {
      readonly kind: 'cannot-tell';
      readonly error: string;
      readonly retryAfterMs: number | null;
      /** It will not be told until a person acts (no right to read, too much to read), not just while the platform is away. */
      readonly lasting: boolean;
    };

/** How unknown outcomes are settled on a platform. Milliseconds. */
export interface SettlePolicy {
  /** How long after the first send the same payload may be sent again because the platform drops repeats; 0 = never. */
  readonly repeatWithinMs: number;
  /** How long after the last send a negative look is believed. */
  readonly settleMs: number;
  /** Tries that may follow a negative look, or one at a place that is never read back; after them a person decides. */
  readonly maxResends: number;
}

export interface Problem {
  readonly message: string;
  readonly hint: string;
  /** Digests are posted all the same; something else suffers, which the message says. */
  readonly harmless?: true;
}

/** The problems that keep digests from being posted. */
export function inTheWay({ problems }: { readonly problems: readonly Problem[] }): readonly Problem[] {
  return problems.filter(({ harmless }) => harmless !== true);
}

export interface PlaceReport {
  /** How people know the place, e.g. `#papers`; null when it cannot be read. */
  readonly name: string | null;
  readonly problems: readonly Problem[];
  /** True when the platform could not be asked: the problems tell nothing of the place then. */
  readonly unsure?: true;
  /** The key the place is really known by, when the address names another server or workspace: posting there would make two channels of one. */
  readonly rightKey?: string;
  /** The bot is not in there. With this reason people have taken it out: such a pause ends only when it is back. */
  readonly leftReason?: string;
  /** Layouts that this kind of place can show, whatever the rights there, best first; absent when that is not known. */
  readonly layouts?: readonly Layout[];
}

/** Posts digests to one platform. One call is one attempt: it never retries by itself. */
export interface Publisher {
  readonly platform: Platform;
  readonly policy: (kind: PartKind) => SettlePolicy;
  /** Renders every part once; pure. @param keyOf gives each 0-based position its delivery key */
  render(content: DigestContent, layout: Layout, keyOf: (position: number) => string): readonly PlannedPart[];
  send(request: SendRequest, signal: AbortSignal): Promise<SendOutcome>;
  /** Reads the place back. @param since the first send of the present try */
  look(request: SendRequest, since: Date, signal: AbortSignal): Promise<LookOutcome>;
  /** What keeps the bot from posting there, in words; empty problems when all is well. */
  inspect(address: ChannelAddress, layout: Layout, signal: AbortSignal): Promise<PlaceReport>;
  /** Posts a line without ledger or promise (an empty day, a notice). */
  say(address: ChannelAddress, text: string, signal: AbortSignal): Promise<void>;
  /**
   * Says why nothing comes any more: in the place, or to one person by direct message. One attempt; absent where
   * there is nobody to tell.
   * @param person the platform's own user id; null for the place itself
   */
  tell?(
    address: ChannelAddress,
    person: string | null,
    text: string,
    signal: AbortSignal,
  ): Promise<TellOutcome>;
}

/** `refused`: certainly not said, and it cannot be there; `later`: certainly not said, but it may be soon. */
export type TellOutcome = 'told' | 'refused' | 'later' | 'unknown';

/** What an attempt to post comes to for whoever only wants to tell something. */
export function tellOutcomeOf({ kind }: SendOutcome): TellOutcome {
  const known = {
    sent: 'told',
    delay: 'later',
    refused: 'refused',
    rerouted: 'refused',
    pause: 'refused',
    unknown: 'unknown',
  } as const;
  return known[kind];
}
