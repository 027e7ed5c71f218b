import { DiscordAPIError, RateLimitError } from 'discord.js';
import type { PartKind } from '../../src/digests/delivery.js';
import { describeError } from '../../src/errors.js';
import type { SendOutcome } from '../../src/ports/publisher.js';
import { neverLeft } from '../shared/never-left.js';
import { BadAnswer } from '../shared/whole-text.js';
import { CODES, isTokenRefusal, REASONS, type Verdict } from './error-codes.js';
import { NotYet } from './not-yet.js';

export interface Whereabouts {
  /** Id of the channel. */
  readonly place: string;
  /** Remote id of the head that the part hangs on. */
  readonly head: string | null;
}

/** Remote id of a part that was sent and has been deleted by a person since. */
export const DELETED = 'deleted';

/**
 * What a failed attempt to post came to. Pure; a table of Discord's documented codes (topics/opcodes-and-status-codes).
 * Whatever is not listed as definite is `unknown`.
 * @param at where it was being posted; of importance for a thread, which has the id of its first message
 */
export function sendOutcomeOf(thrown: unknown, kind: PartKind, at: Whereabouts): SendOutcome {
  const error = discordError(thrown);
  const limited = rateLimitMs(thrown);
  if (limited !== undefined) return { kind: 'delay', error, retryAfterMs: limited };
  if (thrown instanceof DiscordAPIError) return refusalOf(thrown, kind, at, error);
  if (neverLeft(thrown)) return { kind: 'delay', error, retryAfterMs: null };
  return { kind: 'unknown', error };
}

/** How long to wait, null when Discord did not say; undefined when it was no rate limit. */
export function rateLimitMs(thrown: unknown): number | null | undefined {
  if (thrown instanceof NotYet) return Math.ceil(thrown.waitMs);
  if (!(thrown instanceof RateLimitError)) return undefined;
  const wait = Math.ceil(Math.max(thrown.retryAfter, thrown.sublimitTimeout));
  return wait > 0 ? wait : null;
}

/** Discord's JSON error code; null for every other failure. */
export function codeOf(thrown: unknown): number | null {
  return thrown instanceof DiscordAPIError && typeof thrown.code === 'number' ? thrown.code : null;
}

/** What happened, in one line, without headers or bodies. */
export function discordError(thrown: unknown): string {
  if (thrown instanceof NotYet) return `${thrown.message}: wait ${Math.ceil(thrown.waitMs)} ms`;
  if (thrown instanceof RateLimitError)
    return `Discord's rate limit${thrown.global ? ' for the whole bot' : ''}: wait ${Math.ceil(thrown.retryAfter)} ms`;
  if (thrown instanceof DiscordAPIError)
    return `Discord answered ${thrown.status} (${thrown.code}): ${oneLine(thrown.message)}`;
  if (thrown instanceof BadAnswer) return `Discord ${thrown.message}`;
  if (thrown instanceof Error && thrown.name.endsWith('ZodError'))
    return 'Discord answered something unexpected';
  const code = errorCode(thrown);
  return `Discord could not be reached: ${oneLine(describeError(thrown))}${code === null ? '' : ` (${code})`}`;
}

// --- Internal helpers ---

function refusalOf(thrown: DiscordAPIError, kind: PartKind, at: Whereabouts, error: string): SendOutcome {
  const { code, status } = thrown;
  if (typeof code !== 'number' || status >= 500) return { kind: 'unknown', error };
  if (isTokenRefusal(thrown)) return { kind: 'pause', error, reason: REASONS.token, scope: 'platform' };
  const verdict = CODES.get(code)?.(kind) ?? fallback(status, code, thrown.message, kind);
  switch (verdict.kind) {
    case 'deleted':
      return { kind: 'sent', remoteId: DELETED };
    case 'exists':
      return at.head === null ? { kind: 'unknown', error } : { kind: 'sent', remoteId: at.head };
    case 'delay':
      return { kind: 'delay', error, retryAfterMs: verdict.ms };
    case 'pause':
      return { kind: 'pause', error, reason: verdict.reason, scope: verdict.scope };
    case 'no-thread':
      return withoutThread(at, `${verdict.why} (${error})`);
    case 'bug': {
      const fault = `${verdict.why}, which is a fault of this program (${error})`;
      return kind === 'thread'
        ? { ...withoutThread(at, fault), bug: true }
        : { kind: 'refused', error: fault, bug: true };
    }
    case 'refused':
      return { kind: 'refused', error: verdict.why === undefined ? error : `${verdict.why} (${error})` };
  }
}

function withoutThread({ place }: Whereabouts, why: string): Extract<SendOutcome, { kind: 'rerouted' }> {
  return { kind: 'rerouted', remoteId: place, error: `No thread could be opened. ${why}` };
}

/** A documented answer with a code that is not in the table. Code 0 is a route Discord does not know: a wrong address. */
function fallback(status: number, code: number, message: string, kind: PartKind): Verdict {
  if (status === 404 && code === 0) return { kind: 'delay', ms: null };
  if (kind === 'thread') return { kind: 'no-thread', why: `Discord refuses it: ${oneLine(message)}` };
  if (status === 403)
    return {
      kind: 'pause',
      scope: 'channel',
      reason: `Discord forbids the bot to post there: ${oneLine(message)}`,
    };
  return { kind: 'refused' };
}

function errorCode(thrown: unknown): string | null {
  const code = thrown instanceof Error ? (thrown as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : null;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 300);
}
