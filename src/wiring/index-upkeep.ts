import { describeError } from '../errors.js';
import { catchUpIndex } from '../search/catch-up.js';
import type { Running } from './bot.js';
import type { Runtime } from './runtime.js';

/**
 * Indexes, beside everything else, the papers that search does not know yet: those of a store made by an older release,
 * or indexed by older rules. What it could not do it does at the next start.
 */
export function startIndexing({ stores, logger }: Pick<Runtime, 'stores' | 'logger'>): Running {
  const stopping = new AbortController();
  const work = async (): Promise<void> => {
    try {
      const papers = await catchUpIndex(stores.search, { signal: stopping.signal });
      if (papers > 0) logger.info({ papers }, 'papers were indexed for search');
    } catch (error) {
      logger.warn({ error: describeError(error) }, 'papers could not be indexed for search');
    }
  };
  const done = work();
  return {
    name: 'index',
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}
