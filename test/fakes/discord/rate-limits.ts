import type { Answer } from './answer.js';

export interface RateLimits {
  /** Messages per channel: 5 per 5 s is what is commonly seen. */
  readonly perChannel: { readonly limit: number; readonly windowMs: number };
  /** Requests per second of the whole bot. */
  readonly globalPerSecond: number;
}

export const DISCORD_LIMITS: RateLimits = { perChannel: { limit: 5, windowMs: 5_000 }, globalPerSecond: 50 };

interface Bucket {
  resetAt: number;
  used: number;
}

export interface Limiter {
  /** Counts a request. @returns the 429 it gets, or the headers of its answer */
  take(
    method: string,
    path: string,
  ): { readonly refused: Answer } | { readonly headers: Record<string, string> };
}

/** Buckets as Discord keeps them; no limits and no headers when `limits` is null. */
export function createLimiter(limits: () => RateLimits | null, now: () => number): Limiter {
  const buckets = new Map<string, Bucket>();
  const use = (key: string, limit: number, windowMs: number) => {
    const at = now();
    let bucket = buckets.get(key);
    if (bucket === undefined || bucket.resetAt <= at)
      buckets.set(key, (bucket = { resetAt: at + windowMs, used: 0 }));
    const left = (bucket.resetAt - at) / 1000;
    if (bucket.used >= limit) return { over: true, left, remaining: 0 };
    bucket.used += 1;
    return { over: false, left, remaining: limit - bucket.used };
  };
  return {
    take(method, path) {
      const active = limits();
      if (active === null || path.startsWith('/interactions/') || path.startsWith('/webhooks/'))
        return { headers: {} };
      const all = use('global', active.globalPerSecond, 1_000);
      if (all.over) return { refused: tooMany(all.left, true) };
      const channel = /^\/channels\/(\d+)\/messages$/.exec(path)?.[1];
      if (method !== 'POST' || channel === undefined) return { headers: {} };
      const { limit, windowMs } = active.perChannel;
      const own = use(channel, limit, windowMs);
      if (own.over) return { refused: tooMany(own.left, false) };
      return { headers: bucketHeaders(limit, own.remaining, own.left) };
    },
  };
}

/** A 429 as Discord writes it. @param seconds until the next try */
export function tooMany(seconds: number, global: boolean): Answer {
  return {
    status: 429,
    body: { message: 'You are being rate limited.', retry_after: seconds, global },
    headers: {
      'Retry-After': seconds.toFixed(3),
      'X-RateLimit-Scope': global ? 'global' : 'user',
      ...(global ? { 'X-RateLimit-Global': 'true' } : bucketHeaders(5, 0, seconds)),
    },
  };
}

function bucketHeaders(limit: number, remaining: number, left: number): Record<string, string> {
  return {
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(remaining),
    'X-RateLimit-Reset-After': left.toFixed(3),
    'X-RateLimit-Bucket': 'messages',
  };
}
