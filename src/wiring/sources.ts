import { createArxivSource, ARXIV } from '../../adapters/arxiv/index.js';
import { createHuggingFaceSource, HUGGING_FACE } from '../../adapters/huggingface/index.js';
import { ARXIV_PACE, createHttpClient } from '../../adapters/shared/http.js';
import type { Config } from '../config.js';
import type { PaperStore } from '../ports/paper-store.js';
import type { SourceStore } from '../ports/source-store.js';
import type { Source } from '../ports/source.js';

export interface SourceStores {
  readonly papers: PaperStore;
  readonly sources: SourceStore;
}

/** The sources that are switched on, the one that answers first in front. */
export function createSources(config: Config, stores: SourceStores, version: string): readonly Source[] {
  const sources: Source[] = [];
  const http = { store: stores.sources, version };
  if (config.huggingFace !== null)
    sources.push(
      createHuggingFaceSource({
        baseUrl: config.huggingFace.url,
        token: config.huggingFace.token,
        http: createHttpClient({ ...http, title: HUGGING_FACE }),
        everyMs: config.collectEveryMs,
      }),
    );
  if (config.arxiv !== null)
    sources.push(
      createArxivSource({
        ...config.arxiv,
        http: createHttpClient({ ...http, title: ARXIV, pace: ARXIV_PACE }),
        papers: stores.papers,
      }),
    );
  return sources;
}
