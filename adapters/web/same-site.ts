import type { Context } from 'hono';

/** True for a request that another site's page has sent. Programs that are no browsers send neither header. */
export function isForeign(c: Context, publicUrl: string): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = c.req.header('origin');
  if (origin === undefined) return false;
  const host = URL.canParse(origin) ? new URL(origin).host : '';
  return host !== c.req.header('host') && host !== new URL(publicUrl).host;
}
