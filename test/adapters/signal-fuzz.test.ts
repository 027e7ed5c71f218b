import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGitHubSource } from '../../adapters/github/index.js';
import { createHackerNewsSource } from '../../adapters/hackernews/index.js';
import { createPapersWithCodeSource } from '../../adapters/paperswithcode/index.js';
import { createSemanticScholarSource } from '../../adapters/semanticscholar/index.js';
import type { HttpClient } from '../../adapters/shared/http.js';
import { SourceError } from '../../src/papers/source-error.js';
import type { Sighting } from '../../src/papers/sighting.js';
import type { SignalSource } from '../../src/ports/signal-source.js';
import { graphRow, restRow } from '../fakes/sources/github.js';
import { hitOf } from '../fakes/sources/hackernews.js';
import { trendingRow } from '../fakes/sources/papers-with-code.js';
import { rowOf } from '../fakes/sources/semantic-scholar.js';
import { memoryAsked } from '../support/memory-asked.js';
import { answering } from '../support/answering.js';
import { ENDLESS_TEXTS, mutated, placesIn, withAt } from '../support/mutate.js';
import { NOW, readSignals } from '../support/signal-sides.js';

const PAPERS = [
  { id: '2611.10001', codeUrl: 'https://github.com/lab/one' },
  { id: '2611.10002', codeUrl: 'https://github.com/lab/two' },
];
const base = { baseUrl: 'https://source.example', everyMs: 3_600_000 };
const [one, two] = ['lab/one', 'lab/two'].map((name) => ({ name, stars: 7 }));

/** Every source with a right answer of its own. */
const sources: Readonly<Record<string, readonly [unknown, (http: HttpClient) => SignalSource]>> = {
  'GitHub, REST': [
    restRow(one!),
    (http) => createGitHubSource({ ...base, token: null, http, asked: memoryAsked() }),
  ],
  'GitHub, GraphQL': [
    { data: { r0: graphRow(one!), r1: graphRow(two!) }, errors: [{ type: 'NOT_FOUND', path: ['r1'] }] },
    (http) => createGitHubSource({ ...base, token: 't', http, asked: memoryAsked() }),
  ],
  'Hacker News': [
    { hits: [hitOf({ id: 1, url: 'https://arxiv.org/abs/2611.10001', points: 3, at: NOW })], nbPages: 1 },
    (http) => createHackerNewsSource({ ...base, http }),
  ],
  'Semantic Scholar': [
    [rowOf('2611.10001', 3), rowOf('2611.10002', 0)],
    (http) => createSemanticScholarSource({ ...base, key: null, http, asked: memoryAsked() }),
  ],
  'Papers with Code': [
    [trendingRow('2611.10001', 'lab/one'), trendingRow(null, 'lab/two')],
    (http) => createPapersWithCodeSource({ ...base, http }),
  ],
};

describe.each(Object.entries(sources))('an answer of %s', (_name, [right, create]) => {
  /** What it read; a sentence of ours in its place is as good. Anything else that is thrown fails the test. */
  const read = async (body: string): Promise<readonly Sighting[]> => {
    const { sightings, error } = await readSignals({ source: create(answering(body)), papers: PAPERS });
    if (error !== null && !(error instanceof SourceError)) throw error as Error;
    for (const { paperId, signals } of sightings) {
      expect(PAPERS.map(({ id }) => id)).toContain(paperId);
      for (const number of Object.values(signals))
        expect(Number.isSafeInteger(number) && number >= 0).toBe(true);
    }
    return sightings;
  };

  it('is read when it is right', async () => {
    expect((await read(JSON.stringify(right))).length).toBeGreaterThan(0);
  });

  it('is read, skipped, or refused with a sentence, whatever slips are in it', async () => {
    await fc.assert(
      fc.asyncProperty(mutated(JSON.stringify(right)), async (body) => {
        await read(body);
      }),
      { numRuns: 150 },
    );
  });

  it('may have any value in any place, also what costs a careless reader minutes', async () => {
    const odd = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(-1, 1e308, Number.MAX_SAFE_INTEGER, '\0', '\ud800', [], {}, [[]]),
      fc.constantFrom(...ENDLESS_TEXTS),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...placesIn(right)), odd, async (path, value) => {
        await read(JSON.stringify(withAt(right, path, value)));
      }),
      { numRuns: 250 },
    );
  });

  it.each([
    ['a million objects', `[${'{},'.repeat(1_000_000)}{}]`],
    ['a million hits', `{"hits":[${'{},'.repeat(400_000)}{}]}`],
    ['a million levels', '['.repeat(1_000_000)],
    ['ten megabytes of text', `"${'x'.repeat(10_000_000)}"`],
  ])('of ten megabytes with %s keeps neither time nor memory', async (_what, body) => {
    expect(await read(body)).toEqual([]);
  });
});
