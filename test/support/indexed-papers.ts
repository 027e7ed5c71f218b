import { createStores, type Stores } from '../../adapters/postgres/index.js';
import { mergePaper } from '../../src/papers/merge.js';
import type { PaperFacts } from '../../src/papers/paper.js';
import type { Sighting } from '../../src/papers/sighting.js';
import { foldText, singular } from '../../src/text/words.js';
import type { DatabaseKind } from './databases.js';
import { facts, NOON, sighting } from './stored-things.js';

/** The stores on a database of their own, and short ways to fill and ask the search index. */
export async function indexedPapers(kind: DatabaseKind) {
  const database = await kind.open();
  const stores: Stores = createStores(database.pool);
  await database.setClock(NOON);
  const forgetIndex = async (): Promise<void> => {
    await database.pool.query('delete from broadsheet.search_papers');
    await database.pool.query('delete from broadsheet.search_words');
    await database.pool.query(
      'update broadsheet.search_totals set papers = 0, title_words = 0, text_words = 0',
    );
  };
  return {
    database,
    stores,
    search: stores.search,
    /** Forgets what is indexed; the papers stay. */
    forgetIndex,
    clear: async () => {
      await database.pool.query('delete from broadsheet.papers');
      await forgetIndex();
    },
    save: (...papers: readonly [string, Partial<PaperFacts>, Partial<Sighting>?][]) =>
      stores.papers.save(
        papers.map(([id, said, seen]) => ({
          facts: facts(id, { abstract: '', authors: [], ...said }),
          sighting: sighting(id, seen),
        })),
        mergePaper,
      ),
    /** Ids of the candidates for some words. */
    find: async (words: string, more: object = {}) => {
      const folded = words.split(' ').map((word) => singular(foldText(word)));
      const found = await stores.search.candidates({ words: folded, limit: 10, ...more });
      return found.map(({ id }) => id);
    },
    counts: async (...words: readonly string[]) => {
      const { papers, titles, texts } = await stores.search.statistics(words);
      return { papers, titles: Object.fromEntries(titles), texts: Object.fromEntries(texts) };
    },
  };
}

export type IndexedPapers = Awaited<ReturnType<typeof indexedPapers>>;
