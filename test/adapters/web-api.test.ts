import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtinTopics } from '../../src/topics/builtin.js';
import { openApiBench, PUBLIC, type ApiBench } from '../support/api-bench.js';
import { HOSTILE } from '../support/web-papers.js';

describe('the API', () => {
  let bench: ApiBench;
  beforeAll(async () => {
    bench = await openApiBench();
  });
  afterAll(() => bench.close());

  it('describes itself as OpenAPI 3.1, and answers as it describes', async () => {
    const { told: description } = await bench.ask('/api/openapi.json');
    const validator = new Validator();
    const verdict = await validator.validate(structuredClone(description));
    expect(verdict.errors ?? []).toEqual([]);
    expect([verdict.valid, validator.version]).toEqual([true, '3.1']);
    expect(description['info']).toMatchObject({ version: '1.2.3' });
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    formats.default(ajv);
    ajv.addSchema({ $id: 'api', ...description });
    const asked = {
      '/api/papers?limit=100': 'PaperList',
      '/api/papers?week=last': 'PaperList',
      '/api/papers/2611.00001': 'PaperDetail',
      '/api/search?q=speech': 'SearchResult',
      '/api/search?q=zzzzqqq': 'SearchResult',
      '/api/topics': 'TopicList',
      '/api/papers?day=x': 'Problem',
    };
    for (const [path, schema] of Object.entries(asked)) {
      const { told } = await bench.ask(path);
      const fits = ajv.getSchema(`api#/components/schemas/${schema}`)!;
      expect(fits(told), `${path}: ${JSON.stringify(fits.errors)}`).toBe(true);
    }
    const paths = Object.keys(description['paths'] as object);
    expect(paths).toEqual(['/api/papers', '/api/papers/{id}', '/api/search', '/api/topics']);
  });

  it('gives the lists that the page shows, by day, week, month, topic and query', async () => {
    const { told } = await bench.ask('/api/papers');
    expect(told).toMatchObject({
      list: 'today',
      from: '2026-11-23',
      to: '2026-11-23',
      total: 43,
      sample: false,
    });
    expect(told.papers.slice(0, 2)).toMatchObject([
      { rank: 1, page: expect.stringMatching(`^${PUBLIC}/papers/`) as string },
      { rank: 2 },
    ]);
    expect(told.papers.find(({ title }) => title === HOSTILE)).toMatchObject({
      id: '2611.00003',
      abstract: HOSTILE,
    });
    const list = async (query: string) => (await bench.ask(`/api/papers?${query}`)).told;
    expect(await list('day=2026-11-19')).toMatchObject({ list: 'day:2026-11-19', total: 2 });
    expect(await list('week=2026-W47')).toMatchObject({ list: 'week:2026-W47', total: 2 });
    expect(await list('week=last')).toMatchObject({ list: 'week', total: 45 });
    expect(await list('month=2026-11')).toMatchObject({ list: 'month:2026-11', total: 45 });
    expect(await list('month=last')).toMatchObject({ list: 'month', total: 45 });
    expect(await list('topic=speech')).toMatchObject({ list: 'topic:speech', total: 40 });
    expect(await list('topic=everything')).toMatchObject({ list: 'week' });
    const laundry = await list(`topic=${encodeURIComponent('"fold laundry"')}`);
    expect(laundry.papers.map(({ id }) => id)).toEqual(['2611.00002']);
  });

  it('gives a paper with its history, whatever way its id is written', async () => {
    const { told } = await bench.ask('/api/papers/2611.00001');
    expect(told).toMatchObject({
      paper: { id: '2611.00001', upvotes: 68, aiSummary: expect.stringContaining('morning') as string },
      place: { of: 45 },
      topics: ['language models'],
      bibtex: expect.stringContaining('@misc') as string,
    });
    expect((told['paper'] as { history: unknown[] }).history).toHaveLength(9);
    expect((await bench.ask('/api/papers/hep-th/9901001')).told).toMatchObject({
      paper: { id: 'hep-th/9901001' },
    });
    const other = await bench.ask('/api/papers/2611.00001v2');
    expect([other.status, other.headers.get('location')]).toEqual([301, '/api/papers/2611.00001']);
    expect((await bench.ask('/api/papers/2301.99999')).status).toBe(404);
    expect((await bench.ask('/api/papers/no%20id')).status).toBe(400);
  });

  it('searches in the full grammar, and finds the paper of an id', async () => {
    const ids = async (q: string) =>
      (await bench.ask(`/api/search?q=${encodeURIComponent(q)}`)).told.papers.map(({ id }) => id);
    expect(await ids('"fold laundry"')).toEqual(['2611.00002']);
    expect(await ids('2611.00900')).toEqual(['2611.00900']);
    expect(await ids('https://arxiv.org/abs/2611.00002v3')).toEqual(['2611.00002']);
    expect((await bench.ask('/api/search?q=2301.99999')).told).toMatchObject({
      papers: [],
      notices: ['Neither the catalogue nor the sources have a paper 2301.99999.'],
    });
    const bad = await bench.ask(`/api/search?q=${encodeURIComponent('speech "open')}`);
    expect([bad.status, bad.told['position']]).toEqual([400, 7]);
  });

  it('names the topics, each with where its papers and its feed are', async () => {
    const topics = (await bench.ask('/api/topics')).told['topics'] as {
      name: string;
      papers: string;
      feed: string;
    }[];
    expect(topics.map(({ name }) => name)).toEqual(builtinTopics.map(({ name }) => name));
    expect(topics.find(({ name }) => name === 'language models')).toMatchObject({
      papers: `${PUBLIC}/api/papers?topic=language%20models`,
      feed: `${PUBLIC}/topics/language-models/feed.atom`,
    });
    expect(topics[0]?.feed).toBe(`${PUBLIC}/feed.atom`);
  });

  it('goes through a whole list page by page, each paper once', async () => {
    const seen: string[] = [];
    let path: string | null = '/api/papers?week=last&limit=20';
    let pages = 0;
    while (path !== null) {
      const { told, headers } = await bench.ask(path);
      seen.push(...told.papers.map(({ id }) => id));
      pages += 1;
      const link = /^<([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '');
      expect(link === null).toBe(told.next === null);
      path = link?.[1] ?? null;
    }
    expect([pages, seen.length, new Set(seen).size]).toEqual([3, 45, 45]);
  });

  it('says what is wrong with a request, and the repair', async () => {
    const asked = {
      '/api/papers?limit=0': 'limit',
      '/api/papers?limit=101': '100',
      '/api/papers?limit=ten': 'limit',
      '/api/papers?limitt=5': 'limitt',
      '/api/papers?limit=5&limit=6': 'more than once',
      '/api/papers?cursor=abc': 'cursor',
      '/api/papers?day=2026-11-23&topic=speech': 'day and topic',
      '/api/topics?x=1': '“x”',
      [`/api/search?q=${'x'.repeat(2_100)}`]: 'q',
    };
    for (const [path, words] of Object.entries(asked)) {
      const { status, told, headers } = await bench.ask(path);
      expect([status, headers.get('content-type'), headers.get('cache-control')], path).toEqual([
        400,
        'application/problem+json; charset=utf-8',
        'no-store',
      ]);
      expect(told['detail'], path).toContain(words);
      expect(told['hint'], path).toMatch(/\w/);
    }
    const days = [
      'day=2026-02-30',
      'day=2026-11-22',
      'day=%27;--',
      'week=2026-W99',
      'week=x',
      'month=2026-13',
    ];
    for (const day of days) expect((await bench.ask(`/api/papers?${day}`)).status, day).toBe(404);
    expect((await bench.ask('/api/nothing')).status).toBe(404);
    const posted = await bench.ask('/api/papers', { method: 'POST' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});
