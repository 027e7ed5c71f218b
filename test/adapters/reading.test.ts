import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.js';
import { builtinTopic } from '../../src/topics/builtin.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';
import { createReadingWorld, storePapers, type ReadingWorld, type Stored } from '../support/reading-world.js';
import { minutesAfter, NOON } from '../support/stored-things.js';

const PAPERS: readonly Stored[] = [
  [
    '2611.00001',
    {
      title: 'Speech $\\alpha$ Recognition',
      abstract: 'Speech of many kinds.',
      categories: ['cs.SD'],
      thumbnailUrl: 'https://cdn-thumbnails.huggingface.co/a.png',
    },
    { observedAt: minutesAfter(-300), signals: { upvotes: 3 } },
    { observedAt: minutesAfter(-10), signals: { upvotes: 84 } },
  ],
  ['2611.00002', { title: 'Robots That Fold Laundry' }, { signals: { upvotes: 40 } }],
  [
    '2611.00003',
    { title: 'A Study of Speech Synthesis' },
    { listedOn: '2026-11-19', signals: { upvotes: 12 } },
  ],
  ['hep-th/9901001', { title: 'Strings' }, { listedOn: '2026-09-03', signals: { upvotes: 1 } }],
];

describe('the reading core', () => {
  let database: TestDatabase;
  let world: ReadingWorld;

  beforeAll(async () => {
    database = await testDatabases[0]!.open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.pool.query('delete from broadsheet.papers');
    await database.setClock(NOON);
    world = createReadingWorld(database.pool);
  });

  const fill = () => storePapers(world.stores, PAPERS);
  const ids = (list: { readonly papers: readonly { readonly paperId: string }[] } | null) =>
    list?.papers.map(({ paperId }) => paperId);

  it('says of a search in an empty catalogue that nothing has been read yet', async () => {
    const answer = await world.reading.search('speech');
    expect(answer).toMatchObject({
      kind: 'found',
      papers: [],
      near: [],
      unread: true,
      notices: [expect.stringMatching(/^Nothing has been read yet/) as string],
    });
    await fill();
    world.time.passed = 20 * 60_000;
    expect(await world.reading.search('xyzzyqux')).toMatchObject({ papers: [], unread: false });
  });

  it('gives the latest day, ranked and explained', async () => {
    await fill();
    const list = await world.reading.today();
    expect(list).toMatchObject({
      key: 'today',
      title: 'Monday, 23 November 2026',
      span: { from: '2026-11-23', to: '2026-11-23' },
      total: 2,
      sample: false,
      old: false,
      topic: null,
      madeAt: NOON.toISOString(),
    });
    expect(ids(list)).toEqual(['2611.00001', '2611.00002']);
    expect(list.papers[0]).toMatchObject({
      position: 1,
      title: 'Speech α Recognition',
      abstract: 'Speech of many kinds.',
      authorNames: ['Ada Lovelace', 'Alan Turing'],
      authorCount: 2,
      firstListedOn: '2026-11-23',
      listedOn: '2026-11-23',
      thumbnailUrl: 'https://cdn-thumbnails.huggingface.co/a.png',
      history: [
        { at: minutesAfter(-300).toISOString(), upvotes: 3 },
        { at: minutesAfter(-10).toISOString(), upvotes: 84 },
      ],
    });
    expect(list.papers[0]?.why).toContain('84 upvotes');
    expect(list.papers[0]?.parts.map(({ name }) => name)).toContain('level');
  });

  it('gives days, weeks and months by name, and none where nothing was listed', async () => {
    await fill();
    const { reading } = world;
    expect(ids(await reading.day('2026-11-19'))).toEqual(['2611.00003']);
    expect(await reading.day('2026-11-20')).toBeNull();
    expect(await reading.day('2027-11-20')).toBeNull();
    expect(await reading.week('2026-W47')).toMatchObject({ title: 'Week 47 of 2026', total: 1 });
    expect(await reading.week('2026-W60')).toBeNull();
    expect(await reading.month('2026-11')).toMatchObject({ title: 'November 2026', total: 3 });
    expect(await reading.month('2026-09')).toMatchObject({ total: 1 });
    expect(await reading.month('2026-10')).toBeNull();
    expect(ids(await reading.lastWeek())).toEqual(['2611.00001', '2611.00002', '2611.00003']);
    expect(await reading.lastMonth()).toMatchObject({ title: 'The last 30 days', total: 3 });
    expect(await reading.span()).toEqual({ from: '2026-09-03', to: '2026-11-23' });
    expect(await reading.days({ from: '2026-11-01', to: '2026-11-30' })).toEqual([
      '2026-11-23',
      '2026-11-19',
    ]);
  });

  it('gives a topic, a built-in one or any query, by how much of a paper it is about', async () => {
    await fill();
    const speech = await world.reading.topic(builtinTopic('speech')!);
    expect(speech).toMatchObject({ key: 'topic:speech', title: 'speech', total: 2 });
    const own = await world.reading.topic({ name: 'folding', query: 'laundry' });
    expect(own.key).toBe('query:laundry');
    expect(ids(own)).toEqual(['2611.00002']);
    expect((await world.reading.topic({ name: 'nothing', query: 'xyzzy' })).papers).toEqual([]);
  });

  it('gives one paper with its history, its place, its topics and papers like it', async () => {
    await fill();
    const view = await world.reading.paper('2611.00001');
    expect(view).toMatchObject({ place: { position: 1, of: 3 }, old: false });
    expect(view?.topics).toContain('speech');
    expect(view?.bibtex).toContain('eprint = {2611.00001}');
    expect(view?.paper.history).toHaveLength(2);
    expect(view?.similar.map(({ paperId }) => paperId)).toContain('2611.00003');
    expect(await world.reading.paper('hep-th/9901001')).toMatchObject({ place: null });
    expect(await world.reading.paper('2611.99999')).toBeNull();
  });

  it('answers a search in the full grammar, with the fault when it cannot be read', async () => {
    await fill();
    const { reading } = world;
    const found = await reading.search('speech -robots');
    expect(found.kind === 'found' && ids(found)).toEqual(
      expect.arrayContaining(['2611.00001', '2611.00003']),
    );
    const filtered = await reading.search('speech since:2d');
    expect(filtered.kind === 'found' && ids(filtered)).toEqual(['2611.00001']);
    expect(await reading.search('speech "open')).toMatchObject({ kind: 'fault', error: { position: 7 } });
    expect(await reading.search('https://arxiv.org/abs/2611.00001v2')).toMatchObject({
      kind: 'paper',
      paperId: '2611.00001',
    });
    expect(await reading.search('doi:10.1000/XYZ')).toMatchObject({
      kind: 'paper',
      paperId: 'doi:10.1000/xyz',
    });
    const none = await reading.search('robot cat:math.ST');
    expect(none).toMatchObject({ kind: 'found', papers: [] });
    expect(none.kind === 'found' && none.near.length).toBeGreaterThan(0);
  });

  it('shows the labelled sample while nothing has been read, and the list soon after', async () => {
    const sample = await world.reading.today();
    expect(sample).toMatchObject({ sample: true, total: 60 });
    expect(sample.notices).toEqual(['No source is switched on: this is the bundled sample.']);
    expect(sample.papers[0]?.gist?.origin).toBe('sample');
    expect(await world.reading.topic(builtinTopic('agents')!)).toMatchObject({ sample: true });
    await fill();
    world.time.passed += 11 * 60_000;
    expect(await world.reading.today()).toMatchObject({ sample: false, total: 2 });
  });

  it('is asked once a minute, however many read', async () => {
    let asked = 0;
    const counted = createReadingWorld(database.pool, (deps) => ({
      ...deps,
      papers: {
        ...deps.papers,
        listedBetween: (...args) => {
          asked += 1;
          return deps.papers.listedBetween(...args);
        },
      },
    }));
    await fill();
    const lists = await Promise.all(Array.from({ length: 50 }, () => counted.reading.today()));
    expect(new Set(lists).size).toBe(1);
    expect(asked).toBe(1);
  });

  it('gives the last list, marked as old, while the database is away, and the fault when there is none', async () => {
    let away = false;
    const gone = new AppError('The database does not answer.', { code: 'database' });
    const shaky = createReadingWorld(database.pool, (deps) => ({
      ...deps,
      clock: { now: () => (away ? Promise.reject(gone) : deps.clock.now()) },
      papers: {
        ...deps.papers,
        listSpan: () => (away ? Promise.reject(gone) : deps.papers.listSpan()),
      },
    }));
    await fill();
    const before = await shaky.reading.today();
    away = true;
    shaky.time.passed += 3_600_000;
    await shaky.reading.today();
    const after = await shaky.reading.today();
    expect(after).toMatchObject({ old: true, total: 2 });
    expect(after.papers).toBe(before.papers);
    await expect(shaky.reading.lastWeek()).rejects.toThrow('does not answer');
  });
});
