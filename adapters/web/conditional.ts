import { createHash } from 'node:crypto';
import type { Context } from 'hono';

/** A body, and how long it may be kept. */
export interface Answer {
  readonly type: string;
  readonly body: string;
  /** Seconds that anybody may keep it without asking; null = not at all. */
  readonly maxAge: number | null;
  /** When these very bytes were first given; without it there is no `Last-Modified`. */
  readonly since?: Date;
  /** Texts that change though nothing else does; they do not count as a change. Default none. */
  readonly stamps?: readonly string[];
}

/** Strong: other bytes have another one. */
export function etagOf(body: string): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
}

/** True when a reader who sends this `If-None-Match` has what the tag stands for; weakly compared (RFC 9110 §13.1.2). */
export function hasTag(ifNoneMatch: string | undefined, etag: string): boolean {
  const bare = (tag: string): string => tag.trim().replace(/^W\//, '');
  return (ifNoneMatch ?? '').split(',').some((tag) => tag.trim() === '*' || bare(tag) === bare(etag));
}

/** Answers with the body; 304 without it when the reader has it (RFC 9110 §13.2.2: `If-None-Match` wins). */
export function sendAnswer(c: Context, { type, body, maxAge, since, stamps = [] }: Answer): Response {
  const same = stamps.reduce((text, stamp) => text.replaceAll(stamp, ''), body);
  const etag = `${stamps.length > 0 ? 'W/' : ''}${etagOf(same)}`;
  const headers = new Headers({
    etag,
    'cache-control': maxAge === null ? 'no-store' : `public, max-age=${String(maxAge)}`,
  });
  if (since !== undefined) headers.set('last-modified', since.toUTCString());
  if (isKnown(c, etag, since)) return new Response(null, { status: 304, headers });
  const bytes = new TextEncoder().encode(body);
  headers.set('content-type', type);
  headers.set('content-length', String(bytes.byteLength));
  return new Response(bytes, { headers });
}

// --- Internal helpers ---

function isKnown(c: Context, etag: string, since: Date | undefined): boolean {
  const tags = c.req.header('if-none-match');
  if (tags !== undefined) return hasTag(tags, etag);
  const asked = Date.parse(c.req.header('if-modified-since') ?? '');
  return since !== undefined && Math.floor(since.getTime() / 1000) * 1000 <= asked;
}
