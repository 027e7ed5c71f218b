import { createGitHubSource, GITHUB } from '../../adapters/github/index.js';
import { createHackerNewsSource, HACKER_NEWS } from '../../adapters/hackernews/index.js';
import { createPapersWithCodeSource, PAPERS_WITH_CODE } from '../../adapters/paperswithcode/index.js';
import { createHttpClient } from '../../adapters/shared/http.js';
import {
  createSemanticScholarSource,
  SEMANTIC_SCHOLAR,
  SEMANTIC_SCHOLAR_PACE,
} from '../../adapters/semanticscholar/index.js';
import type { Config } from '../config.js';
import type { AskedStore } from '../ports/asked-store.js';
import type { SignalSource } from '../ports/signal-source.js';
import type { SourceStore } from '../ports/source-store.js';

export interface SignalStores {
  readonly sources: SourceStore;
  readonly asked: AskedStore;
}

/** The sources of signals that are switched on, each with a client of its own. */
export function createSignalSources(
  { signals, collectEveryMs: everyMs }: Config,
  { sources: store, asked }: SignalStores,
  version: string,
): readonly SignalSource[] {
  const on: SignalSource[] = [];
  const http = { store, version };
  if (signals.github !== null) {
    const { url: baseUrl, token } = signals.github;
    const client = createHttpClient({ ...http, title: GITHUB });
    on.push(createGitHubSource({ baseUrl, token, http: client, asked, everyMs }));
  }
  if (signals.hackerNews !== null) {
    const client = createHttpClient({ ...http, title: HACKER_NEWS });
    on.push(createHackerNewsSource({ baseUrl: signals.hackerNews.url, http: client, everyMs }));
  }
  if (signals.semanticScholar !== null) {
    const { url: baseUrl, key } = signals.semanticScholar;
    const client = createHttpClient({ ...http, title: SEMANTIC_SCHOLAR, pace: SEMANTIC_SCHOLAR_PACE });
    on.push(createSemanticScholarSource({ baseUrl, key, http: client, asked }));
  }
  if (signals.papersWithCode !== null) {
    const client = createHttpClient({ ...http, title: PAPERS_WITH_CODE });
    on.push(createPapersWithCodeSource({ baseUrl: signals.papersWithCode.url, http: client, everyMs }));
  }
  return on;
}
