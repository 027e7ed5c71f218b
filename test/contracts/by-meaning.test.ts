import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEmbedder } from '../../adapters/embeddings/index.js';
import { createMeaning, type Meaning } from '../../src/search/by-meaning.js';
import { embedPapers } from '../../src/search/embed-papers.js';
import { createPaperSearch } from '../../src/search/paper-search.js';
import { createQueryVectors } from '../../src/search/query-vectors.js';
import type { SearchOptions } from '../../src/search/search-types.js';
import { startFakeEmbeddings, type FakeEmbeddings } from '../fakes/sources/embeddings.js';
import { testDatabases } from '../support/databases.js';
import { OPTIONS, query, searchablePapers, type SearchablePapers } from '../support/searchable.js';
import { silentLogger } from '../support/silent-logger.js';
import { testClient } from '../support/source-clients.js';

const never = new AbortController().signal;

describe.each(testDatabases)('search by meaning, on the $name database', (kind) => {
  let papers: SearchablePapers;
  let far: FakeEmbeddings;
  let now = new Date('2026-11-23T12:00:00Z');
  let warned: string[];
  beforeAll(async () => {
    papers = await searchablePapers(kind);
    far = await startFakeEmbeddings();
    far.means('speech', 'talking');
    far.means('recognition', 'understanding');
    far.means('languages', 'tongues');
    far.means('vision', 'eyesight');
    const report = await embedPapers({
      ...papers.stores,
      embedder: embedder(),
      logger: silentLogger,
      signal: never,
    });
    expect(report).toMatchObject({ outcome: 'complete', papers: 9, refused: 0, error: null });
  });
  beforeEach(() => {
    now = new Date('2026-11-23T12:00:00Z');
    warned = [];
  });
  afterEach(() => {
    far.heal();
    far.delay(0);
  });
  afterAll(async () => {
    await far.stop();
    await papers.close();
  });

  const embedder = () => {
    const { http } = testClient({
      title: 'The embeddings endpoint',
      retries: 0,
      longestWaitMs: 0,
      now: () => now,
    });
    return createEmbedder({ url: far.base, model: 'fake-small', key: null, http });
  };
  const logger = { ...silentLogger, warn: (_: object, message: string) => void warned.push(message) };
  /** @param patience default: waits for every answer */
  const meaningWith = (patience = (): AbortSignal => never): Meaning =>
    createMeaning({
      ...papers.stores,
      model: 'fake-small',
      queries: createQueryVectors({ embedder: embedder(), longest: () => never, now: () => now, logger }),
      patience,
      logger,
    });
  const searchWith = (meaning: Meaning | null) => {
    const search = createPaperSearch({ ...papers.stores, finders: [], logger: silentLogger, meaning });
    return async (text: string, options: Partial<SearchOptions> = {}) => {
      const { hits, notices } = await search.search(query(text), { ...OPTIONS, ...options });
      return { ids: hits.map(({ item }) => Number(item.paper.id.slice(-2))), hits, notices };
    };
  };

  it('finds a paper that shares no word with what was asked, and says so', async () => {
    expect((await searchWith(null)('talking understanding tongues')).ids).toEqual([]);
    const { ids, hits, notices } = await searchWith(meaningWith())('talking understanding tongues');
    expect(ids[0]).toBe(1);
    expect(hits[0]).toMatchObject({ byMeaning: true, from: null });
    expect(notices.at(-1)).toBe('No paper has these words; these are near to what they mean.');
  });

  it('holds to categories, days, phrases and what must not be there', async () => {
    const search = searchWith(meaningWith());
    expect((await search('talking cat:cs.SD')).ids).toEqual([1]);
    expect((await search('talking since:2026-11-22')).ids.sort()).toEqual([6, 8]);
    const without = (await search('talking -languages')).hits.map(({ item }) => item.paper.id);
    expect(without).not.toContain('2611.00001');
    expect(without.length).toBeGreaterThan(3);
    expect((await search('talking "survey of speech"')).ids).toEqual([2]);
    expect((await search('talking author:lovelace')).ids).toEqual([4]);
    expect((await search('talking has:code')).ids).toEqual([3]);
  });

  it('leaves an exact title and an id their first place', async () => {
    const search = searchWith(meaningWith());
    expect((await search('a survey of speech')).ids[0]).toBe(2);
    expect((await search('sign language')).ids[0]).toBe(7);
    const asked = far.requests.length;
    expect((await search('id:2611.00003')).ids).toEqual([3]);
    expect(far.requests.length).toBe(asked);
  });

  it.each(['talking sort:new', 'talking sort:trending', 'topic:multilingual', 'cat:cs.CL'])(
    'leaves "%s" to the words',
    async (text) => {
      const asked = far.requests.length;
      const { ids, notices } = await searchWith(meaningWith())(text);
      expect({ ids, notices }).toEqual(
        await searchWith(null)(text).then((plain) => ({ ids: plain.ids, notices: plain.notices })),
      );
      expect(far.requests.length).toBe(asked);
    },
  );

  it('is left out where a paper is named', async () => {
    expect((await searchWith(meaningWith())('talking', { wordsOnly: true })).ids).toEqual([]);
  });

  it('gives the same every time, sends words and phrases only, and asks once for the same', async () => {
    const search = searchWith(meaningWith());
    const text = 'eyesight "language of the hands" author:turing -survey cat:cs.CV';
    const before = far.requests.length;
    expect(await search(text)).toEqual(await search(text));
    expect(far.texts().slice(before)).toEqual([['eyesight language of the hands']]);
    const mixed = searchWith(meaningWith());
    expect(await mixed('speech eyesight')).toEqual(await mixed('speech eyesight'));
    expect((await mixed('speech eyesight')).ids).toEqual(
      (await searchWith(meaningWith())('speech eyesight')).ids,
    );
  });

  it('that is too late leaves the list of the words, and its answer is there the next time', async () => {
    const plain = await searchWith(null)('speech eyesight');
    far.delay(400);
    const search = searchWith(meaningWith(() => AbortSignal.timeout(50)));
    expect(await search('speech eyesight')).toEqual(plain);
    // The answer comes all the same, and nobody asks for it again.
    const before = far.requests.length;
    await until(async () => (await search('speech eyesight')).ids.length > plain.ids.length);
    expect(far.requests.length).toBeLessThanOrEqual(before + 1);
  });

  it.each([
    ['is down', { kind: 'broken' } as const],
    ['is overloaded', { kind: 'status', status: 503 } as const],
    ['refuses the key', { kind: 'status', status: 401 } as const],
    ['talks nonsense', { kind: 'html' } as const],
    [
      'gives another dimension',
      { kind: 'status', status: 200, body: '{"data":[{"index":0,"embedding":[1,2]}]}' } as const,
    ],
  ])('goes by words alone when the endpoint %s', async (_, fault) => {
    const plain = await searchWith(null)('speech recognition');
    far.fail('/', fault);
    expect(await searchWith(meaningWith())('speech recognition')).toEqual(plain);
  });

  it('leaves an endpoint that failed alone, warns once, and comes back to it', async () => {
    const meaning = meaningWith();
    const search = searchWith(meaning);
    far.fail('/', { kind: 'status', status: 429, headers: { 'retry-after': '600' } });
    const before = far.requests.length;
    for (const text of ['talking', 'eyesight', 'tongues']) await search(text);
    expect(far.requests.length).toBe(before + 1);
    expect(warned).toEqual(['queries cannot be embedded; searches go by their words alone']);
    far.heal();
    now = new Date(now.getTime() + 601_000);
    expect((await search('talking')).ids).toContain(1);
    expect(meaning.counts()).toEqual({ fused: 1, late: 0, failed: 1, resting: 2 });
  });
});

async function until(test: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await test())) {
    if (Date.now() > end) throw new Error('It did not come.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
