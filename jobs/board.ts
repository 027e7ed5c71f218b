import { Queue } from 'bullmq';
import type { QueueBackend } from './queue-backend.js';
import { QUEUE_NAMES } from './queue-backend.js';

/** Another program's pages over our queues, or the sentence that says why there are none. */
export type QueueBoard =
  { readonly fetch: (request: Request) => Promise<Response> } | { readonly none: string };

const WITHOUT_REDIS =
  'There is no queue dashboard here, because jobs are kept in the database: it needs Redis (REDIS_URL). How many jobs wait in each queue stands on the status page.';

/**
 * Opens the dashboard of bull-board, to look at and not to change: queues only wake workers, so that nothing in them needs
 * a hand. It is loaded here, not at the start.
 * @param path where it stands, without a slash at its end
 */
export async function openQueueBoard(backend: QueueBackend, path: string): Promise<QueueBoard> {
  if (backend.kind !== 'redis') return { none: WITHOUT_REDIS };
  await backend.ready();
  const [{ createBullBoard }, { BullMQAdapter }, { HonoAdapter }, { Hono }, { serveStatic }] =
    await Promise.all([
      import('@bull-board/api'),
      import('@bull-board/api/bullMQAdapter'),
      import('@bull-board/hono'),
      import('hono'),
      import('@hono/node-server/serve-static'),
    ]);
  const serverAdapter = new HonoAdapter(serveStatic);
  serverAdapter.setBasePath(path);
  const queues = QUEUE_NAMES.map((name) => backend.openQueue(name))
    .filter((queue): queue is Queue => queue instanceof Queue)
    .map((queue) => new BullMQAdapter(queue, { readOnlyMode: true }));
  createBullBoard({
    queues,
    serverAdapter,
    options: { uiConfig: { boardTitle: 'Broadsheet', hideRedisDetails: true } },
  });
  const app = new Hono({ strict: false }).route(path, serverAdapter.registerPlugin());
  return { fetch: async (request) => app.fetch(request) };
}
