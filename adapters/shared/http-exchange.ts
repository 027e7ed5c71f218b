import { BadAnswer, wholeText } from './whole-text.js';

/** The whole answer of one request; the body is text, decoded as UTF-8. */
export interface RawAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly body: string;
}

/** What is asked of whom: a GET, or a POST when there is a body. */
export interface ExchangeRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

export interface ExchangeLimits {
  /** For one request, body included, milliseconds. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** Waits until the request of a redirect may go; takes none of the time above. Default: it may at once. */
  readonly beforeRedirect?: () => Promise<void>;
}

/** Why there is no answer, in words that follow "<source> …". */
export class ExchangeError extends Error {
  /** False when the same request would meet the same end. */
  readonly again: boolean;

  constructor(message: string, again: boolean, cause?: unknown) {
    super(message, { cause });
    this.name = 'ExchangeError';
    this.again = again;
  }
}

const MOST_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * One request, bounded in time and size. Redirects of a GET are followed on the same host only, so that neither headers
 * nor trust leave it.
 * @throws ExchangeError when no whole answer came; the caller's own abort is thrown as it is
 */
export async function exchange(
  doFetch: typeof fetch,
  request: ExchangeRequest,
  limits: ExchangeLimits,
  signal: AbortSignal,
): Promise<RawAnswer> {
  let at = request.url;
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    if (hops > 0) await limits.beforeRedirect?.();
    const { redirect, ...answer } = await oneRequest(doFetch, { ...request, url: at }, limits, signal);
    if (redirect === null) return answer;
    if (request.body !== undefined) throw new ExchangeError('redirects a POST, which is not followed', false);
    at = sameHost(redirect, at, request.url);
  }
  throw new ExchangeError('redirects in a circle', false);
}

// --- Internal helpers ---

/** @returns the answer, and where it redirects to: then the body is left out */
async function oneRequest(
  doFetch: typeof fetch,
  { url, headers, body: sent }: ExchangeRequest,
  limits: ExchangeLimits,
  signal: AbortSignal,
): Promise<RawAnswer & { readonly redirect: string | null }> {
  signal.throwIfAborted();
  const stop = new AbortController();
  const late = new AbortController();
  const passOn = (): void => stop.abort(signal.reason);
  signal.addEventListener('abort', passOn, { once: true });
  const timer = setTimeout(() => {
    late.abort();
    stop.abort();
  }, limits.timeoutMs);
  try {
    const response = await doFetch(url, {
      headers,
      signal: stop.signal,
      redirect: 'manual',
      ...(sent === undefined ? {} : { method: 'POST', body: sent }),
    });
    const redirect = REDIRECTS.has(response.status) ? response.headers.get('location') : null;
    const body = redirect === null ? await wholeText(response.body, limits.maxBytes) : '';
    const { status, statusText } = response;
    return { status, statusText, headers: response.headers, body, redirect };
  } catch (error) {
    signal.throwIfAborted();
    if (late.signal.aborted)
      throw new ExchangeError(`did not answer within ${limits.timeoutMs / 1_000} s`, true, error);
    if (error instanceof BadAnswer) throw new ExchangeError(error.message, false, error);
    throw error instanceof ExchangeError ? error : new ExchangeError(networkWords(error), true, error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', passOn);
    // Also ends a body that nobody reads.
    stop.abort();
  }
}

function sameHost(location: string, from: URL, first: URL): URL {
  const next = URL.canParse(location, from.href) ? new URL(location, from.href) : null;
  const safe = next?.protocol === from.protocol || next?.protocol === 'https:';
  if (next?.hostname !== first.hostname || !safe)
    throw new ExchangeError('redirects to another host, which is not followed', false);
  return next;
}

const NETWORK_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses the connection',
  ENOTFOUND: 'cannot be reached: its name is not known here',
  EAI_AGAIN: 'cannot be reached: its name cannot be looked up',
  ECONNRESET: 'broke off the connection',
  UND_ERR_SOCKET: 'broke off the connection',
  UND_ERR_CONNECT_TIMEOUT: 'cannot be reached: connecting takes too long',
  ENETUNREACH: 'cannot be reached: there is no network',
  EHOSTUNREACH: 'cannot be reached: there is no way to it',
};

function networkWords(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code =
    typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
      ? cause.code
      : '';
  const words = NETWORK_WORDS[code];
  if (words !== undefined) return words;
  const detail = code !== '' ? code : cause instanceof Error ? cause.message : 'unknown reason';
  return detail === 'terminated' || detail.startsWith('other side closed')
    ? 'broke off its answer'
    : `cannot be reached (${detail})`;
}
