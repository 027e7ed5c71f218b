import type { HttpBindings } from '@hono/node-server';
import type { MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';
import { cors } from 'hono/cors';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { clientAddress } from './client-address.js';
import { sendProblem } from './problem.js';

/** What one address may ask in a while. */
export interface AddressLimit {
  readonly requests: number;
  readonly seconds: number;
}

/** What a request to a program's part passes first. */
export type Door = readonly MiddlewareHandler[];

/** Two requests a second: a program that reads all lists of a year is done in minutes, and nobody notices it. */
export const PROGRAM_LIMIT: AddressLimit = { requests: 120, seconds: 60 };
/** A browser asks once a day whether another origin may read here, seconds. */
const PREFLIGHT_KEPT_S = 86_400;

/**
 * What stands before everything that programs read: pages of every origin may read it too (CORS), long answers are
 * compressed, and an address that asks for more than its limit is told when to come back (429 with `Retry-After`). The
 * limit counts in this process.
 */
export function createDoor(limit: AddressLimit): Door {
  return [
    cors({
      origin: '*',
      allowMethods: ['GET', 'HEAD'],
      exposeHeaders: ['ETag', 'Link', 'Retry-After'],
      maxAge: PREFLIGHT_KEPT_S,
    }),
    async (c, next) => {
      await next();
      c.res.headers.set('cross-origin-resource-policy', 'cross-origin');
    },
    limitPerAddress(limit),
    compress({ encoding: 'gzip' }),
  ];
}

// --- Internal helpers ---

function limitPerAddress({ requests, seconds }: AddressLimit): MiddlewareHandler<{ Bindings: HttpBindings }> {
  const limiter = new RateLimiterMemory({ points: requests, duration: seconds });
  return async (c, next) => {
    try {
      await limiter.consume(clientAddress(c.env.incoming));
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const retryAfter = Math.max(1, Math.ceil(error.msBeforeNext / 1_000));
      return sendProblem(c, {
        status: 429,
        title: 'Too many requests',
        detail: `One address is answered ${String(requests)} times in ${String(seconds)} seconds.`,
        hint: `Please go on in ${String(retryAfter)} seconds.`,
        retryAfter,
      });
    }
    await next();
    return undefined;
  };
}
