import { DiscordAPIError } from 'discord.js';
import type { PartKind } from '../../src/digests/delivery.js';
import type { PauseScope } from '../../src/ports/publisher.js';

/** What one of Discord's JSON error codes means for a part that was being posted. */
export type Verdict =
  /** It was posted earlier under this nonce, and a person has deleted it since. */
  | { readonly kind: 'deleted' }
  /** The thread exists already. */
  | { readonly kind: 'exists' }
  | { readonly kind: 'delay'; readonly ms: number | null }
  /** Nothing reaches the channel, every channel of the server or the whole of Discord until a person acts. */
  | { readonly kind: 'pause'; readonly reason: string; readonly scope: PauseScope }
  /** No thread can be opened, today or at all: what would stand in it goes into the channel itself. */
  | { readonly kind: 'no-thread'; readonly why: string }
  /** This content never goes through. */
  | { readonly kind: 'refused'; readonly why?: string }
  /** Refused, and it should never have been sent so. */
  | { readonly kind: 'bug'; readonly why: string };

type Rule = (kind: PartKind) => Verdict;

const TEN_MINUTES = 600_000;

const later =
  (ms: number | null): Rule =>
  () => ({ kind: 'delay', ms });
const paused =
  (reason: string, scope: PauseScope = 'channel'): Rule =>
  () => ({ kind: 'pause', reason, scope });
const bug =
  (why: string): Rule =>
  () => ({ kind: 'bug', why });

/** Reasons that an event gives as well as a refused post. */
export const REASONS = {
  deleted:
    'Discord knows no such channel: it was deleted, or its id is wrong. Remove it or add the right one.',
  removed: 'The bot is not in this Discord server any more. Invite it again, then resume.',
  token:
    'Discord does not accept the bot token. Put the token from the developer portal (Bot → Reset Token) into DISCORD_TOKEN and restart.',
} as const;

/** The rights each part needs, as Discord's settings call them. */
const RIGHTS: Record<PartKind, string> = {
  head: '“View Channel”, “Send Messages” and “Embed Links”',
  thread: '“Create Public Threads”',
  card: '“Send Messages in Threads” and “Embed Links”',
  post: '“View Channel”, “Create Posts” (Send Messages) and “Embed Links”',
};

/** The head has just been posted, so a forbidden thread is no reason to keep the papers back. */
const forbidden: Rule = (kind) =>
  kind === 'thread'
    ? {
        kind: 'no-thread',
        why: `The bot lacks the permission ${RIGHTS.thread}: grant it in the channel's settings, or choose the layout compact`,
      }
    : {
        kind: 'pause',
        scope: 'channel',
        reason: `The bot lacks a permission in this channel: it needs ${RIGHTS[kind]}. Grant it in the channel's settings, then resume.`,
      };

const wrongType = paused(
  'This is not the kind of channel the layout needs: thread and compact need a text channel, forum needs a forum channel. Add the channel again with the right layout.',
);

const noChannel: Rule = (kind) =>
  kind === 'card'
    ? { kind: 'refused', why: 'its thread was deleted' }
    : { kind: 'pause', scope: 'channel', reason: REASONS.deleted };

/** A nonce that was used for a message now deleted; a thread has no nonce, there it is the head that is gone. */
const noMessage: Rule = (kind) =>
  kind === 'thread' || kind === 'post'
    ? { kind: 'refused', why: 'the head message was deleted before its thread was opened' }
    : { kind: 'deleted' };

const noDirectMessages = paused(
  'The person takes no direct messages from the bot: they have blocked it, shut their messages, or share no server with it any more.',
);

const closedThread: Rule = (kind) =>
  kind === 'card'
    ? { kind: 'refused', why: 'its thread is locked or archived' }
    : {
        kind: 'pause',
        scope: 'channel',
        reason: 'The channel is a locked or archived thread. Unlock it, or add another channel.',
      };

const autoMod: Rule = (kind) =>
  kind === 'thread'
    ? { kind: 'no-thread', why: 'The server’s AutoMod or Discord’s link filter blocked its name' }
    : { kind: 'refused', why: 'the server’s AutoMod or Discord’s link filter blocked this text' };

/** A forum has no place beside its posts: there it can only be tried again. */
const threadsFull: Rule = (kind) =>
  kind === 'thread'
    ? {
        kind: 'no-thread',
        why: 'The server has as many active threads as Discord allows: close some that nobody needs, or choose the layout compact',
      }
    : { kind: 'delay', ms: TEN_MINUTES };

/**
 * Discord's codes (topics/opcodes-and-status-codes) that may come when a part is posted. A code that is missing here
 * falls back on the HTTP status, because a refusal in Discord's own JSON is always certain: a thread is done without,
 * else 403 pauses the channel and everything else refuses this part. Codes of answers to interactions (10015, 10062,
 * 40060, 40094) are the replier's.
 */
export const CODES: ReadonlyMap<number, Rule> = new Map<number, Rule>([
  [10003, noChannel],
  [10004, paused(REASONS.removed, 'workspace')],
  [10008, noMessage],
  [50001, forbidden],
  [50013, forbidden],
  [50008, wrongType],
  [50024, wrongType],
  [40058, wrongType],
  [50007, noDirectMessages],
  [50278, noDirectMessages],
  [
    40067,
    paused(
      'This forum requires a tag on every post. Switch off “Require people to select tags” in the forum’s settings, then resume.',
    ),
  ],
  [50083, closedThread],
  [160005, closedThread],
  [160004, () => ({ kind: 'exists' })],
  [160006, threadsFull],
  [160007, threadsFull],
  [30033, threadsFull],
  [200000, autoMod],
  [200001, autoMod],
  [240000, autoMod],
  [20009, autoMod],
  [20016, later(null)],
  [20022, later(null)],
  [20028, later(null)],
  [20029, later(null)],
  [40004, later(TEN_MINUTES)],
  [40006, later(TEN_MINUTES)],
  [40062, later(null)],
  [40333, later(TEN_MINUTES)],
  [130000, later(null)],
  [
    20026,
    paused('Discord has flagged the bot for spam; see its mail to the application’s owner.', 'platform'),
  ],
  [40002, paused('Discord wants the application’s owner to verify the account first.', 'platform')],
  [50009, paused('The server’s verification level keeps the bot from posting.', 'workspace')],
  [30015, bug('the message has too many files')],
  [40005, bug('the message is too large')],
  [50006, bug('the message was empty')],
  [50035, bug('Discord calls the message invalid')],
  [50109, bug('Discord could not read the message')],
]);

/** Unauthorized, invalid authentication token. */
const TOKEN_CODES = new Set([40001, 50014]);

/** True when Discord does not accept the token: a 401 in its own JSON, or one of its codes for that. */
export function isTokenRefusal(thrown: unknown): boolean {
  if (!(thrown instanceof DiscordAPIError) || typeof thrown.code !== 'number') return false;
  return thrown.status === 401 || TOKEN_CODES.has(thrown.code);
}
