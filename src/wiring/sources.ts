import { createArxivFinder, createArxivSource, ARXIV } from '../../adapters/arxiv/index.js';
import {
  createHuggingFaceFinder,
  createHuggingFaceSource,
  HUGGING_FACE,
} from '../../adapters/huggingface/index.js';
import { ARXIV_PACE, createHttpClient } from '../../adapters/shared/http.js';
import type { Config } from '../config.js';
import type { Clock } from '../ports/clock.js';
import type { PaperFinder } from '../ports/paper-finder.js';
import type { PaperStore } from '../ports/paper-store.js';
import type { SourceStore } from '../ports/source-store.js';
import type { Source } from '../ports/source.js';

export interface SourceStores {
  readonly papers: PaperStore;
  readonly sources: SourceStore;
  readonly clock: Clock;
}

export interface Outside {
  /** What is read by itself, the one that answers first in front. */
  readonly sources: readonly Source[];
  /** What can be asked for papers we do not have, likewise. */
  readonly finders: readonly PaperFinder[];
}

/** The sources that are switched on; what reads one and what asks it share its client, and with it its pace. */
export function createOutside(config: Config, stores: SourceStores, version: string): Outside {
  const sources: Source[] = [];
  const finders: PaperFinder[] = [];
  const http = { store: stores.sources, version };
  const { clock } = stores;
  if (config.huggingFace !== null) {
    const { url: baseUrl, token } = config.huggingFace;
    const client = createHttpClient({ ...http, title: HUGGING_FACE });
    const options = { baseUrl, token, http: client };
    sources.push(createHuggingFaceSource({ ...options, everyMs: config.collectEveryMs }));
    finders.push(createHuggingFaceFinder({ ...options, clock }));
  }
  if (config.arxiv !== null) {
    const client = createHttpClient({ ...http, title: ARXIV, pace: ARXIV_PACE });
    const { apiUrl } = config.arxiv;
    sources.push(createArxivSource({ ...config.arxiv, http: client, papers: stores.papers }));
    if (apiUrl !== null) finders.push(createArxivFinder({ apiUrl, http: client, clock, title: ARXIV }));
  }
  return { sources, finders };
}
