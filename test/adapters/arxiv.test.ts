import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createArxivSource, type ArxivOptions } from '../../adapters/arxiv/index.js';
import { describeError } from '../../src/errors.js';
import type { ReadRequest, SourcePage } from '../../src/ports/source.js';
import { apiErrorFeed } from '../fakes/sources/atom.js';
import { startFakeArxiv, type FakeArxiv } from '../fakes/sources/arxiv.js';
import { seedPapers, type FakePaper } from '../fakes/sources/seed.js';
import { httpStore, readAll, testClient } from '../support/source-clients.js';

/** A Friday, ten minutes past midnight Eastern. */
const NOW = new Date('2026-11-20T05:10:00Z');
const request: ReadRequest = { now: NOW, lastOkAt: null, signal: new AbortController().signal };
const since = (iso: string): ReadRequest => ({ ...request, lastOkAt: new Date(iso) });

let fake: FakeArxiv;
beforeEach(async () => {
  fake = await startFakeArxiv({ paceMs: 0 });
});
afterEach(() => fake.stop());

function source(overrides: Partial<ArxivOptions> = {}) {
  const { http } = testClient({ title: 'arXiv', store: httpStore() });
  const categories = ['cs.CL', 'cs.CV'];
  return createArxivSource({ rssUrl: fake.url, apiUrl: fake.url, categories, http, ...overrides });
}
const idsOf = (pages: readonly SourcePage[]) =>
  pages.flatMap(({ items }) => items.map(({ facts }) => facts.id));
const paths = () => fake.requests.map(({ path }) => path);
const papers = (count: number, category: string, change: Partial<FakePaper> = {}, first = 1) =>
  seedPapers(count, '2026-11-20', first).map((paper) => ({ ...paper, categories: [category], ...change }));

describe('reading arXiv after an announcement', () => {
  it('asks for one category at a time', async () => {
    fake.announce('2026-11-20', [...papers(2, 'cs.CL'), ...papers(3, 'cs.CV', {}, 10)]);
    const { pages, error } = await readAll(source().read(request));
    expect(error).toBeNull();
    expect(paths()).toEqual(['/atom/cs.CL', '/atom/cs.CV']);
    expect(fake.violations).toEqual([]);
    expect(pages.map(({ label, items }) => [label, items.length])).toEqual([
      ['announcement cs.CL', 2],
      ['announcement cs.CV', 3],
    ]);
  });

  it('takes the RSS feed where there is no Atom feed', async () => {
    fake.fail('/atom/', { kind: 'status', status: 404 });
    const item = '<item><title>T</title><guid>oai:arXiv.org:2611.00001v1</guid></item>';
    fake.fail('/rss/', {
      kind: 'status',
      status: 200,
      body: `<rss><channel><title>x</title>${item}</channel></rss>`,
    });
    const { pages, error } = await readAll(source({ categories: ['cs.CL'] }).read(request));
    expect(error).toBeNull();
    expect(idsOf(pages)).toEqual(['2611.00001']);
  });

  it('is told when nothing has changed since the last answer that was saved', async () => {
    fake.announce('2026-11-20', papers(2, 'cs.CL'));
    const arxiv = source();
    await readAll(arxiv.read(request));
    const { pages } = await readAll(arxiv.read(request));
    expect(pages.map(({ label }) => label)).toContain('announcement cs.CL (unchanged)');
    expect(idsOf(pages)).toEqual([]);
  });

  it('asks again in full when the reader stopped before saving', async () => {
    fake.announce('2026-11-20', papers(2, 'cs.CL'));
    const arxiv = source();
    for await (const page of arxiv.read(request)) {
      expect(page.items).toHaveLength(2);
      break;
    }
    const { pages } = await readAll(arxiv.read(request));
    expect(idsOf(pages)).toHaveLength(2);
  });

  it('keeps the other categories when one fails, and says which failed', async () => {
    fake.announce('2026-11-20', [...papers(2, 'cs.CL'), ...papers(3, 'cs.CV', {}, 10)]);
    fake.fail('/atom/cs.CL', { kind: 'status', status: 500 });
    const { pages, error } = await readAll(source().read(request));
    expect(idsOf(pages)).toHaveLength(3);
    expect(describeError(error)).toMatch(
      /^arXiv could not be read completely\. announcement cs\.CL: arXiv answered 500 \(Internal Server Error\) at 127/,
    );
  });

  it('names the category that arXiv does not have, and where to correct it', async () => {
    const { error } = await readAll(source({ categories: ['cs.XX'] }).read(request));
    expect(describeError(error)).toContain('arXiv has no category cs.XX. Correct ARXIV_CATEGORIES.');
    expect(error).toMatchObject({ code: 'source', retryable: false });
  });

  it('asks no other category when nobody is there, but still the API for details', async () => {
    const closed = await startFakeArxiv();
    await closed.stop();
    const missing = { missingDetails: () => Promise.resolve(['2611.10001']) };
    const { error } = await readAll(source({ rssUrl: closed.url, papers: missing }).read(request));
    expect(describeError(error).match(/announcement/g)).toHaveLength(1);
    expect(paths()).toEqual(['/api/query']);
  });

  it('ends at once when it is stopped while a server hangs', async () => {
    fake.fail('/atom/cs.CL', { kind: 'hang' });
    const stop = new AbortController();
    const reading = readAll(source().read({ ...request, signal: stop.signal }));
    await expect.poll(() => fake.requests, { timeout: 10_000 }).toHaveLength(1);
    stop.abort(new Error('shutting down'));
    const { error } = await reading;
    expect(describeError(error)).toBe('shutting down');
    expect(fake.requests).toHaveLength(1);
  });

  it('reads no feed again before the next announcement', async () => {
    fake.announce('2026-11-20', papers(1, 'cs.CL'));
    const arxiv = source();
    await readAll(arxiv.read(request));
    await readAll(arxiv.read({ ...since('2026-11-20T05:10:10Z'), now: new Date('2026-11-20T06:11:00Z') }));
    expect(fake.requests).toHaveLength(2);
    expect(arxiv.nextReadAt(new Date('2026-11-22T12:00:00Z'), new Date('2026-11-22T12:00:01Z'))).toEqual(
      new Date('2026-11-22T13:00:00Z'),
    );
  });
});

