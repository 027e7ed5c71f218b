import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStores, type Stores } from '../../adapters/postgres/index.js';
import { parseSettings } from '../../src/channels/settings.js';
import { addChannel } from '../../src/cli/channels.js';
import type { Output } from '../../src/cli/output.js';
import { AppError } from '../../src/errors.js';
import { createPaperSearch } from '../../src/search/paper-search.js';
import { MAX_QUERY_LENGTH, parseQuery } from '../../src/topics/query.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';
import { putChannel } from '../support/put-channel.js';
import { dumpRows } from '../support/row-watch.js';
import { silentLogger } from '../support/silent-logger.js';
import { address, facts, sighting, simpleMerge, today } from '../support/stored-things.js';

/** What means something to SQL, LIKE, full text, BM25, regular expressions, arrays, JSON or a terminal. */
const SIGNS = [
  ...["'", '"', '\\', '%', '_', '\0', '$1', '$$', ';', '--', '/*', '*/', '`', '{', '}', ',', 'NULL', '\\x27'],
  ...['&', '|', '!', '<->', ':*', '(', ')', '@@', '<@>', '^2', '~', '[', ']', '.*', '(?=', '\\1', '+', '?'],
  ...['\ud800', '\udfff', '\u202e', '\u2066', '\u200b', '\ufeff', '\ufffe', 'שלום', 'مرحبا', 'e\u0301\u0301'],
  ...[
    'cat:',
    'author:',
    'org:',
    'since:',
    'min:',
    'sort:',
    'id:',
    '-',
    '=',
    ' ',
    '\n',
    '\r',
    '\t',
    '\x1b[2J',
  ],
  ...['title', 'drop table broadsheet.papers', 'speech', 'to_bm25query', 'x'.repeat(450), '😀', 'İ', 'ß'],
];
const nasty = fc
  .array(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...SIGNS) }, fc.string({ unit: 'binary' })), {
    minLength: 1,
    maxLength: 9,
  })
  .map((pieces) => pieces.join(''));
const RUNS = { numRuns: 40 };
const LONG = "x' ".repeat(40_000);

/** As text can be kept by PostgreSQL at all. */
const storable = (text: string): string => text.replaceAll('\0', '').replace(/\p{Cs}/gu, '\ufffd');
const silent: Output = { line: () => undefined, json: () => undefined };

