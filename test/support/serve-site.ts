import { createWebServer } from '../../adapters/web/index.js';
import { createSite, type SitePart } from '../../adapters/web/site.js';
import { silentLogger } from './silent-logger.js';

/** Parts of the site on a port of their own; whoever opens them stops them. */
export async function serveSite(
  ...parts: readonly SitePart[]
): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createWebServer({
    host: '127.0.0.1',
    port: 0,
    probes: [],
    mounts: [createSite(parts)],
    logger: silentLogger,
  });
  const { url } = await server.start();
  return { url, stop: () => server.stop() };
}