describe('details from the API', () => {
  const missing = (ids: readonly string[]) => ({ missingDetails: () => Promise.resolve(ids) });

  it('adds primary category, day of submission and comment, a hundred papers per request', async () => {
    const known = papers(130, 'cs.CL');
    fake.know(known);
    const { pages, error } = await readAll(
      source({ papers: missing(known.map(({ id }) => id)) }).read(request),
    );
    expect(error).toBeNull();
    expect(idsOf(pages)).toHaveLength(130);
    expect(paths().filter((path) => path === '/api/query')).toHaveLength(2);
    expect(pages.flatMap(({ items }) => items)[0]).toEqual({
      facts: {
        id: known[0]!.id,
        source: 'arxiv',
        title: known[0]!.title,
        abstract: known[0]!.abstract,
        authors: known[0]!.authors,
        categories: ['cs.CL'],
        primaryCategory: 'cs.CL',
        publishedOn: '2026-11-18',
        comment: known[0]!.comment,
      },
      sighting: { paperId: known[0]!.id, source: 'arxiv', list: 'catalogue', observedAt: NOW, signals: {} },
    });
  });

  it('does not ask again within the day for papers the API does not know', async () => {
    const arxiv = source({ papers: missing(['2611.99999']) });
    await readAll(arxiv.read(request));
    await readAll(arxiv.read(request));
    expect(paths().filter((path) => path === '/api/query')).toHaveLength(1);
    await readAll(arxiv.read({ ...since('2026-11-21T05:00:00Z'), now: new Date('2026-11-21T05:10:00Z') }));
    expect(paths().filter((path) => path === '/api/query')).toHaveLength(2);
  });

  it('reports an error that comes as a feed, as arXiv words it', async () => {
    const { http } = testClient({ title: 'arXiv' });
    const bad = { missingDetails: () => Promise.resolve(['2611.10001']) };
    fake.fail('/api/query', { kind: 'status', status: 200, body: apiErrorFeed('incorrect id format for x') });
    const { error, pages } = await readAll(source({ http, papers: bad }).read(request));
    expect(idsOf(pages)).toEqual([]);
    expect(describeError(error)).toContain('refused the request');
    expect(describeError(error)).toContain('incorrect id format for x');
  });

  it('asks nothing when the API is switched off', async () => {
    await readAll(source({ apiUrl: null, papers: missing(['2611.10001']) }).read(request));
    expect(paths()).toEqual(['/atom/cs.CL', '/atom/cs.CV']);
  });
});

