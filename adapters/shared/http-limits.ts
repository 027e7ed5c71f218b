/** First pause before trying again, and the longest one, milliseconds; the range doubles with each try. */
const BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 8_000;

/**
 * How long the server asks to be left alone, milliseconds; null when it does not say.
 * Reads `Retry-After` (seconds or a date) and, on 429, the `RateLimit` header as Hugging Face sends it
 * (`"api";r=0;t=37`: nothing remains, reset in 37 s; hub-docs rate-limits.md), or what GitHub sends of its hour.
 */
export function orderedWaitMs(headers: Headers, status: number, now: Date): number | null {
  const asked = retryAfterMs(headers.get('retry-after'), now);
  if (asked !== null) return asked;
  if (status === 429 || status === 403) {
    const own = githubResetMs(headers, now);
    if (own !== null) return own;
  }
  return status === 429 ? resetMs(headers.get('ratelimit'), () => true) : null;
}

/**
 * True when an answer means "not now": 429, and 403 as GitHub says it, with nothing left or with `Retry-After` (GitHub's
 * "Rate limits for the REST API").
 */
export function isThrottled(status: number, headers: Headers, now: Date): boolean {
  if (status === 429) return true;
  return status === 403 && (headers.has('retry-after') || githubResetMs(headers, now) !== null);
}

/** Milliseconds until the next request is allowed, when this answer used up the last one; else null. */
export function exhaustedMs(headers: Headers, now: Date): number | null {
  return resetMs(headers.get('ratelimit'), (remaining) => remaining === 0) ?? githubResetMs(headers, now);
}

/** @param value of the header; a past date is 0, nonsense is null */
export function retryAfterMs(value: string | null, now: Date): number | null {
  if (value === null) return null;
  if (/^\s*\d{1,10}\s*$/.test(value)) return Number(value) * 1_000;
  const date = /[A-Za-z]{3}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime());
}

/** GitHub's `x-ratelimit-remaining: 0` with the second of the reset; a second more, because clocks differ. */
function githubResetMs(headers: Headers, now: Date): number | null {
  if (headers.get('x-ratelimit-remaining')?.trim() !== '0') return null;
  const reset = headers.get('x-ratelimit-reset')?.trim() ?? '';
  return /^\d{9,11}$/.test(reset) ? Math.max(0, Number(reset) * 1_000 - now.getTime()) + 1_000 : null;
}

function resetMs(value: string | null, counts: (remaining: number) => boolean): number | null {
  const waits = (value ?? '').split(',').flatMap((policy) => {
    const remaining = /;\s*r=(\d{1,9})/.exec(policy)?.[1];
    const reset = /;\s*t=(\d{1,9})/.exec(policy)?.[1];
    return remaining !== undefined && reset !== undefined && counts(Number(remaining))
      ? [Number(reset) * 1_000]
      : [];
  });
  return waits.length === 0 ? null : Math.max(...waits);
}

export interface FailedTry {
  /** 0-based. */
  readonly attempt: number;
  readonly retries: number;
  /** Time spent in tries so far, and what may be spent before no new one starts, milliseconds. */
  readonly spentMs: number;
  readonly budgetMs: number;
  /** True when another try could help. */
  readonly worthwhile: boolean;
  readonly orderedMs: number | null;
  /** Longest wait that is sat through; a longer one becomes an error with `notBefore`. */
  readonly longestWaitMs: number;
  /** Least pause after a 429 that names no time. */
  readonly floorMs: number;
  /** 0 ≤ chance < 1. */
  readonly chance: number;
}

/** What to do after a failed try. Pure. */
export type NextTry =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'give-up'; readonly notBeforeMs: number | null };

/**
 * Exponential backoff with full jitter (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog 2015),
 * or exactly what the server asked for and up to a quarter second more.
 */
export function decideNextTry(failed: FailedTry): NextTry {
  const { orderedMs } = failed;
  const left = failed.attempt < failed.retries && failed.spentMs < failed.budgetMs;
  if (!failed.worthwhile || !left || (orderedMs !== null && orderedMs > failed.longestWaitMs))
    return { kind: 'give-up', notBeforeMs: orderedMs };
  if (orderedMs !== null) return { kind: 'wait', ms: orderedMs + failed.chance * 250 };
  const range = Math.min(LONGEST_BACKOFF_MS, BACKOFF_MS * 2 ** failed.attempt);
  return { kind: 'wait', ms: failed.floorMs + failed.chance * range };
}
