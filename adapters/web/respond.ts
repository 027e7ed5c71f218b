import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { hasTag } from './conditional.js';

const compress = promisify(gzip);
/** A kept page may be shown so long while a new one is fetched beside it, seconds. */
const STALE = 600;

/** A page ready to be sent, as often as it is asked for. */
export interface Rendered {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly zipped: Uint8Array<ArrayBuffer>;
  /** Weak: the time of making may differ. */
  readonly etag: string;
}

/** @param stamps texts that change though nothing else does; they do not count as a change. Default none */
export async function renderPage(page: Child, stamps: readonly string[] = []): Promise<Rendered> {
  const html = `<!doctype html>${await (page as { toString(): string | Promise<string> }).toString()}`;
  const same = stamps.reduce((text, stamp) => text.replaceAll(stamp, ''), html);
  const body = new TextEncoder().encode(html);
  const zipped = new Uint8Array(await compress(body));
  const digest = createHash('sha256').update(same).digest('base64url').slice(0, 22);
  return { body, zipped, etag: `W/"${digest}"` };
}

/**
 * Answers with a page; 304 without it when the reader has the same.
 * @param maxAge how long anybody may keep it without asking, seconds; null = not at all
 */
export function sendPage(c: Context, page: Rendered, maxAge: number | null, status = 200): Response {
  const caching =
    maxAge === null
      ? 'no-store'
      : `public, max-age=${String(maxAge)}, stale-while-revalidate=${String(STALE)}`;
  const headers = new Headers({ etag: page.etag, vary: 'accept-encoding', 'cache-control': caching });
  if (status === 200 && hasTag(c.req.header('if-none-match'), page.etag))
    return new Response(null, { status: 304, headers });
  headers.set('content-type', 'text/html; charset=utf-8');
  const zips = takesGzip(c.req.header('accept-encoding'));
  if (zips) headers.set('content-encoding', 'gzip');
  const body = zips ? page.zipped : page.body;
  headers.set('content-length', String(body.byteLength));
  return new Response(body, { status, headers });
}

// --- Internal helpers ---

function takesGzip(header = ''): boolean {
  return header.split(',').some((part) => /^\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*$).*)?$/i.test(part));
}
