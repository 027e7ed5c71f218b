import { askProbes } from '../../adapters/web/readiness.js';
import type { Frame } from '../../adapters/web/layout.js';
import type { SitePart } from '../../adapters/web/site.js';
import { openQueueBoard } from '../../jobs/board.js';
import type { HealthProbe } from '../ports/health.js';
import { readOperatorStatus, type OperatorStatus, type PartStatus } from '../status/operator-status.js';
import type { Jobs } from './jobs.js';
import type { Runtime } from './runtime.js';

/** Whatever does not answer by then is said not to; people wait no longer for a page. Milliseconds. */
const WITHIN_MS = 3_000;

/** What the admin pages are made of. */
interface Here extends Pick<Runtime, 'stores' | 'sources' | 'signalSources' | 'version' | 'logger'> {
  readonly config: Pick<Runtime['config'], 'adminToken'>;
  readonly database: Pick<Runtime['database'], 'kind'>;
}

/** The admin pages; nothing at all without ADMIN_TOKEN, so that their paths are as unknown as any other. */
export async function openAdmin(
  runtime: Here,
  { backend, queue }: Pick<Jobs, 'backend' | 'queue'>,
  probes: readonly HealthProbe[],
  frame: Frame,
): Promise<readonly SitePart[]> {
  const { adminToken: token } = runtime.config;
  if (token === null) return [];
  const { createAdminPart } = await import('../../adapters/web/admin/admin-part.js');
  return [
    createAdminPart({
      token,
      frame,
      status: () => operatorStatus(runtime, queue, probes),
      openBoard: (path) => openQueueBoard(backend, path),
      now: () => Date.now(),
      logger: runtime.logger.child({ part: 'admin' }),
    }),
  ];
}

// --- Internal helpers ---

function operatorStatus(
  { stores, sources, signalSources, version, database }: Here,
  queue: Jobs['queue'],
  probes: readonly HealthProbe[],
): Promise<OperatorStatus> {
  const watched = [
    ...sources.map(({ name, title }) => ({ name, title, optional: false })),
    ...signalSources.map(({ name, title }) => ({ name, title, optional: true })),
  ];
  const versions = [
    { name: 'Broadsheet', version },
    { name: 'Node', version: process.versions.node },
    { name: 'Database', version: database.kind },
  ];
  return readOperatorStatus(
    { ...stores, watched, queue, probes, versions },
    askParts,
    AbortSignal.timeout(WITHIN_MS),
  );
}

async function askParts(probes: readonly HealthProbe[]): Promise<readonly PartStatus[]> {
  const { parts } = await askProbes(probes);
  return Object.entries(parts).map(([name, part]) => ({ name, ...part }));
}
