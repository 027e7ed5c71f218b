import { setTimeout as sleep } from 'node:timers/promises';
import { createStores, type Database, type Stores } from '../../adapters/postgres/index.js';
import { createRankingCache } from '../../src/digests/ranking-cache.js';
import { mergePaper } from '../../src/papers/merge.js';
import type { PaperFacts } from '../../src/papers/paper.js';
import type { Sighting } from '../../src/papers/sighting.js';
import { rankInSlices } from '../../src/ranking/rank.js';
import { createReading, type ReadingDeps } from '../../src/reading/reading.js';
import type { Reading } from '../../src/reading/reading-types.js';
import { createPaperSearch } from '../../src/search/paper-search.js';
import { silentLogger } from './silent-logger.js';
import { facts, sighting } from './stored-things.js';

/** A paper to store: with several sightings it was seen as often. */
export type Stored = readonly [id: string, said: Partial<PaperFacts>, ...seen: readonly Partial<Sighting>[]];

export async function storePapers(stores: Stores, papers: readonly Stored[]): Promise<void> {
  const items = papers.flatMap(([id, said, ...seen]) =>
    (seen.length === 0 ? [{}] : seen).map((each) => ({
      facts: facts(id, said),
      sighting: sighting(id, each),
    })),
  );
  await stores.papers.save(items, mergePaper);
}

/** The reading core on real stores; its remembered lists grow old by `passed`. */
export interface ReadingWorld {
  readonly stores: Stores;
  readonly reading: Reading;
  readonly deps: ReadingDeps;
  /** Milliseconds that this machine's clock is ahead by; may be changed at any time. */
  readonly time: { passed: number };
}

export function createReadingWorld(
  pool: Database['pool'],
  change: (deps: ReadingDeps) => ReadingDeps = (deps) => deps,
): ReadingWorld {
  const stores = createStores(pool);
  const time = { passed: 0 };
  const started = Date.now();
  const deps = change({
    ...stores,
    sources: [],
    sourceStates: stores.sources,
    rankings: createRankingCache(),
    rank: (papers, now) => rankInSlices(papers, now),
    search: createPaperSearch({ ...stores, finders: [], logger: silentLogger }),
    now: () => new Date(started + time.passed),
    patience: () => sleep(5_000, undefined, { ref: false }),
    signal: () => AbortSignal.timeout(5_000),
  });
  return { stores, deps, reading: createReading(deps), time };
}
