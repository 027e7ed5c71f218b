import { openDatabase } from '../../adapters/postgres/index.js';
import { programVersion } from '../../src/wiring/version.js';
import { workerUrl } from './embedded-template.js';
import { silentLogger } from './silent-logger.js';

/** Leaves a store as one that knows nothing of search yet. No bot may run on it. */
export async function forgetIndex(dataDir: string): Promise<void> {
  const database = await openDatabase({
    databaseUrl: null,
    dataDir,
    version: programVersion(),
    role: 'bot',
    logger: silentLogger,
    workerUrl,
  });
  try {
    for (const statement of [
      'delete from broadsheet.search_papers',
      'delete from broadsheet.search_words',
      'update broadsheet.search_totals set papers = 0, title_words = 0, text_words = 0',
    ])
      await database.pool.query(statement);
  } finally {
    await database.close();
  }
}
