import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createArxivFinder } from '../../adapters/arxiv/index.js';
import { createHuggingFaceFinder } from '../../adapters/huggingface/index.js';
import { ARXIV_PACE } from '../../adapters/shared/http.js';
import { describeError } from '../../src/errors.js';
import { startFakeArxiv, type FakeArxiv } from '../fakes/sources/arxiv.js';
import { startFakeHuggingFace, type FakeHuggingFace } from '../fakes/sources/huggingface.js';
import { seedPapers } from '../fakes/sources/seed.js';
import { httpStore, sharedPace, testClient } from '../support/source-clients.js';

const TODAY = '2026-11-20';
const NOW = new Date(`${TODAY}T12:00:00Z`);
const clock = { now: () => Promise.resolve(NOW) };
const { signal } = new AbortController();
const [paper, other] = seedPapers(2, TODAY, 2);

describe('asking Hugging Face for papers', () => {
  let fake: FakeHuggingFace;
  beforeEach(async () => {
    fake = await startFakeHuggingFace({ today: () => TODAY });
    fake.index([paper!, other!]);
  });
  afterEach(() => fake.stop());
  const finder = (token?: string) =>
    createHuggingFaceFinder({
      baseUrl: fake.url,
      token: token ?? null,
      http: testClient({ title: 'Hugging Face', retries: 0 }).http,
      clock,
    });

  it.each([false, true])(
    'finds by words, with facts and signals but no listing (flat items: %s)',
    async (flat) => {
      fake.answerFlat(flat);
      const [first] = await finder().find(paper!.title, 5, signal);
      expect(first).toEqual({
        facts: expect.objectContaining({
          id: paper!.id,
          source: 'huggingface',
          title: paper!.title,
          abstract: paper!.abstract,
          authors: paper!.authors,
          aiSummary: paper!.aiSummary,
          organization: paper!.organization,
        }) as unknown,
        sighting: {
          paperId: paper!.id,
          source: 'huggingface',
          list: 'catalogue',
          observedAt: NOW,
          signals: { upvotes: paper!.upvotes, comments: paper!.comments, githubStars: paper!.githubStars },
        },
      });
    },
  );

  it('asks for no more than the service allows', async () => {
    await finder().find(`${'a'.repeat(249)}\u{1F600} more`, 500, signal);
    const [{ query }] = fake.requests as [(typeof fake.requests)[0]];
    expect([query.get('q'), query.get('limit')]).toEqual(['a'.repeat(249), '120']);
    expect(fake.requests[0]?.status).toBe(200);
  });

  it('asks nothing for nothing', async () => {
    expect(await finder().find('  ', 5, signal)).toEqual([]);
    expect(await finder().find('speech', 0, signal)).toEqual([]);
    expect(fake.requests).toEqual([]);
  });

  it('leaves out what does not fit', async () => {
    fake.fail('/api/papers/search', {
      kind: 'status',
      status: 200,
      body: JSON.stringify([
        { paper: { id: 'my-blog-post', title: 'A post' } },
        7,
        { id: '2611.00009', title: 'Flat' },
      ]),
    });
    const found = await finder().find('speech', 5, signal);
    expect(found.map(({ facts }) => facts.id)).toEqual(['2611.00009']);
  });

  it('looks one paper up, sends its token, and takes 404 for not known', async () => {
    expect((await finder('hf_secret').get(paper!.id, signal))?.facts.title).toBe(paper!.title);
    expect(fake.requests[0]?.headers.authorization).toBe('Bearer hf_secret');
    expect(await finder().get('2611.99999', signal)).toBeNull();
    expect(await finder().get('hep-th/9901001', signal)).toBeNull();
    expect(await finder().get('doi:10.1/x', signal)).toBeNull();
    expect(fake.requests).toHaveLength(2);
  });

  it.each([
    ['html', 'a web page'],
    ['truncated', 'a list that breaks off'],
  ] as const)('calls an answer that is %s unreadable', async (kind, words) => {
    fake.fail('/api/papers', { kind });
    const error: unknown = await finder()
      .find(paper!.title, 5, signal)
      .catch((fault: unknown) => fault);
    expect(error).toMatchObject({ code: 'source', fault: 'unreadable' });
    expect(describeError(error)).toContain(words);
    await expect(finder().get(paper!.id, signal)).rejects.toMatchObject({ fault: 'unreadable' });
  });

  it('passes a refusal on, and stops when it is told to', async () => {
    fake.fail('/api/papers/search', { kind: 'status', status: 500 }, 1);
    await expect(finder().find('speech', 5, signal)).rejects.toMatchObject({
      code: 'source',
      fault: 'status',
    });
    fake.fail('/api/papers/search', { kind: 'hang' });
    await expect(finder().find('speech', 5, AbortSignal.timeout(50))).rejects.toThrow(/timeout/);
  });
});

describe('asking arXiv for a paper', () => {
  let fake: FakeArxiv;
  beforeEach(async () => {
    fake = await startFakeArxiv({ paceMs: 0 });
    fake.know([paper!, { ...other!, id: 'hep-th/9901001' }]);
  });
  afterEach(() => fake.stop());

  it('looks it up by id, whichever the style, in arXiv’s pace', async () => {
    const waits: number[] = [];
    let ms = 0;
    const http = testClient({
      title: 'arXiv',
      pace: ARXIV_PACE,
      store: httpStore(sharedPace(() => ms)),
      sleep: (wait) => Promise.resolve(void (waits.push(wait), (ms += wait))),
    }).http;
    const finder = createArxivFinder({ apiUrl: fake.url, http, clock, title: 'arXiv' });
    const found = await finder.get(paper!.id, signal);
    expect(found).toMatchObject({
      facts: {
        id: paper!.id,
        title: paper!.title,
        primaryCategory: paper!.categories[0],
        publishedOn: '2026-11-18',
      },
      sighting: { source: 'arxiv', list: 'catalogue', observedAt: NOW, signals: {} },
    });
    expect((await finder.get('hep-th/9901001', signal))?.facts.title).toBe(other!.title);
    expect(waits).toEqual([ARXIV_PACE.everyMs]);
    expect(await finder.get('2611.99999', signal)).toBeNull();
    expect(await finder.get('doi:10.1/x', signal)).toBeNull();
    expect(await finder.find('speech', 10, signal)).toEqual([]);
    expect(fake.requests).toHaveLength(3);
  });

  it('passes a refusal on', async () => {
    fake.fail('/api/query', { kind: 'status', status: 403 });
    const { http } = testClient({ title: 'arXiv', retries: 0 });
    const finder = createArxivFinder({ apiUrl: fake.url, http, clock, title: 'arXiv' });
    await expect(finder.get(paper!.id, signal)).rejects.toMatchObject({ code: 'source' });
  });
});
