import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import type { PartKind } from '../../src/digests/delivery.js';
import { describeError } from '../../src/errors.js';
import type { SendOutcome } from '../../src/ports/publisher.js';
import { causes, neverLeft } from '../shared/never-left.js';
import { BadAnswer } from '../shared/whole-text.js';
import { CODES, TOKEN_CODES } from './error-codes.js';
import { redacted } from './sdk-logger.js';

/** What the SDK throws, as a plain error, for a 429 that does not say how long. */
const BARE_LIMIT = 'Retry header did not contain a valid timeout';
/** Anything else in the error field is not Slack's (a proxy's page, half an answer). */
const ERROR_STRING = /^[a-z_]+$/;

/** The call was not made: Slack has asked to wait with it. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
  /** @param waitMs until it may be made, milliseconds */
  constructor(readonly waitMs: number) {
    super(`Slack has asked to wait with this for ${Math.ceil(waitMs / 1000)} s`);
  }
}

/**
 * What a failed attempt to post came to. Pure; a table of the documented errors of `chat.postMessage`.
 * Whatever is not listed as definite is `unknown`.
 */
export function sendOutcomeOf(thrown: unknown, part: PartKind): SendOutcome {
  const error = slackError(thrown);
  const limited = rateLimitMs(thrown);
  if (limited !== undefined) return { kind: 'delay', error, retryAfterMs: limited };
  const verdict = CODES.get(codeOf(thrown) ?? '')?.(part);
  switch (verdict?.kind) {
    case 'delay':
      return { kind: 'delay', error, retryAfterMs: verdict.ms };
    case 'pause':
      return { kind: 'pause', error, reason: verdict.reason, scope: verdict.scope };
    case 'refused':
      return { kind: 'refused', error: `${error}: ${verdict.why}` };
    case 'bug':
      return { kind: 'refused', error: `${error}: this is a fault of this program`, bug: true };
    case 'unknown':
      return { kind: 'unknown', error };
    case undefined:
      return neverLeft(thrown) ? { kind: 'delay', error, retryAfterMs: null } : { kind: 'unknown', error };
  }
}

/** How long to wait in milliseconds, null when Slack did not say; undefined when it was no rate limit. */
export function rateLimitMs(thrown: unknown): number | null | undefined {
  if (thrown instanceof NotYet) return thrown.waitMs;
  if (thrown instanceof WebAPIRateLimitedError)
    return thrown.retryAfter > 0 ? Math.ceil(thrown.retryAfter * 1000) : null;
  if (thrown instanceof Error && thrown.message.startsWith(BARE_LIMIT)) return null;
  const code = codeOf(thrown);
  return code === 'ratelimited' || code === 'rate_limited' ? null : undefined;
}

/** Slack's own error string; null for every other failure, a foreign page in its place included. */
export function codeOf(thrown: unknown): string | null {
  if (!(thrown instanceof WebAPIPlatformError)) return null;
  const code: unknown = thrown.data.error;
  return typeof code === 'string' && ERROR_STRING.test(code) ? code : null;
}

/** True when Slack does not accept the token. */
export function isTokenRefusal(thrown: unknown): boolean {
  return TOKEN_CODES.has(codeOf(thrown) ?? '');
}

/** The scope that Slack says is missing, when it says so. */
export function neededScope(thrown: unknown): string | null {
  if (!(thrown instanceof WebAPIPlatformError)) return null;
  const { needed } = thrown.data as { readonly needed?: unknown };
  return typeof needed === 'string' && /^[a-z:._,]+$/.test(needed) ? needed : null;
}

/** What happened, in one line, without tokens, headers or bodies. */
export function slackError(thrown: unknown): string {
  if (thrown instanceof NotYet) return thrown.message;
  if (thrown instanceof WebAPIRateLimitedError) return `Slack's rate limit: wait ${thrown.retryAfter} s`;
  if (thrown instanceof WebAPIHTTPError) return `Slack answered with HTTP status ${thrown.statusCode}`;
  if (thrown instanceof WebAPIPlatformError) {
    const code = codeOf(thrown);
    if (code === null) return 'Slack answered with something that is not its API';
    const detail = thrown.data.response_metadata?.messages?.[0];
    return `Slack answered ${code}${detail === undefined ? '' : ` (${redacted(detail)})`}`;
  }
  if (thrown instanceof Error && thrown.message.startsWith(BARE_LIMIT)) return "Slack's rate limit";
  const root = thrown instanceof WebAPIRequestError ? deepest(thrown) : thrown;
  if (root instanceof BadAnswer) return `Slack ${root.message}`;
  const code = errorCode(root);
  return `Slack could not be reached: ${redacted(describeError(root))}${code === null ? '' : ` (${code})`}`;
}

// --- Internal helpers ---

function deepest(error: Error): Error {
  return causes(error).at(-1) ?? error;
}

function errorCode(error: unknown): string | null {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : null;
}
