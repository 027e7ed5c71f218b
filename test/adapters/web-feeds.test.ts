import fc from 'fast-check';
import { parseAtomFeed, parseJsonFeed } from 'feedsmith';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultInXml } from '../../adapters/arxiv/well-formed.js';
import { feedOf, urnOf } from '../../adapters/web/feeds/feed.js';
import { createFeeds } from '../../adapters/web/feeds/feed-routes.js';
import { spellFeed } from '../../adapters/web/feeds/spell.js';
import { createDoor, PROGRAM_LIMIT } from '../../adapters/web/door.js';
import { AppError } from '../../src/errors.js';
import type { PaperList } from '../../src/reading/reading-types.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';
import { createReadingWorld, storePapers, type ReadingWorld } from '../support/reading-world.js';
import { serveSite } from '../support/serve-site.js';
import { NOON } from '../support/stored-things.js';
import { HOSTILE, webPapers } from '../support/web-papers.js';

const PUBLIC = 'https://broadsheet.example';

describe('the feeds', () => {
  let database: TestDatabase;
  let world: ReadingWorld;
  let away = false;
  let sample = false;
  let list: PaperList;
  const closers: (() => Promise<void>)[] = [];
  let url: string;

  const open = async (publicUrl: string) => {
    const gone = new AppError('The database is away.', { code: 'database' });
    const reading: Pick<ReadingWorld['reading'], 'lastWeek' | 'topic'> = {
      lastWeek: async () => {
        if (away) throw gone;
        return { ...(await world.reading.lastWeek()), sample };
      },
      topic: (topic) => world.reading.topic(topic),
    };
    const site = await serveSite(
      createFeeds({ reading, publicUrl, door: createDoor(PROGRAM_LIMIT), now: () => new Date() }),
    );
    closers.push(() => site.stop());
    return site.url;
  };

  beforeAll(async () => {
    database = await testDatabases[0]!.open();
    await database.setClock(NOON);
    world = createReadingWorld(database.pool);
    await storePapers(world.stores, webPapers());
    list = await world.reading.lastWeek();
    url = await open(PUBLIC);
  });
  afterAll(async () => {
    for (const close of closers) await close();
    await database.close();
  });

  const get = async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
    const answer = await fetch(`${url}${path}`, { headers, method });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };

  it('never carry the sample', async () => {
    sample = true;
    const { status, headers, text } = await get('/feed.atom');
    sample = false;
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(parseAtomFeed(text).entries ?? []).toEqual([]);
    expect(parseAtomFeed(text).updated).toBe('1970-01-01T00:00:00Z');
  });

  it('tell the best of the week to an independent parser, the same in both formats', async () => {
    const atom = parseAtomFeed((await get('/feed.atom')).text);
    const json = parseJsonFeed((await get('/feed.json')).text);
    expect(atom.entries).toHaveLength(45);
    expect(atom.entries?.map(({ id }) => id)).toEqual(json.items?.map(({ id }) => id));
    const entry = atom.entries?.find(({ id }) => id === urnOf('paper:2611.00003'));
    const text = { type: 'text', value: HOSTILE };
    expect(entry).toMatchObject({
      title: text,
      summary: text,
      published: '2026-11-23T00:00:00Z',
      updated: '2026-11-23T00:00:00Z',
      authors: [{ name: expect.stringContaining('<script>') as string }],
    });
    expect(entry?.links?.[0]?.href).toBe(`${PUBLIC}/papers/2611.00003`);
    expect(json.items?.find(({ id }) => id === urnOf('paper:2611.00003'))).toMatchObject({
      title: HOSTILE,
      content_text: HOSTILE,
      url: `${PUBLIC}/papers/2611.00003`,
    });
    expect(atom.updated).toBe('2026-11-23T00:00:00Z');
    expect(atom.links?.map(({ rel, href }) => [rel, href])).toEqual([
      ['self', `${PUBLIC}/feed.atom`],
      ['alternate', `${PUBLIC}/week`],
      ['alternate', `${PUBLIC}/feed.json`],
    ]);
    expect(json.feed_url).toBe(`${PUBLIC}/feed.json`);
  });

  it('keep every byte when the same papers are ranked anew', () => {
    const turned = {
      ...list,
      papers: list.papers.toReversed().map((paper, index) => ({ ...paper, position: index + 1, why: 'x' })),
      madeAt: '2030-01-01T00:00:00Z',
    };
    for (const format of ['atom', 'json'] as const)
      expect(spellFeed(feedOf(turned, PUBLIC), format)).toBe(spellFeed(feedOf(list, PUBLIC), format));
  });

  it('know a paper by the same id wherever they are served from', () => {
    const ids = (host: string) => feedOf(list, host).entries.map(({ id }) => id);
    expect(ids('https://elsewhere.example')).toEqual(ids(PUBLIC));
    expect(urnOf('paper:2611.00001')).toMatch(
      /^urn:uuid:[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-/,
    );
  });

  it('link to the paper itself where nobody else could open our page', () => {
    const [entry] = feedOf(list, 'http://localhost:3000').entries;
    expect(new URL(entry?.url ?? '').hostname).not.toBe('localhost');
    expect(entry?.original).toBeNull();
  });

  it.each(['/feed.atom', '/feed.json'])('answer %s with 304 to whoever has it', async (path) => {
    const plain = { 'accept-encoding': 'identity' };
    const first = await get(path, plain);
    const etag = first.headers.get('etag') ?? '';
    const modified = first.headers.get('last-modified') ?? '';
    expect(etag).toMatch(/^"[\w-]{27}"$/);
    expect(first.headers.get('cache-control')).toBe('public, max-age=300');
    expect((await get(path, { 'if-none-match': etag })).status).toBe(304);
    expect((await get(path, { 'if-modified-since': modified })).status).toBe(304);
    expect((await get(path, { 'if-none-match': '"x"', 'if-modified-since': modified })).status).toBe(200);
    expect((await get(path, { 'if-modified-since': 'Mon, 23 Nov 2020 00:00:00 GMT' })).status).toBe(200);
    const head = await get(path, plain, 'HEAD');
    expect([head.status, head.text, head.headers.get('etag')]).toEqual([200, '', etag]);
    expect(head.headers.get('content-length')).toBe(first.headers.get('content-length'));
    const zipped = await get(path, { 'accept-encoding': 'gzip' });
    expect([zipped.headers.get('content-encoding'), zipped.headers.get('etag')]).toEqual([
      'gzip',
      `W/${etag}`,
    ]);
    expect(zipped.text).toBe(first.text);
    expect((await get(path, { 'if-none-match': `W/${etag}` })).status).toBe(304);
  });

  it('follow topics and queries', async () => {
    const speech = parseAtomFeed((await get('/topics/speech/feed.atom')).text);
    expect(speech.entries?.length).toBeGreaterThan(10);
    expect(speech.links?.[0]?.href).toBe(`${PUBLIC}/topics/speech/feed.atom`);
    const laundry = await get(`/feed.json?q=${encodeURIComponent('"fold laundry"')}&utm_source=x`);
    const json = parseJsonFeed(laundry.text);
    expect(json.items?.map(({ title }) => title)).toEqual(['Robots That Fold Laundry']);
    expect(json.feed_url).toBe(`${PUBLIC}/feed.json?q=%22fold%20laundry%22`);
  });

  it('say what is wrong, where, and the repair', async () => {
    const bad = await get(`/feed.atom?q=${encodeURIComponent('speech "open')}`);
    expect([bad.status, bad.headers.get('content-type')]).toEqual([
      400,
      'application/problem+json; charset=utf-8',
    ]);
    expect(JSON.parse(bad.text)).toMatchObject({
      status: 400,
      position: 7,
      hint: expect.any(String) as string,
    });
    expect((await get('/topics/nothing-such/feed.atom')).status).toBe(404);
    const posted = await get('/feed.atom', {}, 'POST');
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('are kept by nobody while the database is away', async () => {
    away = true;
    const { status, headers } = await get('/feed.atom');
    away = false;
    expect([status, headers.get('retry-after'), headers.get('cache-control')]).toEqual([
      503,
      '10',
      'no-store',
    ]);
  });

  it('hold any title as text', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(HOSTILE, ']]><x/>', '&amp;&#0;', '\u0000\uFFFE\uD800', '<!--', '<?x?>', 'true', '0'),
    );
    const [paper] = list.papers;
    fc.assert(
      fc.property(anything, anything, (title, query) => {
        const hostile = {
          ...list,
          key: `query:${query}`,
          topic: { name: query, query: query.replace(/\p{Cs}/gu, '') },
          papers: [{ ...paper!, title, abstract: `a${title}`, authorNames: [title], categories: [title] }],
        };
        const feed = feedOf(hostile, PUBLIC);
        const atom = spellFeed(feed, 'atom');
        expect(faultInXml(atom)).toBeNull();
        expect(atom).not.toMatch(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u);
        expect(atom.match(/<entry>/g)).toHaveLength(1);
        expect([...atom.matchAll(/<(\w+)/g)].filter(([, name]) => name === 'script' || name === 'x')).toEqual(
          [],
        );
        expect(parseAtomFeed(atom).entries).toHaveLength(1);
        const json = parseJsonFeed(spellFeed(feed, 'json'));
        expect(json.items?.[0]?.content_text?.trim()).toBe(feed.entries[0]?.text.trim());
      }),
    );
  });
});
