import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { Mount } from './index.js';

/** The paths that `createWebServer` answers itself, and those of other mounts. */
const OTHERS = /^\/(?:healthz|readyz|metrics)$|^\/slack\//;

/** A room of the site: its routes, told to the one application. */
export type SitePart = (app: Hono) => void;

/**
 * Everything people read over HTTP: pages, forms, feeds, API, pictures.
 * @param parts routes, asked in this order
 */
export function createSite(parts: readonly SitePart[]): Mount {
  const app = new Hono();
  for (const add of parts) add(app);
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  return {
    prefix: '/',
    handle: (request, response) => {
      const path = (request.url ?? '/').split('?')[0] ?? '/';
      if (OTHERS.test(path)) return false;
      void listener(request, response);
      return true;
    },
  };
}
