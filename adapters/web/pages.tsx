import type { Context, Hono } from 'hono';
import { AppError, describeError } from '../../src/errors.js';
import { AboutPage } from './about-page.js';
import { addAssets } from './assets.js';
import { createDesk, SELDOM, type Desk, type PagesDeps } from './desk.js';
import { guard } from './guard.js';
import { addListRoutes } from './list-routes.js';
import { addPaperRoutes } from './paper-routes.js';
import { sendPage } from './respond.js';
import { addSearchRoutes } from './search-routes.js';
import type { SitePart } from './site.js';
import { addTopicRoutes } from './topic-routes.js';

/** The pages that people read: lists, papers, search, topics, and what is said of the ranking. It is the first part of the site, because its headers are for all. */
export function createPages(deps: PagesDeps): SitePart {
  const desk = createDesk(deps);
  return (app) => {
    app.use(guard);
    addAssets(app);
    addListRoutes(app, desk);
    addTopicRoutes(app, desk);
    addSearchRoutes(app, desk);
    addPaperRoutes(app, desk);
    app.get('/about', async (c) =>
      sendPage(c, await desk.keeper.page(desk, 'about', () => <AboutPage frame={desk.frame} />), SELDOM),
    );
    addFaults(app, desk);
  };
}

// --- Internal helpers ---

/** Every path of the site that no part knows, and whatever goes wrong in one. */
function addFaults(app: Hono, desk: Desk): void {
  app.notFound((c) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return notDone(c, desk);
    return desk.fault(c, 404, 'There is no such page', <p>Perhaps the address was cut off, or mistyped.</p>);
  });
  app.onError((error, c) => {
    const code = error instanceof AppError ? error.code : null;
    if (code === 'database')
      return desk.fault(
        c,
        503,
        'The database does not answer',
        <p>No list can be shown at this moment. Please try again in a minute; nothing is lost.</p>,
      );
    if (code === 'busy' || code === 'source')
      return desk.fault(c, 503, 'Please try again', <p>{describeError(error)}</p>);
    desk.logger.error({ path: c.req.path, error: describeError(error) }, 'a page could not be made');
    return desk.fault(c, 500, 'Something went wrong here', <p>It has been noted. Please try again later.</p>);
  });
}

async function notDone(c: Context, desk: Desk): Promise<Response> {
  const answer = await desk.fault(c, 405, 'That cannot be done here', <p>This page can only be read.</p>);
  answer.headers.set('allow', 'GET, HEAD');
  return answer;
}
