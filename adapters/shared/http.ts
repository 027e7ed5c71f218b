import { setTimeout as delay } from 'node:timers/promises';
import type { SourceStore, Validators } from '../../src/ports/source-store.js';
import { SourceError } from '../../src/papers/source-error.js';
import {
  exchange,
  ExchangeError,
  type ExchangeLimits,
  type ExchangeRequest,
  type RawAnswer,
} from './http-exchange.js';
import { decideNextTry, exhaustedMs, isThrottled, orderedWaitMs } from './http-limits.js';
import { createPace, noPace, type Sleep } from './http-pace.js';
import { LONGEST_ANSWER } from './whole-text.js';

export interface GetOptions {
  readonly signal: AbortSignal;
  /** Media type asked for. */
  readonly accept: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sends the validators of the last answer that was kept. Default false. */
  readonly conditional?: boolean;
  /** Statuses beside 2xx and 304 that are answers, not failures. */
  readonly answers?: readonly number[];
}

/** A POST is never conditional. */
export interface PostOptions extends Omit<GetOptions, 'conditional'> {
  /** Sent as JSON. */
  readonly json: unknown;
}

export interface HttpAnswer {
  readonly status: number;
  readonly notModified: boolean;
  readonly body: string;
  /** Host and path, for messages. */
  readonly where: string;
  /** Remembers this answer's validators. Call it once its content is safe, or it is never sent again. */
  keep(): Promise<void>;
}

export interface HttpClient {
  /** @throws SourceError in plain words; the signal's own reason when it is aborted */
  get(url: string | URL, options: GetOptions): Promise<HttpAnswer>;
  /** For questions that are too long for an address; asked again like a GET. @throws as `get` does */
  post(url: string | URL, options: PostOptions): Promise<HttpAnswer>;
}

export interface HttpClientOptions {
  /** How people know the source; starts every message. */
  readonly title: string;
  readonly store: Pick<SourceStore, 'validators' | 'remember' | 'reserve'>;
  /** Version named in the User-Agent. */
  readonly version?: string;
  /** One request at a time, this far apart, across processes. Default: none. */
  readonly pace?: { readonly name: string; readonly everyMs: number };
  /** Per request, body included. Default 15 s. */
  readonly timeoutMs?: number;
  /** Most bytes of an unpacked body. Default 10 MiB: four times a full announcement of arXiv. */
  readonly maxBytes?: number;
  /** Further tries after a network error, 5xx or 429. Default 2. */
  readonly retries?: number;
  /** After this long in failed tries no new one starts. Default 30 s. */
  readonly budgetMs?: number;
  /** Longest ordered wait that is sat through. Default 60 s. */
  readonly longestWaitMs?: number;
  /** Least pause after a 429 that names no time. Default 1 s. */
  readonly throttledPauseMs?: number;
  readonly fetch?: typeof fetch;
  readonly now?: () => Date;
  readonly sleep?: Sleep;
  readonly random?: () => number;
}

/**
 * arXiv's terms: one request every three seconds, one connection at a time, over everything under one control
 * (info.arxiv.org/help/api/tou). A moment is handed out here and kept there: what a request takes to arrive differs from
 * one to the next, so a fifth of a second more is left between two, or the second could arrive too early.
 */
export const ARXIV_PACE = { name: 'arxiv', everyMs: 3_200 } as const;

/** A client that only reads, for one source. Make one per source and process: pace and rate limit are kept in it. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const settings = withDefaults(options);
  const pace = options.pace === undefined ? noPace : createPace(options.pace, options.store, settings.sleep);
  const blocked = new Map<string, number>();

  const oneTry = async (sent: ExchangeRequest, asked: Asked): Promise<Try> => {
    await sitOutBlock(settings, blocked, sent.url, asked.signal);
    const from = settings.now();
    const outcome = await pace(asked.signal, (next) =>
      attempt({ ...settings, beforeRedirect: next }, sent, asked),
    );
    const now = settings.now();
    const closedFor = outcome.ok ? exhaustedMs(outcome.raw.headers, now) : outcome.orderedMs;
    if (closedFor !== null) blocked.set(sent.url.host, now.getTime() + closedFor);
    return { ...outcome, tookMs: now.getTime() - from.getTime() };
  };

  const request = async (target: string | URL, asked: Asked): Promise<HttpAnswer> => {
    const url = new URL(target);
    const known = asked.conditional === true ? await options.store.validators(url.href) : null;
    const sent = { url, headers: requestHeaders(settings, asked, known), body: asked.body };
    let spentMs = 0;
    for (let number = 0; ; number++) {
      const outcome = await oneTry(sent, asked);
      if (outcome.ok) return answer(options.store, url, outcome.raw, asked.conditional === true);
      spentMs += outcome.tookMs;
      const next = decideNextTry({
        attempt: number,
        retries: settings.retries,
        spentMs,
        budgetMs: settings.budgetMs,
        worthwhile: outcome.again,
        orderedMs: outcome.orderedMs,
        longestWaitMs: settings.longestWaitMs,
        floorMs: outcome.throttled ? settings.throttledPauseMs : 0,
        chance: settings.random(),
      });
      if (next.kind === 'give-up') throw failure(settings, url, outcome, next.notBeforeMs);
      await settings.sleep(next.ms, asked.signal);
    }
  };

  return {
    get: request,
    post: (target, { json, headers, ...asked }) =>
      request(target, {
        ...asked,
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(json),
      }),
  };
}

// --- Internal helpers ---

type Settings = ReturnType<typeof withDefaults> & Pick<ExchangeLimits, 'beforeRedirect'>;

/** What is asked for, a POST when there is a body. */
type Asked = GetOptions & { readonly body?: string };

