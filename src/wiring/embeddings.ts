import { setTimeout as sleep } from 'node:timers/promises';
import { createEmbedder } from '../../adapters/embeddings/index.js';
import type { Stores } from '../../adapters/postgres/index.js';
import { createHttpClient } from '../../adapters/shared/http.js';
import type { Config } from '../config.js';
import { wakeEmbedding } from '../digests/wake.js';
import type { Embedder } from '../ports/embedder.js';
import type { HealthProbe } from '../ports/health.js';
import type { JobQueue } from '../ports/job-queue.js';
import type { MeaningMetrics } from '../ports/meaning-metrics.js';
import type { VectorStatus } from '../ports/vector-store.js';
import type { Logger } from '../ports/logger.js';
import { createMeaning, type Meaning } from '../search/by-meaning.js';
import {
  embedPapers,
  EMBEDDINGS_TITLE,
  isEmbeddingDue,
  type EmbedDeps,
  type EmbedReport,
} from '../search/embed-papers.js';
import { createQueryVectors } from '../search/query-vectors.js';

/** A search waits no longer for its meaning, the endpoint and the store together. Milliseconds. */
const SEARCH_WAITS_MS = 300;
/** A late answer is still of use when the same is asked again. Milliseconds. */
const QUERY_WITHIN_MS = 5_000;
/** 32 abstracts take a processor without a graphics card some seconds. Milliseconds. */
const BATCH_WITHIN_MS = 60_000;
/** Between two requests the embedded database serves everybody else. Milliseconds. */
const PAUSE_MS = 100;

/** Search by meaning, as far as it is switched on. */
export interface Embeddings extends MeaningMetrics {
  readonly model: string;
  readonly meaning: Meaning;
  status(): Promise<VectorStatus>;
  /** Forgets all vectors. */
  clear(): Promise<void>;
  /** Embeds what lacks a vector, until the run's time is over. Faults of the endpoint are in the report. */
  embed(options: Pick<EmbedDeps, 'signal' | 'onProgress'>): Promise<EmbedReport>;
  /** Asks the endpoint for one vector. @returns its dimensions and how long it took, milliseconds. @throws SourceError */
  probe(signal: AbortSignal): Promise<{ readonly dimensions: number; readonly ms: number }>;
  /** Enqueues the embedding of papers when it is due. */
  wake(queue: JobQueue, now: Date): Promise<void>;
  /** Tells whether papers could be embedded; nothing stands on it, so it is always well. */
  readonly health: HealthProbe;
}

/** @returns null when search by meaning is off */
export function createEmbeddings(
  { embeddings }: Pick<Config, 'embeddings'>,
  stores: Stores,
  version: string,
  logger: Logger,
): Embeddings | null {
  if (embeddings === null) return null;
  const common = { title: EMBEDDINGS_TITLE, store: stores.sources, version };
  const hasty = { retries: 0, longestWaitMs: 0, timeoutMs: QUERY_WITHIN_MS };
  const forQueries = createEmbedder({ ...embeddings, http: createHttpClient({ ...common, ...hasty }) });
  const forPapers = createEmbedder({
    ...embeddings,
    http: createHttpClient({ ...common, timeoutMs: BATCH_WITHIN_MS }),
  });
  const { model } = embeddings;
  const meaning = meaningOf(forQueries, stores, logger);
  return {
    model,
    meaning,
    counts: () => meaning.counts(),
    status: () => stores.vectors.status(model),
    clear: () => stores.vectors.clear(),
    embed: (options) => embedPapers({ ...stores, embedder: forPapers, logger, pause, ...options }),
    probe: async (signal) => {
      const begun = performance.now();
      const [vector] = await forQueries.embed(['speech recognition'], signal);
      return { dimensions: vector?.length ?? 0, ms: Math.round(performance.now() - begun) };
    },
    wake: async (queue, now) => {
      if (isEmbeddingDue(await stores.sources.get('embeddings'), now)) await wakeEmbedding(queue);
    },
    health: {
      name: 'embeddings',
      check: async () => {
        const { failingSince, lastError } = await stores.sources.get('embeddings');
        return { ok: true, detail: failingSince === null ? model : (lastError ?? 'failing') };
      },
    },
  };
}

// --- Internal helpers ---

const pause = (): Promise<void> => sleep(PAUSE_MS);

function meaningOf(embedder: Embedder, stores: Stores, logger: Logger): Meaning {
  return createMeaning({
    ...stores,
    model: embedder.model,
    queries: createQueryVectors({
      embedder,
      longest: () => AbortSignal.timeout(QUERY_WITHIN_MS),
      now: () => new Date(),
      logger,
    }),
    patience: () => AbortSignal.timeout(SEARCH_WAITS_MS),
    logger,
  });
}
