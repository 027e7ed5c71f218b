import { createPages } from '../../adapters/web/pages.js';
import { createQueueBackend } from '../../jobs/backend.js';
import { createJobQueue } from '../../jobs/queues.js';
import type { HealthProbe } from '../../src/ports/health.js';
import { openAdmin } from '../../src/wiring/admin.js';
import { createRecorder } from '../jobs/recorder.js';
import type { TestDatabase } from './databases.js';
import { createReadingWorld } from './reading-world.js';
import { serveSite } from './serve-site.js';
import { silentLogger } from './silent-logger.js';

export const ADMIN_TOKEN = 'correct-horse-battery-staple-0123456789';

export interface AdminSiteOptions {
  readonly database: TestDatabase;
  /** Null: no admin pages. Default `ADMIN_TOKEN`. */
  readonly token?: string | null;
  /** Default: jobs are kept in the database. */
  readonly redisUrl?: string;
  readonly probes?: readonly HealthProbe[];
}

/** The site with its admin pages, as the bot wires them, on a port of its own. Whoever opens it stops it. */
export async function openAdminSite({
  database,
  token = ADMIN_TOKEN,
  redisUrl,
  probes = [],
}: AdminSiteOptions) {
  const { stores, reading } = createReadingWorld(database.pool);
  const recorder = createRecorder();
  const { logger } = recorder;
  const place = redisUrl === undefined ? { redisUrl: null, pool: database.queuePool() } : { redisUrl };
  const backend = await createQueueBackend({ ...place, logger: silentLogger });
  const queue = createJobQueue(backend, { logger: silentLogger });
  const frame = { publicUrl: 'https://broadsheet.example' };
  const titles = { huggingface: 'Hugging Face', arxiv: 'arXiv' } as const;
  const sources = (['huggingface', 'arxiv'] as const).map((name) => ({
    name,
    title: titles[name],
    read: () => {
      throw new Error('Nothing is read here.');
    },
    nextReadAt: (_lastOkAt: Date | null, now: Date) => now,
  }));
  const here = { stores, sources, signalSources: [], version: '1.2.3', logger, database };
  const site = await serveSite(
    createPages({ frame, reading, logger: silentLogger }),
    ...(await openAdmin({ ...here, config: { adminToken: token } }, { backend, queue }, probes, frame)),
  );
  return {
    url: site.url,
    stores,
    queue,
    lines: recorder.lines,
    stop: async () => {
      await site.stop();
      await queue.close();
      await backend.close();
    },
  };
}
