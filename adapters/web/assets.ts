import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Hono } from 'hono';
import { ICON } from './icon.js';
import { SCRIPT } from './script.js';
import { APPS_STYLE } from './style/apps.js';
import { FRAME_STYLE } from './style/frame.js';
import { PAPER_STYLE } from './style/paper.js';

/** Paths of the files that pages load; each changes with what is in it, so that browsers may keep it for good. */
export const assets = {
  style: pathOf('site', 'css', FRAME_STYLE + PAPER_STYLE + APPS_STYLE),
  script: pathOf('site', 'js', SCRIPT),
} as const;

const FOR_GOOD = 'public, max-age=31536000, immutable';

/** Answers the pages' own files. */
export function addAssets(app: Hono): void {
  addFile(app, assets.style, 'text/css; charset=utf-8', FRAME_STYLE + PAPER_STYLE + APPS_STYLE, FOR_GOOD);
  addFile(app, assets.script, 'text/javascript; charset=utf-8', SCRIPT, FOR_GOOD);
  addFile(app, '/favicon.svg', 'image/svg+xml', ICON, 'public, max-age=86400');
  const robots = 'User-agent: *\nDisallow: /search\nDisallow: /topics?q=\n';
  addFile(app, '/robots.txt', 'text/plain; charset=utf-8', robots, 'public, max-age=86400');
}

// --- Internal helpers ---

function pathOf(name: string, ending: string, text: string): string {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return `/assets/${name}-${digest}.${ending}`;
}

function addFile(app: Hono, path: string, type: string, text: string, caching: string): void {
  const zipped = new Uint8Array(gzipSync(text));
  app.get(path, (c) => {
    const headers = { 'content-type': type, 'cache-control': caching, vary: 'accept-encoding' };
    if (!/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) return c.body(text, 200, headers);
    return c.body(zipped, 200, { ...headers, 'content-encoding': 'gzip' });
  });
}
