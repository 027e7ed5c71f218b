import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createArxivFinder, createArxivSource } from '../../adapters/arxiv/index.js';
import { lookUp } from '../../adapters/arxiv/api.js';
import { readFeed } from '../../adapters/arxiv/feed.js';
import { createHuggingFaceFinder, createHuggingFaceSource } from '../../adapters/huggingface/index.js';
import { parsePaperId } from '../../src/papers/paper-id.js';
import { SourceError } from '../../src/papers/source-error.js';
import type { SourceItem } from '../../src/ports/source.js';
import { announcementFeed, queryFeed } from '../fakes/sources/atom.js';
import { itemOf } from '../fakes/sources/huggingface.js';
import { seedPapers } from '../fakes/sources/seed.js';
import { answering } from '../support/answering.js';
import { ENDLESS_TEXTS, mutated, placesIn, withAt } from '../support/mutate.js';
import { readAll } from '../support/source-clients.js';

const DAY = '2026-11-20';
const NOW = new Date(`${DAY}T12:00:00Z`);
const PAPERS = seedPapers(2, DAY);
const LIST = PAPERS.map((paper) => itemOf(paper, DAY));
const FEED = announcementFeed(
  'cs.CL',
  DAY,
  PAPERS.map((paper) => ({ paper, type: 'new' as const })),
);
const QUERY = queryFeed(PAPERS, 2, 0);
const clock = { now: () => Promise.resolve(NOW) };
const signal = new AbortController().signal;

/** What it read; a sentence of ours in its place is as good. Anything else that is thrown fails the test. */
async function itemsOr(read: () => unknown): Promise<readonly SourceItem[]> {
  try {
    return ((await read()) ?? []) as readonly SourceItem[];
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    expect(error.message.length).toBeLessThan(2_000);
    return [];
  }
}

const base = { baseUrl: 'https://huggingface.co', token: null };
const days = { from: DAY, to: DAY };

/** Everything that reads an answer, by name. */
const readers: Readonly<Record<string, (body: string) => Promise<readonly SourceItem[]>>> = {
  'the list of Hugging Face': (body) =>
    itemsOr(async () => {
      const source = createHuggingFaceSource({ ...base, http: answering(body), everyMs: 60_000 });
      const { pages, error } = await readAll(source.read({ now: NOW, lastOkAt: null, signal, days }));
      if (error !== null && pages.length === 0) throw error as Error;
      return pages.flatMap(({ items }) => items);
    }),
  'the search of Hugging Face': (body) =>
    itemsOr(() =>
      createHuggingFaceFinder({ ...base, http: answering(body), clock }).find('speech', 10, signal),
    ),
  'a paper at Hugging Face': (body) =>
    itemsOr(async () => {
      const finder = createHuggingFaceFinder({ ...base, http: answering(body), clock });
      const item = await finder.get(PAPERS[0]!.id, signal);
      return item === null ? [] : [item];
    }),
  'the feed of arXiv': (body) =>
    itemsOr(
      () => readFeed(body, { category: 'cs.CL', where: 'source.example/x', observedAt: NOW }, DAY).items,
    ),
  'the API of arXiv': (body) =>
    itemsOr(async () => {
      const deps = { apiUrl: 'https://export.arxiv.org', http: answering(body) };
      return (await lookUp(deps, ['2611.10001'], { listedOn: DAY, observedAt: NOW }, signal)).items;
    }),
  'a paper at arXiv': (body) =>
    itemsOr(async () => {
      const deps = { apiUrl: 'https://export.arxiv.org', http: answering(body), clock, title: 'arXiv' };
      const item = await createArxivFinder(deps).get('2611.10001', signal);
      return item === null ? [] : [item];
    }),
  'all of arXiv': (body) =>
    itemsOr(async () => {
      const urls = { rssUrl: 'https://rss.arxiv.org', apiUrl: 'https://export.arxiv.org' };
      const source = createArxivSource({ ...urls, categories: ['cs.CL'], http: answering(body) });
      const { pages, error } = await readAll(source.read({ now: NOW, lastOkAt: null, signal }));
      if (error !== null && pages.length === 0) throw error as Error;
      return pages.flatMap(({ items }) => items);
    }),
};