interface Failed {
  readonly ok: false;
  /** What happened, as words after the source's name. */
  readonly words: string;
  /** Null when there was no answer. */
  readonly status: number | null;
  readonly throttled: boolean;
  readonly again: boolean;
  readonly orderedMs: number | null;
  readonly cause?: unknown;
}
type Outcome = { readonly ok: true; readonly raw: RawAnswer } | Failed;
type Try = Outcome & { readonly tookMs: number };

function withDefaults(options: HttpClientOptions) {
  return {
    title: options.title,
    agent: `Broadsheet/${options.version ?? '0'} (digest of research papers)`,
    timeoutMs: options.timeoutMs ?? 15_000,
    maxBytes: options.maxBytes ?? LONGEST_ANSWER,
    retries: options.retries ?? 2,
    budgetMs: options.budgetMs ?? 30_000,
    longestWaitMs: options.longestWaitMs ?? 60_000,
    throttledPauseMs: options.throttledPauseMs ?? 1_000,
    fetch: options.fetch ?? fetch,
    now: options.now ?? (() => new Date()),
    sleep: options.sleep ?? sleepFor,
    random: options.random ?? Math.random,
  };
}

async function sleepFor(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
}

/** Waits until the host may be asked again, or throws when that is too long. */
async function sitOutBlock(
  settings: Settings,
  blocked: ReadonlyMap<string, number>,
  url: URL,
  signal: AbortSignal,
): Promise<void> {
  const until = blocked.get(url.host) ?? 0;
  const wait = until - settings.now().getTime();
  if (wait <= 0) return;
  if (wait > settings.longestWaitMs)
    throw new SourceError(`${settings.title} has answered as often as it allows for now at ${place(url)}.`, {
      fault: 'throttled',
      notBefore: new Date(until),
    });
  await settings.sleep(wait, signal);
}

async function attempt(settings: Settings, sent: ExchangeRequest, request: GetOptions): Promise<Outcome> {
  try {
    const raw = await exchange(settings.fetch, sent, settings, request.signal);
    const throttled = isThrottled(raw.status, raw.headers, settings.now());
    const fine =
      (raw.status >= 200 && raw.status < 300) ||
      (raw.status === 304 && request.conditional === true) ||
      (!throttled && (request.answers ?? []).includes(raw.status));
    if (fine) return { ok: true, raw };
    const words = `answered ${raw.status}${raw.statusText === '' ? '' : ` (${raw.statusText})`}`;
    const again = raw.status >= 500 || throttled;
    const orderedMs = orderedWaitMs(raw.headers, raw.status, settings.now());
    return { ok: false, words, status: raw.status, throttled, again, orderedMs };
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error;
    return {
      ok: false,
      words: error.message,
      status: null,
      throttled: false,
      again: error.again,
      orderedMs: null,
      cause: error.cause,
    };
  }
}

function failure(settings: Settings, url: URL, failed: Failed, notBeforeMs: number | null): SourceError {
  const noAnswer = failed.status === null && failed.again;
  const fault = noAnswer ? 'unreachable' : failed.throttled ? 'throttled' : 'status';
  return new SourceError(`${settings.title} ${failed.words} at ${place(url)}.`, {
    fault,
    retryable: failed.again,
    notBefore: notBeforeMs === null ? null : new Date(settings.now().getTime() + notBeforeMs),
    cause: failed.cause,
    ...(noAnswer ? { hint: 'Check that this machine can reach it.' } : {}),
  });
}

function requestHeaders(
  settings: Settings,
  request: GetOptions,
  known: Validators | null,
): Record<string, string> {
  return {
    ...request.headers,
    accept: request.accept,
    'user-agent': settings.agent,
    ...(known?.etag === undefined ? {} : { 'if-none-match': known.etag }),
    ...(known?.lastModified === undefined ? {} : { 'if-modified-since': known.lastModified }),
  };
}

function answer(
  store: HttpClientOptions['store'],
  url: URL,
  raw: RawAnswer,
  conditional: boolean,
): HttpAnswer {
  const etag = raw.headers.get('etag');
  const lastModified = raw.headers.get('last-modified');
  const useful = conditional && raw.status === 200 && (etag !== null || lastModified !== null);
  return {
    status: raw.status,
    notModified: raw.status === 304,
    body: raw.body,
    where: place(url),
    keep: async () => {
      if (!useful) return;
      await store.remember(url.href, {
        ...(etag === null ? {} : { etag }),
        ...(lastModified === null ? {} : { lastModified }),
      });
    },
  };
}

/** Host and path: never the query, never credentials. */
function place(url: URL): string {
  return `${url.host}${url.pathname}`;
}
