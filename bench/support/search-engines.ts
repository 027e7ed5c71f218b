import MiniSearch, { type SearchOptions } from 'minisearch';
import { createStores, openDatabase, type Database, type Stores } from '../../adapters/postgres/index.js';
import { patient } from '../../adapters/postgres/pools.js';
import { BM25_INDEX } from '../../adapters/postgres/search-index.js';
import { loadConfig } from '../../src/config.js';
import { mergePaper } from '../../src/papers/merge.js';
import { createPaperSearch } from '../../src/search/paper-search.js';
import type { Query } from '../../src/topics/query-types.js';
import { createEmbeddings, type Embeddings } from '../../src/wiring/embeddings.js';
import { workerUrl } from '../../test/support/embedded-template.js';
import { silentLogger } from '../../test/support/silent-logger.js';
import type { Doc } from './search-sets.js';

/** The best ids for a text, best first. */
export type Search = (text: string, limit: number) => Promise<readonly string[]>;

export interface Engine {
  /** Null when it was filled elsewhere. */
  readonly indexSeconds: number | null;
  readonly search: Search;
  /** The ids of documents like one, best first, by its id. */
  readonly similar: Search;
  close(): Promise<void>;
}

/** Papers saved in one transaction, as a collection does it. */
const BATCH = 200;
const REBUILD_LIMIT_MS = 15 * 60_000;
const NOW = new Date('2026-07-01T12:00:00Z');

/**
 * Saves the documents as papers by the code of production, then makes the index over their words anew.
 * @returns how long each took, seconds
 */
export async function fillOurs(
  dataDir: string,
  docs: readonly Doc[],
): Promise<{ readonly indexSeconds: number; readonly rebuildSeconds: number }> {
  const database = await open(dataDir);
  const started = Date.now();
  const { papers } = createStores(database.pool);
  for (let start = 0; start < docs.length; start += BATCH)
    await papers.save(docs.slice(start, start + BATCH).map(toItem), mergePaper);
  const indexSeconds = seconds(started);
  const again = Date.now();
  await database.pool.query(patient(`reindex index ${BM25_INDEX}`, REBUILD_LIMIT_MS));
  const rebuildSeconds = seconds(again);
  await database.maintain();
  await database.close();
  return { indexSeconds, rebuildSeconds };
}

/** Embeds all documents by the code of production, at the endpoint of EMBEDDINGS_URL. */
export async function embedOurs(dataDir: string): Promise<void> {
  const database = await open(dataDir);
  const embeddings = embeddingsHere(createStores(database.pool));
  const signal = new AbortController().signal;
  for (let outcome = 'more'; outcome === 'more';) {
    const report = await embeddings?.embed({ signal });
    if (report?.error != null) throw new Error(report.error);
    outcome = report?.outcome ?? 'complete';
  }
  await database.maintain();
  await database.close();
}

/** Null when EMBEDDINGS_URL is not set. */
function embeddingsHere(stores: Stores): Embeddings | null {
  return createEmbeddings(loadConfig({ ...process.env, DATABASE_URL: '' }), stores, 'bench', silentLogger);
}

/** Our own search over a database that is filled, as a bot that has just been started has it. */
export async function openOurs(dataDir: string, fused = false): Promise<Engine> {
  const database = await open(dataDir);
  const stores = createStores(database.pool);
  const search = createPaperSearch({
    ...stores,
    finders: [],
    logger: silentLogger,
    meaning: fused ? (embeddingsHere(stores)?.meaning ?? null) : null,
  });
  const signal = new AbortController().signal;
  return {
    indexSeconds: null,
    search: async (text, limit) => {
      const { hits } = await search.search(plainQuery(text), { limit, now: NOW, signal });
      return hits.map(({ item }) => idOf(item.paper.id));
    },
    similar: async (id, limit) => {
      const hits = await search.similar(paperIdOf(id), { limit, now: NOW });
      return hits.map(({ item }) => idOf(item.paper.id));
    },
    close: () => database.close(),
  };
}

/** MiniSearch over the same fields, in memory. Documents like one are those found with its title and text. */
export function createMiniSearch(docs: readonly Doc[], options: SearchOptions): Engine {
  const started = Date.now();
  const index = new MiniSearch<Doc>({
    fields: ['title', 'text', 'authors', 'keywords'],
    extractField: (doc, field) => {
      const value = doc[field as keyof Doc];
      return typeof value === 'string' ? value : value.join(' ');
    },
  });
  index.addAll(docs);
  const indexSeconds = seconds(started);
  const byId = new Map(docs.map((doc) => [doc.id, doc]));
  const search = (text: string): readonly string[] =>
    index.search(text, { boost: { title: 3 }, ...options }).map(({ id }) => String(id));
  return {
    indexSeconds,
    search: (text, limit) => Promise.resolve(search(text).slice(0, limit)),
    similar: (own, limit) => {
      const { title = '', text = '' } = byId.get(own) ?? {};
      const found = search(`${title} ${text}`).filter((id) => id !== own);
      return Promise.resolve(found.slice(0, limit));
    },
    close: () => Promise.resolve(),
  };
}

// --- Internal helpers ---

function open(dataDir: string): Promise<Database> {
  return openDatabase({
    databaseUrl: null,
    dataDir,
    version: 'bench',
    role: 'bot',
    logger: silentLogger,
    workerUrl,
  });
}

/** Ids that are no arXiv ids are kept as addresses. */
const OTHER = 'url:';

function toItem(doc: Doc) {
  const id = paperIdOf(doc.id);
  const [primary] = doc.categories;
  return {
    facts: {
      id,
      source: 'arxiv',
      title: doc.title,
      abstract: doc.text,
      authors: doc.authors,
      keywords: doc.keywords,
      categories: doc.categories,
      ...(primary === undefined ? {} : { primaryCategory: primary }),
    },
    sighting: {
      paperId: id,
      source: 'arxiv',
      list: 'announcement',
      listedOn: doc.day,
      observedAt: new Date(`${doc.day}T12:00:00Z`),
      signals: {},
    },
  } as const;
}

function paperIdOf(id: string): string {
  return /^\d{4}\.\d{4,5}$/.test(id) ? id : OTHER + id;
}

function idOf(paperId: string): string {
  return paperId.startsWith(OTHER) ? paperId.slice(OTHER.length) : paperId;
}

/** The text as words alone: judged queries are sentences, in which a colon or a quotation mark is no grammar. */
function plainQuery(text: string): Query {
  const words = text.toLowerCase().match(/[\p{L}\p{N}+#'’-]+/gu) ?? [];
  return {
    alternatives: [{ terms: words.map((word) => ({ kind: 'word', text: word, negated: false })) }],
    sort: null,
  };
}

function seconds(since: number): number {
  return Math.round((Date.now() - since) / 100) / 10;
}