describe.each(testDatabases)('any text on the $name database', ({ open }) => {
  let database: TestDatabase;
  let stores: Stores;
  let before: string;
  beforeAll(async () => {
    database = await open();
    stores = createStores(database.pool);
    await stores.papers.save([{ facts: facts('p1'), sighting: sighting('p1') }], simpleMerge);
    before = await dumpRows(database.pool);
  });
  afterAll(() => database.close());

  it('is looked for as it is, and only looked for', async () => {
    const signal = AbortSignal.timeout(120_000);
    const patience = (): AbortSignal => AbortSignal.timeout(10_000);
    const searcher = createPaperSearch({ ...stores, finders: [], patience, logger: silentLogger });
    const look = async (typed: string): Promise<void> => {
      const parsed = parseQuery(typed);
      if (parsed.ok) await searcher.search(parsed.query, { limit: 10, now: new Date(), signal });
      else expect(parsed.error.hint).toMatch(/\S/);
      // No word that is looked for is longer than a query may be.
      const text = typed.slice(0, MAX_QUERY_LENGTH);
      const { search } = stores;
      const found = [
        await search.candidates({ words: [text], limit: 5, phrases: [{ title: text, text }] }),
        await search.titleRuns({ run: [text], limit: 5 }),
        await search.newest({ limit: 5, phrases: [{ title: text, text }] }),
      ];
      for (const papers of found)
        for (const { title, text: body, names } of papers)
          expect(`${title} ${body} ${names}`).toContain(storable(text).trim());
      await search.byAuthor([text, text], 5);
      await search.statistics([text]);
      await search.spellings(text, 5);
      await search.titleGaps({ run: [text, text, text], gaps: [1] });
      await search.titlesWith([text], 5);
      expect(await stores.papers.get([text])).toEqual([]);
    };
    await fc.assert(fc.asyncProperty(nasty, look), RUNS);
    await look(LONG);
    expect(await dumpRows(database.pool)).toBe(before);
  }, 180_000);

  it('is kept to the letter in settings and means the same afterwards, or is refused with a sentence', async () => {
    let kept = 0;
    const keep = async (name: string, query: string): Promise<void> => {
      const input = { time: '09:00', zone: 'UTC', topics: [`${name}=${query}`, query, 'everything'] };
      const parsed = parseSettings(input, 'discord');
      if (!parsed.ok) {
        for (const { message } of parsed.faults) expect(message).toMatch(/[.:!?].*\S/s);
        return;
      }
      kept += 1;
      const { channel } = await putChannel(stores.channels, address, parsed.settings, today, name);
      const back = await stores.channels.get(channel.key);
      expect(back?.topics).toEqual(parsed.settings.topics);
      for (const [index, topic] of (back?.topics ?? []).entries())
        expect(parseQuery(topic.query)).toEqual(parseQuery(parsed.settings.topics[index]?.query ?? ''));
      expect(back?.setUpBy).toBe(storable(name));
      await stores.channels.remove(channel.key);
    };
    await fc.assert(fc.asyncProperty(nasty, nasty, keep), RUNS);
    await keep('plain', `"it's 100%_sure" \\d+ | to_tsquery('a & b')`);
    await keep(LONG, LONG);
    expect(kept).toBeGreaterThan(1);
    expect(await dumpRows(database.pool)).toBe(before);
  }, 180_000);

  it('is a fault of usage as an argument of the command line, and reaches no table', async () => {
    const inspect = () => Promise.resolve({ problems: [], name: null }) as never;
    const clock = { now: () => Promise.resolve(new Date()) } as never;
    const outcome = (key: string, options: Record<string, string>): Promise<unknown> =>
      addChannel(key, options, { ...stores, clock }, silent, inspect).then(
        () => null,
        (error: unknown) => error,
      );
    const give = async (text: string): Promise<void> => {
      const wrong = [await outcome(text, { time: '09:00', zone: 'UTC' })];
      wrong.push(await outcome(`discord:11:${text}`, { time: '09:00', zone: 'UTC' }));
      for (const option of ['time', 'zone', 'days', 'count', 'layout', 'empty'])
        wrong.push(await outcome('discord:11:22', { time: '09:00', zone: 'UTC', [option]: `'${text}` }));
      for (const error of wrong) {
        expect(error).toBeInstanceOf(AppError);
        expect((error as AppError).code).toBe('usage');
      }
      expect(await stores.channels.get(text)).toBeNull();
      expect(await stores.deliveries.find(text)).toEqual([]);
      expect(await stores.deliveries.list({ channelKey: text, limit: 5 })).toEqual([]);
    };
    await fc.assert(fc.asyncProperty(nasty, give), RUNS);
    await give(LONG);
    expect(await dumpRows(database.pool)).toBe(before);
  }, 180_000);

  it('is kept to the letter in papers', async () => {
    let index = 0;
    const keep = async (title: string, abstract: string): Promise<void> => {
      const id = `n${(index += 1)}`;
      const said = facts(id, { title, abstract, authors: [title] });
      await stores.papers.save([{ facts: said, sighting: sighting(id) }], simpleMerge);
      const [stored] = await stores.papers.get([id]);
      const read = { title: storable(title), abstract: storable(abstract), authors: [storable(title)] };
      expect(stored?.paper).toMatchObject(read);
    };
    await fc.assert(fc.asyncProperty(nasty, nasty, keep), RUNS);
    await keep(LONG, LONG);
    expect(await stores.papers.get(['p1'])).toHaveLength(1);
  }, 180_000);
});
