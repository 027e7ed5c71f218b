import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHuggingFaceSource } from '../../adapters/huggingface/index.js';
import { describeError } from '../../src/errors.js';
import type { ReadRequest, SourcePage } from '../../src/ports/source.js';
import { startFakeHuggingFace, type FakeHuggingFace } from '../fakes/sources/huggingface.js';
import { daysBefore, seedPapers } from '../fakes/sources/seed.js';
import { readAll, testClient } from '../support/source-clients.js';

const TODAY = '2026-11-20';
const NOW = new Date(`${TODAY}T12:00:00Z`);
const request: ReadRequest = { now: NOW, lastOkAt: null, signal: new AbortController().signal };

let fake: FakeHuggingFace;
beforeEach(async () => {
  fake = await startFakeHuggingFace({ today: () => TODAY });
});
afterEach(() => fake.stop());

function source(token?: string) {
  const { http } = testClient({ title: 'Hugging Face' });
  return createHuggingFaceSource({ baseUrl: fake.url, token: token ?? null, http, everyMs: 1_200_000 });
}
const itemsOf = (pages: readonly SourcePage[]) => pages.flatMap((page) => page.items);
const asked = () => fake.requests.map(({ query }) => query.get('date') ?? query.get('sort'));

describe('reading Hugging Face', () => {
  it('reads the last seven list days, newest first, then what is trending', async () => {
    fake.list(TODAY, seedPapers(1, TODAY));
    const { pages, error } = await readAll(source().read(request));
    expect(error).toBeNull();
    expect(asked()).toEqual([...[0, 1, 2, 3, 4, 5, 6].map((back) => daysBefore(TODAY, back)), 'trending']);
    expect(pages.map(({ label }) => label)).toContain('daily 2026-11-20');
  });

  it('gives facts and signals of a listed paper', async () => {
    const [paper] = seedPapers(1, TODAY, 2);
    fake.list(TODAY, [paper!]);
    const { pages } = await readAll(source().read(request));
    expect(itemsOf(pages)[0]).toEqual({
      facts: {
        id: paper!.id,
        source: 'huggingface',
        title: paper!.title,
        abstract: paper!.abstract,
        authors: paper!.authors,
        publishedOn: '2026-11-18',
        aiSummary: paper!.aiSummary,
        keywords: paper!.keywords,
        organization: paper!.organization,
        codeUrl: paper!.githubRepo,
        thumbnailUrl: `https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/${paper!.id}.png`,
      },
      sighting: {
        paperId: paper!.id,
        source: 'huggingface',
        list: 'daily',
        listedOn: TODAY,
        observedAt: NOW,
        signals: { upvotes: paper!.upvotes, comments: paper!.comments, githubStars: paper!.githubStars },
      },
    });
  });

  it('numbers the trending list from one', async () => {
    fake.trend(seedPapers(3, daysBefore(TODAY, 40)));
    const { pages } = await readAll(source().read(request));
    const trending = itemsOf(pages).filter(({ sighting }) => sighting.list === 'trending');
    expect(trending.map(({ sighting }) => sighting.signals.trendingRank)).toEqual([1, 2, 3]);
  });

  it('asks for the next page only when one was full', async () => {
    fake.list(TODAY, seedPapers(130, TODAY));
    fake.list(daysBefore(TODAY, 1), seedPapers(99, TODAY, 500));
    const { pages } = await readAll(source().read(request));
    const daily = itemsOf(pages).filter(({ sighting }) => sighting.list === 'daily');
    expect(daily).toHaveLength(229);
    expect(fake.requests.filter(({ query }) => query.has('date') && query.has('p'))).toHaveLength(1);
  });

  it('takes an empty day for a week-end and a day that is not open for nothing', async () => {
    await fake.stop();
    fake = await startFakeHuggingFace({ today: () => daysBefore(TODAY, 1) });
    fake.list(daysBefore(TODAY, 1), seedPapers(2, TODAY));
    const { pages, error } = await readAll(source().read(request));
    expect(error).toBeNull();
    expect(pages[0]).toMatchObject({ items: [], label: 'daily 2026-11-20 (not open yet)' });
    expect(pages[1]?.items).toHaveLength(2);
  });

  it('does not take a server that refuses every day for an empty week', async () => {
    fake.fail('date=', { kind: 'status', status: 400 });
    fake.trend(seedPapers(2, TODAY));
    const { pages, error } = await readAll(source().read(request));
    expect(describeError(error)).toContain('refused every day from 2026-11-14 to 2026-11-20');
    expect(itemsOf(pages)).toHaveLength(2);
  });

  it('does not take an empty week with nothing trending for news', async () => {
    const { error } = await readAll(source().read(request));
    expect(describeError(error)).toBe(
      'Hugging Face answered with empty lists only, for every day of the last week and for what is trending.',
    );
    const asked = { ...request, days: { from: daysBefore(TODAY, 2), to: daysBefore(TODAY, 1) } };
    expect((await readAll(source().read(asked))).error).toBeNull();
  });

  it('reads only the days asked for', async () => {
    const days = { from: '2026-10-01', to: '2026-10-03' };
    await readAll(source().read({ ...request, days }));
    expect(asked()).toEqual(['2026-10-03', '2026-10-02', '2026-10-01']);
  });

  it('sends the token only as a header, and none when there is none', async () => {
    await readAll(source('hf_secret').read({ ...request, days: { from: TODAY, to: TODAY } }));
    await readAll(source().read({ ...request, days: { from: TODAY, to: TODAY } }));
    expect(fake.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer hf_secret',
      undefined,
    ]);
  });

  it('is read again so long after the last complete reading', () => {
    expect(source().nextReadAt(null, NOW)).toEqual(NOW);
    expect(source().nextReadAt(NOW, NOW)).toEqual(new Date('2026-11-20T12:20:00Z'));
  });
});

