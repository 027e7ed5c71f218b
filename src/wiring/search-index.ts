import { setTimeout as sleep } from 'node:timers/promises';
import { describeError } from '../errors.js';
import { catchUpIndex } from '../search/catch-up.js';
import type { Running } from './bot.js';
import type { Runtime } from './runtime.js';

/** Between two batches the embedded database serves everybody else. */
const PAUSE_MS = 100;

/** Indexes papers that were stored before search was there, beside everything else. A fault is logged; the next start goes on. */
export function startIndexing({ stores, logger }: Pick<Runtime, 'stores' | 'logger'>): Running {
  const stop = new AbortController();
  const { signal } = stop;
  const pause = () => sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
  const done = catchUpIndex(stores.search, { signal, pause }).then(
    (papers) => {
      if (papers > 0) logger.info({ papers }, 'Papers of earlier versions are indexed for search.');
    },
    (error: unknown) => logger.warn({ error: describeError(error) }, 'The search index is not complete.'),
  );
  return {
    name: 'search index',
    stop: async () => {
      stop.abort();
      await done;
    },
  };
}
