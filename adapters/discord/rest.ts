import { REST, RESTEvents, type RawFile, type RequestData, type RouteLike } from 'discord.js';
import type { Logger } from '../../src/ports/logger.js';
import { STOOD_STILL } from '../../src/ports/publisher.js';
import { leavingWhile } from '../shared/last-look.js';
import type { Pace } from '../shared/pace.js';
import { createTokenGate } from '../shared/token-gate.js';
import { boundedRequest, CALL_TIMEOUT_MS } from './bounded-request.js';
import { isTokenRefusal } from './error-codes.js';

/**
 * Discord bans an address after 10,000 refused requests in ten minutes (topics/rate-limits). The SDK counts them and
 * tells of every hundredth; at a tenth of the ban nothing more is sent until the ten minutes are over.
 */
const REFUSALS_BETWEEN_WARNINGS = 100;
const REFUSALS_STOP_AT = 1_000;
/** Of the whole process, as the SDK's count is: the ban is the address's. Monotonic milliseconds. */
let closedUntil = 0;
/** Least distance between two requests of one bot: 48 a second, of the 50 that Discord takes (topics/rate-limits). */
export const REQUEST_PACE = { everyMs: 1_000 / 48, burst: 1 };
/** A call that was stopped while it waited for its turn comes back after this long. Milliseconds. */
const STOPPED_MS = 1_000;
/** A follow-up that is asked to wait no longer than this waits; it was certainly not sent. */
const SHORT_WAIT_MS = 5_000;

export interface DiscordCall {
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Made although the token was refused just now: it is to tell whether that is still so. Default false. */
  readonly probe?: boolean;
  /** Asked once its turn has come, and when it is written to the wire; false: it is not made any more. Default: it is. */
  readonly mayLeave?: (() => boolean) | undefined;
}

/** The call was not made: its turn is that far away. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
  constructor(
    message: string,
    readonly waitMs: number,
  ) {
    super(message);
  }
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
  call: DiscordCall & { readonly files?: RawFile[] },
) => Promise<unknown>;

/**
 * Discord's REST API, one attempt per call: no retry, and a rate limit (answered or foreseen by the SDK,
 * of a route or of the whole bot) is thrown as RateLimitError instead of being waited for.
 * @param apiUrl base without version, e.g. `https://discord.com/api`
 * @param pace shared by everything that calls with this token; default none
 * @throws NotYet when the call's turn is too far away, when too many requests were refused, or when it may not leave any
 * more; nothing was sent then, and neither while the token is known to be refused, which throws what Discord said of it
 */
export function createDiscordRest(
  token: string,
  apiUrl: string,
  logger: Logger,
  pace: Pace = () => Promise.resolve(0),
): DiscordRest {
  const rest = new REST({
    api: apiBase(apiUrl),
    retries: 0,
    timeout: CALL_TIMEOUT_MS,
    makeRequest: boundedRequest(),
    rejectOnRateLimit: () => true,
    invalidRequestWarningInterval: REFUSALS_BETWEEN_WARNINGS,
  });
  rest.on(RESTEvents.InvalidRequestWarning, ({ count, remainingTime }) => {
    logger.warn({ count, remainingMs: remainingTime }, 'Discord refused many requests; it bans after 10,000');
    if (count >= REFUSALS_STOP_AT) closedUntil = performance.now() + remainingTime;
  });
  const gate = createTokenGate({ isRefusal: isTokenRefusal });
  return async (method, route, call) => {
    const closed = closedUntil - performance.now();
    if (closed > 0)
      throw new NotYet('Discord refused too many requests: nothing is sent for a while', closed);
    const wait = await pace('discord', call.signal).catch(() => STOPPED_MS);
    if (wait > 0) throw new NotYet('Discord gets as many requests as it takes', wait);
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
 */
export function createWebhookRest(apiUrl: string): WebhookRest {
  const rest = new REST({
    api: apiBase(apiUrl),
    retries: 0,
    timeout: CALL_TIMEOUT_MS,
    makeRequest: boundedRequest(),
    globalRequestsPerSecond: Number.MAX_SAFE_INTEGER,
    rejectOnRateLimit: ({ retryAfter, sublimitTimeout }) =>
      Math.max(retryAfter, sublimitTimeout) > SHORT_WAIT_MS,
  });
  return (method, route, call) =>
    rest[method](route, {
      ...optionsOf(call),
      auth: false,
      ...(call.files === undefined ? {} : { files: call.files }),
    });
}

/** The base as the SDK wants it: no slash at the end, no version. */
export function apiBase(apiUrl: string): string {
  return apiUrl.replace(/\/+$/, '').replace(/\/v\d+$/, '');
}

// --- Internal helpers ---

function optionsOf({ body, query, signal, mayLeave }: DiscordCall) {
  return {
    ...(mayLeave === undefined ? {} : { dispatcher: leavingWhile(mayLeave) as unknown as SdkDispatcher }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]),
    ...(body === undefined ? {} : { body }),
    ...(query === undefined ? {} : { query: new URLSearchParams(query) }),
  };
}
