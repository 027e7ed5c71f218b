import type { Context } from 'hono';
import { AppError, describeError } from '../../src/errors.js';

/** What went wrong, after RFC 9457. */
export interface Problem {
  readonly status: 400 | 404 | 405 | 429 | 500 | 503;
  readonly title: string;
  /** What happened, and where. */
  readonly detail: string;
  /** The repair, as a sentence. */
  readonly hint: string;
  /** 0-based UTF-16 offset of the fault in the query. */
  readonly position?: number;
  /** Seconds after which the same request may succeed. */
  readonly retryAfter?: number;
}

/** Whoever finds us busy or the database away comes back after so many seconds. */
export const AGAIN_S = 10;

/** `application/problem+json`, never to be kept. */
export function sendProblem(c: Context, problem: Problem, headers: Record<string, string> = {}): Response {
  const { retryAfter, ...told } = problem;
  return c.body(`${JSON.stringify({ type: 'about:blank', ...told })}\n`, problem.status, {
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    ...headers,
  });
}

/** The problem that an error of the reading core is; null when it is none of those that pass. */
export function problemOf(error: unknown): Problem | null {
  if (!(error instanceof AppError) || !['database', 'busy', 'source'].includes(error.code)) return null;
  if (error.code === 'database')
    return {
      status: 503,
      title: 'The database does not answer',
      detail: 'Nothing can be read at this moment; nothing is lost.',
      hint: 'Please try again in a minute.',
      retryAfter: AGAIN_S,
    };
  return {
    status: 503,
    title: 'Please try again',
    detail: describeError(error),
    hint: error.hint ?? 'Please try again in some seconds.',
    retryAfter: AGAIN_S,
  };
}
