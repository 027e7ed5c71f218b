import { createGitHubSource } from '../../adapters/github/index.js';
import { createHackerNewsSource } from '../../adapters/hackernews/index.js';
import { createPapersWithCodeSource } from '../../adapters/paperswithcode/index.js';
import { createSemanticScholarSource } from '../../adapters/semanticscholar/index.js';
import type { HttpClientOptions } from '../../adapters/shared/http.js';
import type { Candidate, SignalPage, SignalSource } from '../../src/ports/signal-source.js';
import { startFakeGitHub } from '../fakes/sources/github.js';
import { startFakeHackerNews } from '../fakes/sources/hackernews.js';
import { startFakePapersWithCode, trendingRow } from '../fakes/sources/papers-with-code.js';
import { startFakeSemanticScholar } from '../fakes/sources/semantic-scholar.js';
import type { FakeSource } from '../fakes/sources/server.js';
import { memoryAsked } from './memory-asked.js';
import { testClient } from './source-clients.js';

export const NOW = new Date('2026-11-20T12:00:00Z');
const HALF_HOUR = 1_800_000;

/** A source of signals and its far end, which has something to say of the first paper and nothing of the others. */
export interface SignalSide {
  readonly far: FakeSource;
  readonly source: SignalSource;
  readonly papers: readonly Candidate[];
}

type OpenSide = (client?: Partial<HttpClientOptions>) => Promise<SignalSide>;

/** Three papers with code, and one without. */
const PAPERS: readonly Candidate[] = [
  { id: '2611.10001', codeUrl: 'https://github.com/lantern-lab/repo-1' },
  { id: '2611.10002', codeUrl: 'https://github.com/quill-lab/repo-2' },
  { id: '2611.10003', codeUrl: 'https://github.com/juniper-lab/repo-3' },
  { id: '2611.10004', codeUrl: null },
];

const github =
  (token: string | null): OpenSide =>
  async (client = {}) => {
    const far = await startFakeGitHub();
    far.have({ name: 'lantern-lab/repo-1', stars: 312 });
    const { http } = testClient({ title: 'GitHub', ...client });
    const options = { baseUrl: far.url, token, http, asked: memoryAsked(), everyMs: HALF_HOUR };
    return { far, source: createGitHubSource(options), papers: PAPERS };
  };

const hackerNews: OpenSide = async (client = {}) => {
  const far = await startFakeHackerNews();
  far.post({ id: 1, url: 'https://arxiv.org/abs/2611.10001v2', points: 128, comments: 40, at: NOW });
  const { http } = testClient({ title: 'Hacker News', ...client });
  return {
    far,
    source: createHackerNewsSource({ baseUrl: far.url, http, everyMs: HALF_HOUR }),
    papers: PAPERS,
  };
};

const semanticScholar: OpenSide = async (client = {}) => {
  const far = await startFakeSemanticScholar();
  far.cite('2611.10001', 4);
  const { http } = testClient({ title: 'Semantic Scholar', ...client });
  const options = { baseUrl: far.url, key: null, http, asked: memoryAsked() };
  return { far, source: createSemanticScholarSource(options), papers: PAPERS };
};

const papersWithCode: OpenSide = async (client = {}) => {
  const far = await startFakePapersWithCode();
  far.trend(trendingRow('2605.00001', 'other/repo'), trendingRow('2611.10001'));
  const { http } = testClient({ title: 'Papers with Code', ...client });
  return {
    far,
    source: createPapersWithCodeSource({ baseUrl: far.url, http, everyMs: HALF_HOUR }),
    papers: PAPERS,
  };
};

/** Every source of signals there is, each way it can be asked. */
export const signalSides: Readonly<Record<string, OpenSide>> = {
  'GitHub without a token': github(null),
  'GitHub with a token': github('ghp_of_a_test'),
  'Hacker News': hackerNews,
  'Semantic Scholar': semanticScholar,
  'Papers with Code': papersWithCode,
};

/** All pages of a reading, and what ended it (null when it ended normally). */
export async function readSignals(
  { source, papers }: Pick<SignalSide, 'source' | 'papers'>,
  { now = NOW, signal = new AbortController().signal }: { now?: Date; signal?: AbortSignal } = {},
): Promise<{
  readonly sightings: SignalPage['sightings'];
  readonly skipped: SignalPage['skipped'];
  readonly error: unknown;
}> {
  const pages: SignalPage[] = [];
  let error: unknown = null;
  try {
    for await (const page of source.read({ now, papers, signal })) pages.push(page);
  } catch (thrown) {
    error = thrown;
  }
  return {
    sightings: pages.flatMap(({ sightings }) => sightings),
    skipped: pages.flatMap(({ skipped }) => skipped),
    error,
  };
}
