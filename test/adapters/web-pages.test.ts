import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';
import { createReadingWorld, storePapers, type ReadingWorld } from '../support/reading-world.js';
import { NOON } from '../support/stored-things.js';
import { HOSTILE, webPapers } from '../support/web-papers.js';
import { openWebSite } from '../support/web-site.js';

describe('the pages', () => {
  let database: TestDatabase;
  let world: ReadingWorld;
  let site: Awaited<ReturnType<typeof openWebSite>>;

  beforeAll(async () => {
    database = await testDatabases[0]!.open();
    await database.setClock(NOON);
    world = createReadingWorld(database.pool);
    await storePapers(world.stores, webPapers());
    site = await openWebSite(world.reading);
  });
  afterAll(async () => {
    await site.stop();
    await database.close();
  });

  const get = async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
    const answer = await fetch(`${site.url}${path}`, { headers, method, redirect: 'manual' });
    return { status: answer.status, headers: answer.headers, html: await answer.text() };
  };

  it.each([
    ['/', 200, 'Monday, 23 November 2026'],
    ['/?page=2', 200, 'page 2'],
    ['/?page=9', 404, 'not that long'],
    ['/?page=x', 404, 'not that long'],
    ['/days/2026-11-19', 200, 'A Paper of Last Week'],
    ['/days/2026-11-20', 404, '19 Nov 2026'],
    ['/days/2999-01-01', 404, 'has not come yet'],
    ['/days/1999-01-01', 404, 'There are lists from'],
    ['/days/2026-02-30', 400, 'no day of the calendar'],
    ['/days?year=2026', 200, '/days/2026-11-19'],
    ['/days?year=abc', 400, 'no year'],
    ['/week', 200, 'The last 7 days'],
    ['/month', 200, 'The last 30 days'],
    ['/weeks/2026-W48', 200, 'Week 48 of 2026'],
    ['/weeks/2026-W99', 400, 'no week'],
    ['/months/2026-11', 200, 'November 2026'],
    ['/months/2026-10', 404, 'No list of that time'],
    ['/topics', 200, 'multilingual'],
    ['/topics/speech', 200, 'dialect number'],
    ['/topics/speach', 404, 'Did you mean'],
    ['/topics?q=laundry', 200, 'Robots That Fold'],
    ['/topics?q=%22open', 400, 'never closed'],
    ['/search?q=laundry', 200, 'Robots That Fold'],
    ['/search?q=speech+%22open', 400, 'At character 8'],
    ['/search?q=xyzzyqux', 200, 'No paper matches'],
    ['/search', 200, 'The newest papers'],
    ['/papers/2611.00001', 200, 'Upvotes over time'],
    ['/papers/hep-th/9901001', 200, 'Strings of Old'],
    ['/papers/2611.99999', 404, 'not known'],
    ['/papers/what%20ever', 400, 'Search for these words'],
    ['/papers/%E0%A4%A', 400, 'no paper’s id'],
    ['/about', 200, '173 are full marks'],
    ['/preview', 200, 'Discord'],
    ['/nowhere', 404, 'no such page'],
  ])('answer %s with %i', async (path, status, words) => {
    const { status: got, headers, html } = await get(path);
    expect(got).toBe(status);
    expect(html).toContain(words);
    expect(Buffer.byteLength(html)).toBeLessThan(100_000);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toMatch(status === 200 ? /^public, max-age=\d+/ : /^no-store$/);
  });

  it.each([
    ['/papers/2611.00001v3', '/papers/2611.00001'],
    ['/papers/arXiv:2611.00001', '/papers/2611.00001'],
    ['/search?q=https://arxiv.org/abs/2611.00001v2', '/papers/2611.00001'],
    ['/?q=speech+audio', '/search?q=speech%20audio'],
    ['/topics/everything', '/week'],
    ['/topics?q=agents', '/topics/agents'],
  ])('lead from %s to %s', async (from, to) => {
    const { status, headers } = await get(from);
    expect([301, 302]).toContain(status);
    expect(headers.get('location')).toBe(to);
  });

  it('give BibTeX as a file', async () => {
    const { headers, html } = await get('/papers/hep-th/9901001.bib');
    expect(headers.get('content-disposition')).toBe('attachment; filename="hep-th-9901001.bib"');
    expect(html).toContain('eprint = {hep-th/9901001}');
  });

  it('are not sent again to who has them', async () => {
    const first = await get('/');
    const etag = first.headers.get('etag')!;
    const again = await get('/', { 'if-none-match': etag });
    expect(again).toMatchObject({ status: 304, html: '' });
    expect(again.headers.get('etag')).toBe(etag);
    expect((await get('/', { 'if-none-match': '"other"' })).status).toBe(200);
    expect((await get('/', { 'accept-encoding': 'identity' })).headers.get('content-encoding')).toBeNull();
    expect((await get('/', { 'accept-encoding': 'gzip' })).headers.get('content-encoding')).toBe('gzip');
  });

  it('answer HEAD, and refuse what they cannot do', async () => {
    expect(await get('/', {}, 'HEAD')).toMatchObject({ status: 200, html: '' });
    const refused = await get('/', {}, 'DELETE');
    expect(refused.status).toBe(405);
    expect(refused.headers.get('allow')).toBe('GET, HEAD');
  });

  it('never make markup of what a source or a reader says', async () => {
    for (const path of ['/', '/papers/2611.00003', `/search?q=${encodeURIComponent(HOSTILE)}`]) {
      const { html } = await get(path);
      expect(html).not.toContain('<script>alert');
      expect(html).not.toContain('<img src=x');
    }
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 40 }), async (text) => {
        const { html, status } = await get(`/search?q=${encodeURIComponent(`<b>${text}"'`)}`);
        expect([200, 302, 400]).toContain(status);
        expect(html).not.toContain('<b>');
      }),
      { numRuns: 15 },
    );
  });

  it('stay within 100 kB whatever papers are called', async () => {
    const list = await world.reading.today();
    const long = '"<&漢'.repeat(2_000);
    const paper = { ...list.papers[0]!, title: long, authors: long, abstract: long, why: long };
    const papers = list.papers.map(({ position }) => ({
      ...paper,
      position,
      gist: { text: long, origin: 'ai-summary' as const },
    }));
    const huge = await openWebSite({
      ...world.reading,
      today: () => Promise.resolve({ ...list, papers, notices: Array.from({ length: 20 }, () => long) }),
    });
    try {
      const html = await (await fetch(huge.url)).text();
      expect(Buffer.byteLength(html)).toBeLessThan(100_000);
    } finally {
      await huge.stop();
    }
  });

  it('say that the database is away, and show the last list when there is one', async () => {
    const gone = new AppError('The database does not answer.', { code: 'database' });
    const list = await world.reading.today();
    const away = await openWebSite({
      ...world.reading,
      today: () => Promise.resolve({ ...list, old: true }),
      lastWeek: () => Promise.reject(gone),
      lastMonth: () => Promise.reject(new AppError('Too much.', { code: 'busy' })),
      search: () => Promise.reject(new Error('a bug')),
    });
    try {
      expect(await (await fetch(away.url)).text()).toContain('An earlier list.');
      const week = await fetch(`${away.url}/week`);
      expect(week.status).toBe(503);
      expect(week.headers.get('retry-after')).toBe('10');
      expect(await week.text()).toContain('The database does not answer');
      expect((await fetch(`${away.url}/month`)).status).toBe(503);
      const bug = await fetch(`${away.url}/search?q=a`);
      expect(bug.status).toBe(500);
      expect(await bug.text()).not.toContain('a bug');
    } finally {
      await away.stop();
    }
  });

  it('keep their own files for good, and let others add a box, feeds and a picture', async () => {
    const { html } = await get('/');
    const style = /href="(\/assets\/site-[0-9a-f]{12}\.css)"/.exec(html)?.[1] ?? '';
    const file = await get(style);
    expect(file.headers.get('cache-control')).toContain('immutable');
    const own = await openWebSite(world.reading, {
      frame: {
        box: () => 'THE BOX',
        head: () => ({
          feeds: [{ type: 'application/atom+xml', title: 'Today', href: '/feed.atom' }],
          picture: { url: 'https://broadsheet.example/p.png', alt: 'A "picture"', width: 1200, height: 630 },
        }),
      },
    });
    try {
      const page = await (await fetch(own.url)).text();
      expect(page).toContain('THE BOX');
      expect(page).toContain('href="/feed.atom"');
      expect(page).toContain('content="https://broadsheet.example/p.png"');
    } finally {
      await own.stop();
    }
  });
});
