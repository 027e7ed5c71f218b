import { createStores, type Stores } from '../../adapters/postgres/index.js';
import { mergePaper } from '../../src/papers/merge.js';
import type { PaperFacts } from '../../src/papers/paper.js';
import type { Sighting } from '../../src/papers/sighting.js';
import type { PaperFinder } from '../../src/ports/paper-finder.js';
import type { SourceItem } from '../../src/ports/source.js';
import { createPaperSearch } from '../../src/search/paper-search.js';
import type { SearchOptions, SearchResult } from '../../src/search/search-types.js';
import { parseQuery, type Query } from '../../src/topics/query.js';
import type { DatabaseKind, TestDatabase } from './databases.js';
import { silentLogger } from './silent-logger.js';
import { facts, NOON, sighting } from './stored-things.js';

export type Saved = readonly [id: string, said: Partial<PaperFacts>, seen?: Partial<Sighting>];

/** What somebody else has; `fault` instead of any answer. */
export function finder(title: string, papers: readonly Saved[], fault?: Error) {
  const asked: string[] = [];
  const items = papers.map((paper): SourceItem => item(paper, { list: 'catalogue' }));
  const answer = <T>(value: T): Promise<T> =>
    fault === undefined ? Promise.resolve(value) : Promise.reject(fault);
  const port: PaperFinder = {
    title,
    find: (text, limit) => {
      asked.push(text);
      return answer(items.slice(0, limit));
    },
    get: (id) => {
      asked.push(id);
      return answer(items.find((one) => one.facts.id === id) ?? null);
    },
  };
  return { ...port, asked };
}

export function item([id, said, seen]: Saved, also: Partial<Sighting> = {}): SourceItem {
  const { listedOn = '2026-11-20', ...rest }: Sighting = sighting(id, {
    listedOn: '2026-11-20',
    ...seen,
    ...also,
  });
  const list = rest.list === 'catalogue' ? {} : { listedOn };
  return { facts: facts(id, { abstract: '', authors: [], ...said }), sighting: { ...rest, ...list } };
}

export function query(text: string): Query {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.query;
}

const PAPERS: readonly Saved[] = [
  [
    '2611.00001',
    {
      title: 'Multilingual Speech Recognition',
      abstract: 'Speech in forty languages.',
      categories: ['cs.CL', 'cs.SD'],
    },
  ],
  [
    '2611.00002',
    { title: 'A Survey of Speech', abstract: 'All there is on recognition.', authors: ['Yann LeCun'] },
  ],
  [
    '2611.00003',
    {
      title: 'Transformers for Vision',
      abstract: 'Seeing without convolution.',
      organization: 'NVIDIA',
      codeUrl: 'https://github.com/a/b',
    },
  ],
  [
    '2611.00004',
    {
      title: 'Efficient Transformers',
      abstract: 'Attention that costs less.',
      authors: ['Y. LeCun', 'Ada Lovelace'],
    },
  ],
  [
    '2611.00005',
    { title: 'A Text-to-SQL Benchmark', abstract: 'Questions on tables.' },
    { signals: { upvotes: 90 } },
  ],
  [
    '2611.00006',
    { title: 'Text2SQL Agents', abstract: 'Tables that answer.' },
    { listedOn: '2026-11-22', signals: { upvotes: 20 } },
  ],
  ['2611.00007', { title: 'Sign Language', abstract: 'Language of the hands.' }, { listedOn: '2026-09-01' }],
  ['2611.00008', { title: 'Language as a Sign', abstract: 'A philosophy.' }, { listedOn: '2026-11-23' }],
  ['hep-th/9901001', { title: 'Strings and Branes' }, { listedOn: '2026-01-05' }],
];

export const OPTIONS: SearchOptions = { limit: 10, now: NOON, signal: new AbortController().signal };

export interface SearchablePapers {
  readonly stores: Stores;
  /** Beside those that are always there. */
  save(...papers: readonly Saved[]): Promise<unknown>;
  searchWith(...finders: readonly PaperFinder[]): ReturnType<typeof createPaperSearch>;
  run(
    text: string,
    options?: Partial<SearchOptions>,
    ...finders: readonly PaperFinder[]
  ): Promise<SearchResult>;
  /** The last two digits of the papers found, for short tables. */
  found(text: string, options?: Partial<SearchOptions>): Promise<readonly number[]>;
  /** Takes away every paper whose id begins with 2612. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** A few papers of November 2026 in a database of their own, and a search over them. */
export async function searchablePapers(kind: DatabaseKind): Promise<SearchablePapers> {
  const database: TestDatabase = await kind.open();
  const stores = createStores(database.pool);
  await database.setClock(NOON);
  const save = (...papers: readonly Saved[]) =>
    stores.papers.save(
      papers.map((paper) => item(paper)),
      mergePaper,
    );
  await save(...PAPERS);
  const searchWith = (...finders: readonly PaperFinder[]) =>
    createPaperSearch({ ...stores, finders, logger: silentLogger });
  const run: SearchablePapers['run'] = (text, options = {}, ...finders) =>
    searchWith(...finders).search(query(text), { ...OPTIONS, ...options });
  return {
    stores,
    save,
    searchWith,
    run,
    found: async (text, options) =>
      (await run(text, options)).hits.map(({ item: { paper } }) => Number(paper.id.slice(-2))),
    clear: async () => {
      await database.pool.query("delete from broadsheet.papers where id like '2612.%'");
    },
    close: () => database.close(),
  };
}
