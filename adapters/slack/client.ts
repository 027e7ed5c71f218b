import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from '../../src/ports/logger.js';
import { leavingWhile } from '../shared/last-look.js';
import { boundedFetch } from './bounded-fetch.js';
import { sdkLogger } from './sdk-logger.js';

/** Longest one call may take. Shorter than a claim's lease. Milliseconds. */
export const CALL_TIMEOUT_MS = 15_000;

/** Node's own undici has the same interface in types of its own. */
type NodeDispatcher = NonNullable<RequestInit['dispatcher']>;

/** One attempt of one Web API method; resolves with the answer, rejects with what the SDK throws. */
export type SlackCall = (
  method: string,
  args: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
  /** Asked again when the request is about to be written to the wire; false: it is not. Default: it is. */
  mayLeave?: () => boolean,
) => Promise<unknown>;

export interface SlackCallDeps {
  readonly token: string;
  /** Web API base, e.g. `https://slack.com/api/`. */
  readonly apiUrl: string;
  readonly logger: Logger;
}

/**
 * Settings without which the SDK would send a lost post again for half an hour, or sleep through a rate limit
 * with every other call waiting behind it.
 */
export function webClientOptions(apiUrl: string, logger: Logger): WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: CALL_TIMEOUT_MS,
    allowAbsoluteUrls: false,
    fetch: boundedFetch,
    logger: sdkLogger(logger),
  };
}

/**
 * Slack's Web API, one request per call. Each call has a client of its own, because the SDK takes no signal per
 * call, only a `fetch` per client; this also leaves no queue in which calls could wait for each other.
 */
export function createSlackCall(deps: SlackCallDeps): SlackCall {
  const options = webClientOptions(deps.apiUrl, deps.logger);
  return async (method, args, signal, mayLeave) => {
    signal.throwIfAborted();
    const bounded = (url: Parameters<typeof fetch>[0], init: RequestInit = {}): Promise<Response> =>
      boundedFetch(url, {
        ...init,
        ...(mayLeave === undefined
          ? {}
          : { dispatcher: leavingWhile(mayLeave) as unknown as NodeDispatcher }),
        signal: AbortSignal.any([signal, ...(init.signal ? [init.signal] : [])]),
      });
    const client = new WebClient(deps.token, { ...options, fetch: bounded });
    return client.apiCall(method, args);
  };
}