describe('announcements that were missed', () => {
  /** Submitted in the window of the listing of Thursday 2026-11-19: Tuesday 19:00 to Wednesday 19:00 UTC. */
  const thursday = { submittedAt: '2026-11-18T10:00:00Z' };

  it('are read from the API by day of submission, and the newest from the feed', async () => {
    fake.know([
      ...papers(130, 'cs.CL', thursday),
      ...papers(1, 'cs.CL', { submittedAt: '2026-11-16T10:00:00Z' }, 900),
    ]);
    fake.announce('2026-11-20', papers(2, 'cs.CV', { submittedAt: '2026-11-19T10:00:00Z' }, 500));
    const { pages, error } = await readAll(source().read(since('2026-11-18T12:00:00Z')));
    expect(error).toBeNull();
    const filled = pages.filter(({ label }) => label.startsWith('submissions'));
    expect(filled.map(({ label }) => label)).toEqual([
      'submissions cs.CL 2026-11-19',
      'submissions cs.CL 2026-11-19, from 101',
      'submissions cs.CV 2026-11-19',
    ]);
    expect(filled.flatMap(({ items }) => items)).toHaveLength(130);
    expect(filled[0]?.items[0]?.sighting).toMatchObject({ list: 'announcement', listedOn: '2026-11-19' });
  });

  it('are none when the last reading is of yesterday', async () => {
    await readAll(source().read(since('2026-11-19T12:00:00Z')));
    expect(paths()).not.toContain('/api/query');
  });

  it('include the last one when the first reading ever meets an empty feed at a week-end', async () => {
    const saturday = new Date('2026-11-21T12:00:00Z');
    fake.know(papers(3, 'cs.CL', { submittedAt: '2026-11-19T10:00:00Z' }));
    const { pages } = await readAll(source().read({ ...request, now: saturday }));
    expect(idsOf(pages)).toHaveLength(3);
    expect(pages.at(-2)?.items[0]?.sighting).toMatchObject({ listedOn: '2026-11-20' });
  });

  it('does not read the same day of submission twice while another part keeps failing', async () => {
    const arxiv = source();
    fake.fail('/atom/cs.CL', { kind: 'status', status: 500 });
    await readAll(arxiv.read(since('2026-11-18T12:00:00Z')));
    const before = paths().filter((path) => path === '/api/query').length;
    await readAll(arxiv.read(since('2026-11-18T12:00:00Z')));
    expect(paths().filter((path) => path === '/api/query')).toHaveLength(before);
  });

  it('are read for the days asked for, without the feed', async () => {
    fake.know(papers(3, 'cs.CL', thursday));
    const days = { from: '2026-11-19', to: '2026-11-22' };
    const { pages } = await readAll(source().read({ ...request, days }));
    expect(idsOf(pages)).toHaveLength(3);
    expect(new Set(paths())).toEqual(new Set(['/api/query']));
    expect(pages.map(({ label }) => label.split(' ').at(-1))).toEqual([
      '2026-11-19',
      '2026-11-19',
      '2026-11-20',
      '2026-11-20',
    ]);
  });

  it('survive a passing empty page', async () => {
    fake.know(papers(3, 'cs.CL', thursday));
    fake.emptyPages(2);
    const days = { from: '2026-11-19', to: '2026-11-19' };
    const { pages, error } = await readAll(source().read({ ...request, days }));
    expect(error).toBeNull();
    expect(idsOf(pages)).toHaveLength(3);
  });

  it('fail, and are not taken for an end, when pages stay empty though papers are counted', async () => {
    fake.know(papers(3, 'cs.CL', thursday));
    fake.emptyPages(100);
    const days = { from: '2026-11-19', to: '2026-11-19' };
    const { error } = await readAll(source().read({ ...request, days }));
    expect(describeError(error)).toContain('gave an empty page from 0 on though it counts 3 papers');
  });
});