/** What may be stored and shown, whatever was answered. */
function expectSound({ facts, sighting }: SourceItem): void {
  expect(parsePaperId(facts.id)).toBe(facts.id);
  expect(facts.title).not.toBe('');
  const texts = [
    facts.title,
    facts.abstract,
    facts.aiSummary ?? '',
    facts.organization ?? '',
    facts.comment ?? '',
  ];
  for (const text of [...texts, ...facts.authors, ...(facts.keywords ?? []), ...(facts.categories ?? [])]) {
    expect(text.length).toBeLessThanOrEqual(50_000);
    expect(/[\0\p{Cs}]/u.test(text)).toBe(false);
  }
  expect(facts.authors.length).toBeLessThanOrEqual(5_000);
  for (const url of [facts.codeUrl, facts.projectUrl, facts.thumbnailUrl])
    if (url !== undefined) expect(url).toMatch(/^https:\/\/[^@\s]+$/);
  for (const number of Object.values(sighting.signals)) expect(Number.isSafeInteger(number)).toBe(true);
}

const REAL = { json: JSON.stringify(LIST), one: JSON.stringify(LIST[0]), feed: FEED, query: QUERY };

describe.each(Object.entries(readers))('%s', (name, read) => {
  const bodies = name.includes('Hugging Face') ? [REAL.json, REAL.one] : [REAL.feed, REAL.query];

  it('is read, or refused with a sentence, whatever slips are in a real answer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(...bodies.map(mutated)), async (body) => {
        for (const item of await read(body)) expectSound(item);
      }),
      { numRuns: 150 },
    );
  });

  it('is refused with a sentence when it is something else', async () => {
    for (const body of ['', '\0', 'null', '0', '"x"', '[]', '{}', '<a/>', '\ufeff', ...Object.values(REAL)])
      for (const item of await read(body)) expectSound(item);
  });
});

