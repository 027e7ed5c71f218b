import { REST, type RawFile, type RequestData, type RouteLike } from 'discord.js';
import { STOOD_STILL } from '../../src/ports/publisher.js';
import { createHolds, type Holds } from '../shared/holds.js';
import { leavingWhile } from '../shared/last-look.js';
import type { Pace } from '../shared/pace.js';
import { createTokenGate } from '../shared/token-gate.js';
import { boundedRequest, CALL_TIMEOUT_MS } from './bounded-request.js';
import { isTokenRefusal } from './error-codes.js';
import { NotYet } from './not-yet.js';
import { obeyLimits, scopeOf, WHOLE_BOT } from './rate-scopes.js';
import { CLOSED, REFUSED_TOO_OFTEN, type RefusalWatch } from './refusals.js';

/** Least distance between two requests of one bot: 48 a second, of the 50 that Discord takes (topics/rate-limits). */
export const REQUEST_PACE = { everyMs: 1_000 / 48, burst: 1 };
/** A call that was stopped while it waited for its turn comes back after this long. Milliseconds. */
const STOPPED_MS = 1_000;
/** A follow-up that is asked to wait no longer than this waits; it was certainly not sent. */
const SHORT_WAIT_MS = 5_000;

export interface DiscordCall {
  readonly body?: unknown;
  /** Sent beside the body, as a form. */
  readonly files?: RawFile[] | undefined;
  readonly query?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Made although the token was refused just now: it is to tell whether that is still so. Default false. */
  readonly probe?: boolean;
  /** Asked once its turn has come, and when it is written to the wire; false: it is not made any more. Default: it is. */
  readonly mayLeave?: (() => boolean) | undefined;
}

export interface DiscordRestDeps {
  readonly token: string;
  /** Base without version, e.g. `https://discord.com/api`. */
  readonly apiUrl: string;
  /** Counts what is refused, for all who call from this address. */
  readonly refusals: RefusalWatch;
  /** Shared by everything that calls with this token. Default: none, and the SDK's own. */
  readonly pace?: Pace;
  /** What Discord has asked to wait with; the same that the pace knows. */
  readonly holds?: Holds;
}

/** The SDK's own undici has the same interface in types of its own. */
type SdkDispatcher = NonNullable<RequestData['dispatcher']>;

/** One attempt of one request; resolves with the parsed answer, rejects with what the SDK throws. */
export type DiscordRest = (
  method: 'get' | 'post' | 'put' | 'delete',
  route: RouteLike,
  call: DiscordCall,
) => Promise<unknown>;

/** The same for interaction tokens, which carry their own right: no bot token goes along. */
export type WebhookRest = (
  method: 'patch' | 'post' | 'delete',
  route: RouteLike,
  call: DiscordCall,
) => Promise<unknown>;

/**
 * Discord's REST API, one attempt per call: no retry, and a rate limit (answered or foreseen by the SDK,
 * of a route or of the whole bot) is thrown as RateLimitError instead of being waited for.
 * @throws NotYet when the call's turn is too far away or held up, when too many requests were refused, or when it may
 * not leave any more; nothing was sent then, and neither while the token is known to be refused, which throws what
 * Discord said of it
 */
export function createDiscordRest({ token, apiUrl, refusals, ...deps }: DiscordRestDeps): DiscordRest {
  const { pace, holds = createHolds() } = deps;
  const rest = new REST({
    api: apiBase(apiUrl),
    retries: 0,
    timeout: CALL_TIMEOUT_MS,
    makeRequest: refusals.over(obeyLimits(boundedRequest(), holds), 'posts'),
    rejectOnRateLimit: () => true,
    // The SDK counts whole seconds of this process; a pace knows better.
    ...(pace === undefined ? {} : { globalRequestsPerSecond: Number.MAX_SAFE_INTEGER }),
  });
  const gate = createTokenGate({ isRefusal: isTokenRefusal });
  return async (method, route, call) => {
    const closed = refusals.closedFor('posts');
    if (closed > 0) throw new NotYet(CLOSED, closed);
    const scopes = [REFUSED_TOO_OFTEN, scopeOf(method, route)];
    const wait =
      pace === undefined
        ? holds.known([WHOLE_BOT, ...scopes])
        : await pace(WHOLE_BOT, call.signal, scopes).catch(() => STOPPED_MS);
    if (wait > 0) throw new NotYet(reasonOf(scopes, holds), wait);
    return gate[call.probe === true ? 'probe' : 'pass'](() => {
      if (call.mayLeave?.() === false) throw new NotYet(STOOD_STILL, STOPPED_MS);
      // The SDK forgets its token after a 401; without this every later call would fail for another reason.
      rest.setToken(token);
      return rest[method](route, optionsOf(call));
    });
  };
}

/**
 * The interaction endpoints, which Discord leaves out of the bot's global limit. One attempt per call; only a short
 * rate limit is waited for.
 * @param refusals counts what is refused here, too. Default: nobody does
 */
export function createWebhookRest(apiUrl: string, refusals?: RefusalWatch): WebhookRest {
  const makeRequest = boundedRequest();
  const rest = new REST({
    api: apiBase(apiUrl),
    retries: 0,
    timeout: CALL_TIMEOUT_MS,
    makeRequest: refusals?.over(makeRequest, 'answers') ?? makeRequest,
    globalRequestsPerSecond: Number.MAX_SAFE_INTEGER,
    rejectOnRateLimit: ({ retryAfter, sublimitTimeout }) =>
      Math.max(retryAfter, sublimitTimeout) > SHORT_WAIT_MS,
  });
  return (method, route, call) =>
    rest[method](route, {
      ...optionsOf(call),
      auth: false,
    });
}

/** The base as the SDK wants it: no slash at the end, no version. */
export function apiBase(apiUrl: string): string {
  return apiUrl.replace(/\/+$/, '').replace(/\/v\d+$/, '');
}

// --- Internal helpers ---

function reasonOf(scopes: readonly string[], holds: Holds): string {
  if (holds.known([REFUSED_TOO_OFTEN]) > 0) return CLOSED;
  if (holds.known([WHOLE_BOT]) > 0) return 'Discord has asked the whole bot to wait';
  if (holds.known(scopes) > 0) return 'Discord has asked to wait with this channel';
  return 'Discord gets as many requests as it takes';
}

function optionsOf({ body, files, query, signal, mayLeave }: DiscordCall) {
  return {
    ...(mayLeave === undefined ? {} : { dispatcher: leavingWhile(mayLeave) as unknown as SdkDispatcher }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]),
    ...(body === undefined ? {} : { body }),
    ...(files === undefined ? {} : { files }),
    ...(query === undefined ? {} : { query: new URLSearchParams(query) }),
  };
}