describe('when Hugging Face does not answer as it should', () => {
  const day = { ...request, days: { from: daysBefore(TODAY, 2), to: TODAY } };

  it.each([
    ['html', 'a web page'],
    ['truncated', 'a list that breaks off'],
    ['empty', 'something else'],
  ] as const)(
    'calls an answer that is %s unreadable, keeps the other days, and says which failed',
    async (kind, words) => {
      for (const back of [0, 1, 2]) fake.list(daysBefore(TODAY, back), seedPapers(2, TODAY, back * 10 + 1));
      fake.fail(`date=${daysBefore(TODAY, 1)}`, { kind });
      const { pages, error } = await readAll(source().read(day));
      expect(itemsOf(pages)).toHaveLength(4);
      expect(describeError(error)).toContain('daily 2026-11-19: Hugging Face answered with');
      expect(describeError(error)).toContain(words);
    },
  );

  it('calls an object where a list belongs unreadable', async () => {
    fake.fail('date=', { kind: 'status', status: 200, body: '{"papers":[]}' });
    const { error } = await readAll(source().read(day));
    expect(describeError(error)).toContain('instead of a list of papers');
  });

  it('keeps the other days when one is answered with 500', async () => {
    fake.list(daysBefore(TODAY, 2), seedPapers(3, TODAY));
    fake.fail(`date=${TODAY}`, { kind: 'status', status: 500 });
    const { pages, error } = await readAll(source().read(day));
    expect(itemsOf(pages)).toHaveLength(3);
    expect(describeError(error)).toContain('answered 500 (Internal Server Error)');
  });

  it('says once what went wrong with every day', async () => {
    fake.fail('/api/daily_papers', { kind: 'status', status: 500 });
    const { error } = await readAll(source().read(request));
    expect(describeError(error)).toMatch(
      /^Hugging Face could not be read completely\. daily 2026-11-20, daily 2026-11-19 and 6 more: Hugging Face answered 500 [^:]*:\d+\/api\/daily_papers\.$/,
    );
  });

  it('asks nothing more once it was told to wait', async () => {
    fake.fail('date=', { kind: 'status', status: 429, headers: { 'retry-after': '600' } });
    const { error } = await readAll(source().read(request));
    expect(error).toMatchObject({ fault: 'throttled', notBefore: new Date('2026-11-20T12:10:00Z') });
    expect(fake.requests).toHaveLength(1);
  });

  it('asks nothing more when nobody is there', async () => {
    const { url } = fake;
    await fake.stop();
    const { http } = testClient({ title: 'Hugging Face' });
    const down = createHuggingFaceSource({ baseUrl: url, http, everyMs: 1 });
    const { error } = await readAll(down.read(request));
    expect(describeError(error)).toMatch(
      /Hugging Face refuses the connection at 127\.0\.0\.1:\d+\/api\/daily_papers/,
    );
    fake = await startFakeHuggingFace();
  });
});