describe('an answer of Hugging Face', () => {
  const read = readers['the list of Hugging Face']!;

  it('may have any value in any place', async () => {
    const places = placesIn(LIST);
    const odd = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(-1, 1e308, Number.MAX_SAFE_INTEGER, '\0', '\ud800', [], {}, [[]], 'x'.repeat(60_000)),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), odd, async (path, value) => {
        for (const item of await read(JSON.stringify(withAt(LIST, path, value)))) expectSound(item);
      }),
      { numRuns: 400 },
    );
  });

  it('may hold what costs a careless reader minutes, in any field', async () => {
    const item = LIST[1] as { paper: object };
    for (const text of ENDLESS_TEXTS) {
      const paper = Object.fromEntries(Object.keys(item.paper).map((key) => [key, text]));
      const all = Object.fromEntries(Object.keys(item).map((key) => [key, text]));
      const name = { name: text, fullname: text };
      for (const given of [
        { ...all, paper: { ...paper, id: '2611.10001' }, organization: name },
        { ...item, paper: { ...item.paper, id: text } },
        { ...item, paper: { ...item.paper, authors: [{ name: text }], ai_keywords: [text] } },
      ])
        for (const one of await read(JSON.stringify([given]))) expectSound(one);
    }
  }, 60_000);

  it.each([
    ['a million items', `[${'1,'.repeat(1_000_000)}1]`],
    ['a million empty papers', `[${'{"paper":{}},'.repeat(750_000)}{}]`],
    ['a million levels', '['.repeat(1_000_000) + ']'.repeat(1_000_000)],
    ['a million levels in a paper', `[{"paper":${'{"paper":'.repeat(500_000)}1${'}'.repeat(500_000)}}]`],
    [
      'ten megabytes of title',
      JSON.stringify([{ paper: { id: '2611.10001', title: 'x'.repeat(10_000_000) } }]),
    ],
    [
      'five million authors',
      `[{"paper":{"id":"2611.10001","title":"t","authors":[${'1,'.repeat(4_999_999)}1]}}]`,
    ],
    [
      'a million named authors',
      `[{"paper":{"id":"2611.10001","title":"t","authors":[${'{"name":"a"},'.repeat(800_000)}1]}}]`,
    ],
    [
      'a million keywords',
      `[{"paper":{"id":"2611.10001","title":"t","ai_keywords":[${'"word",'.repeat(1_000_000)}"x"]}}]`,
    ],
  ])(
    'of ten megabytes with %s keeps neither time nor memory',
    async (_, body) => {
      for (const name of ['the list of Hugging Face', 'the search of Hugging Face']) {
        const items = await readers[name]!(body);
        expect(items.length).toBeLessThanOrEqual(1_000);
        items.forEach(expectSound);
      }
    },
    30_000,
  );

  it('is not followed into prototypes', async () => {
    const body = `[{"__proto__":{"polluted":1},"paper":{"id":"2611.10001","title":"t","constructor":{"prototype":{"polluted":1}},"__proto__":{"polluted":1}}}]`;
    expect(await read(body)).toHaveLength(1);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('an answer of arXiv', () => {
  const names = ['the feed of arXiv', 'the API of arXiv'] as const;
  const entry = (inner: string): string =>
    `<feed><entry><id>http://arxiv.org/abs/2611.10001v1</id><title>t</title>${inner}</entry></feed>`;
  const LAUGHS = `<!DOCTYPE lolz [<!ENTITY l0 "lol">${Array.from(
    { length: 9 },
    (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`,
  ).join('')}]><feed><title>&l9;</title></feed>`;

  it.each([
    ['a billion laughs', LAUGHS],
    ['laughs without a DOCTYPE', LAUGHS.replace(/^.*?\]>/, '')],
    [
      'a file of this machine',
      `<!DOCTYPE f [<!ENTITY x SYSTEM "file:///etc/passwd">]>${entry('<summary>&x;</summary>')}`,
    ],
    ['entities declared without a DOCTYPE', `<!ENTITY a "b">${FEED}`],
    ['a million levels', '<a>'.repeat(1_000_000) + '</a>'.repeat(1_000_000)],
    ['a million entries', `<feed>${'<entry/>'.repeat(1_200_000)}</feed>`],
    ['a million authors', entry('<author/>'.repeat(1_000_000))],
    ['a million categories', entry('<category/>'.repeat(800_000))],
    ['a million of anything', entry('<x/>'.repeat(2_500_000))],
    ['a million instructions', `<feed>${'<?a?>'.repeat(1_000_000)}</feed>`],
    ['ten megabytes of title', entry(`<summary>${'x'.repeat(10_000_000)}</summary>`)],
    ['ten megabytes of numbered characters', entry(`<summary>${'&#120;'.repeat(1_600_000)}</summary>`)],
    ['ten megabytes of authors', entry(`<creator>${'a,'.repeat(5_000_000)}</creator>`)],
    ['ten megabytes of open brackets', entry(`<creator>${'(a,'.repeat(3_000_000)}</creator>`)],
    ['ten megabytes of attributes', `<feed ${'a="b" '.repeat(1_600_000)}/>`],
    ['ten megabytes of unclosed comment', `<feed>${'<!--'.repeat(2_500_000)}`],
    ['ten megabytes of less-than', '<'.repeat(10_000_000)],
  ])(
    'of ten megabytes with %s keeps neither time nor memory',
    async (_, body) => {
      for (const name of names) {
        const items = await readers[name]!(body);
        expect(items.length).toBeLessThanOrEqual(10_000);
        items.forEach(expectSound);
        expect(JSON.stringify(items)).not.toMatch(/lollol|root:/);
      }
    },
    30_000,
  );

  it('may hold what costs a careless reader minutes, in any field', async () => {
    const fields = ['id', 'summary', 'published', 'updated', 'announce_type', 'creator', 'comment', 'title'];
    for (const text of ENDLESS_TEXTS) {
      const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
      const elements = fields.map((field) => `<${field}>${safe}</${field}>`).join('');
      const bodies = [
        `<feed><entry>${elements}</entry></feed>`,
        entry(
          `${fields
            .slice(1, 7)
            .map((field) => `<${field}>${safe}</${field}>`)
            .join('')}<author><name>${safe}</name></author><category term="${safe}"/><link href="${safe}"/>`,
        ),
      ];
      for (const name of names) for (const body of bodies) (await readers[name]!(body)).forEach(expectSound);
    }
  }, 60_000);
});
