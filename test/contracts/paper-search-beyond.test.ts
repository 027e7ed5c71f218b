import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.js';
import type { PaperFinder } from '../../src/ports/paper-finder.js';
import { createPaperSearch } from '../../src/search/paper-search.js';
import { testDatabases } from '../support/databases.js';
import {
  finder,
  OPTIONS,
  query,
  searchablePapers,
  type Saved,
  type SearchablePapers,
} from '../support/searchable.js';
import { silentLogger } from '../support/silent-logger.js';
import { NOON } from '../support/stored-things.js';

describe.each(testDatabases)('searching beyond on the $name database', (kind) => {
  let papers: SearchablePapers;
  beforeAll(async () => {
    papers = await searchablePapers(kind);
  });
  afterAll(() => papers.close());
  beforeEach(() => papers.clear());

  describe('beyond our own catalogue', () => {
    const theirs: readonly Saved[] = [
      [
        '2612.00001',
        { title: 'Multilingual Speech at Large', abstract: 'New.', categories: ['cs.CL'] },
        { signals: { upvotes: 5 } },
      ],
      ['2611.00001', { title: 'Multilingual Speech Recognition (a copy)' }],
      ['2612.00002', { title: 'Speech of Many Tongues' }],
      ['2612.00006', { title: 'Something Else' }],
    ];

    it('asks others when little is found, merges, labels and saves what they have', async () => {
      const other = finder('Hugging Face', theirs);
      const { hits, notices } = await papers.run('multilingual speech cat:cs', {}, other);
      expect(other.asked).toEqual(['multilingual speech']);
      expect(hits.map(({ item: { paper }, from }) => [paper.title, from])).toEqual([
        ['Multilingual Speech Recognition', null],
        ['Multilingual Speech at Large', 'Hugging Face'],
      ]);
      expect(notices).toContain('Few papers here match, so Hugging Face was asked too.');
      const [saved] = await papers.stores.papers.get(['2612.00001']);
      expect(saved?.sightings).toMatchObject([{ list: 'catalogue', signals: { upvotes: 5 } }]);
      expect(await papers.stores.papers.get(['2612.00002'])).toEqual([]);
      expect(await papers.found('multilingual large')).toContain(1);
    });

    it('believes what a source puts first although it lacks the words', async () => {
      const { hits } = await papers.run('multilingual speech', {}, finder('Hugging Face', theirs));
      const ids = hits.map(({ item: { paper } }) => paper.id);
      expect(ids.slice(0, 2).sort()).toEqual(['2611.00001', '2612.00001']);
      expect(ids.slice(2)).toEqual(['2612.00002', '2611.00002']);
    });

    it('does not believe what shares no telling word with the query', async () => {
      const other = finder('Hugging Face', [
        ['2612.00009', { title: 'The Art of Things', abstract: 'Of it.' }],
      ]);
      const { hits } = await papers.run('the qwzxv of blorptang', {}, other);
      expect([hits, other.asked.length]).toEqual([[], 1]);
    });

    it('finds by a word that nobody here knows', async () => {
      const other = finder('Hugging Face', [
        ['2612.00003', { title: 'Xyzzyx explained' }],
        ['2612.00004', { title: 'Else' }],
      ]);
      const { hits } = await papers.run('xyzzyx', {}, other);
      expect(hits.map(({ item: { paper }, from }) => [paper.id, from])).toEqual([
        ['2612.00003', 'Hugging Face'],
      ]);
    });

    it('does not ask when there is enough here, nor for a query without words', async () => {
      const other = finder('Hugging Face', theirs);
      await papers.run('transformer', { limit: 2 }, other);
      await papers.run('cat:cs.SD', {}, other);
      expect(other.asked).toEqual([]);
    });

    it.each([
      ['fails', new AppError('It is down.', { code: 'source' })],
      ['breaks', new TypeError('fetch failed')],
    ])('keeps our own answer, with a notice, when one %s', async (_, fault) => {
      const { hits, notices } = await papers.run('multilingual', {}, finder('Hugging Face', [], fault));
      expect(hits).toHaveLength(1);
      expect(notices).toEqual(['Hugging Face does not answer just now; these are the papers known here.']);
    });

    it('waits no longer than it is told, also for one that does not listen', async () => {
      const deaf: PaperFinder = {
        title: 'arXiv',
        find: () => new Promise(() => undefined),
        get: () => new Promise(() => undefined),
      };
      const signal = AbortSignal.timeout(50);
      const { hits, notices } = await papers.run('multilingual', { signal }, deaf);
      expect([hits.length, notices]).toEqual([
        1,
        ['arXiv does not answer just now; these are the papers known here.'],
      ]);
      expect((await papers.run('2612.00001', { signal }, deaf)).notices).toEqual([
        'The paper 2612.00001 is not known here. arXiv did not answer in time.',
      ]);
    });

    it('throws the fault of a store', async () => {
      const search = createPaperSearch({
        ...papers.stores,
        search: {
          ...papers.stores.search,
          candidates: () => Promise.reject(new AppError('Gone.', { code: 'database' })),
        },
        finders: [],
        logger: silentLogger,
      });
      await expect(search.search(query('speech'), OPTIONS)).rejects.toThrow('Gone.');
    });
  });

  describe('one paper', () => {
    const { signal } = OPTIONS;
    const theirs = finder('arXiv', [['2612.00005', { title: 'Elsewhere' }]]);
    const nobody = finder('Hugging Face', []);
    const down = finder('Hugging Face', [], new AppError('Hugging Face is down.', { code: 'source' }));

    it('is ours, or whose it is, and then saved', async () => {
      expect((await papers.searchWith().paper('2611.00001', signal))?.paper.title).toBe(
        'Multilingual Speech Recognition',
      );
      const search = papers.searchWith(nobody, theirs);
      expect((await search.paper('2612.00005', signal))?.paper.title).toBe('Elsewhere');
      const asked = theirs.asked.length;
      expect((await search.paper('2612.00005', signal))?.paper.title).toBe('Elsewhere');
      expect(theirs.asked).toHaveLength(asked);
      const { hits } = await papers.run('2612.00005', {}, theirs);
      expect(hits.map(({ from }) => from)).toEqual([null]);
    });

    it('is null when nobody has it, and a fault when somebody could not say', async () => {
      expect(await papers.searchWith(nobody, theirs).paper('2612.00009', signal)).toBeNull();
      expect((await papers.searchWith(down, theirs).paper('2612.00005', signal))?.paper.title).toBe(
        'Elsewhere',
      );
      await expect(papers.searchWith(down, theirs).paper('2612.00009', signal)).rejects.toThrow(
        'Hugging Face is down.',
      );
    });

    it('that nobody has is said in a search', async () => {
      expect(await papers.run('2612.00009', {}, nobody)).toEqual({
        hits: [],
        notices: ['Nobody asked knows a paper 2612.00009.'],
      });
      expect((await papers.run('2612.00009', {}, down)).notices).toEqual([
        'The paper 2612.00009 is not known here. Hugging Face is down.',
      ]);
    });
  });

  describe('papers like one', () => {
    const similar = async (id: string) =>
      (await papers.searchWith().similar(id, { limit: 3, now: NOON })).map(({ item: { paper } }) => paper.id);

    it('have its telling words, and it is not among them', async () => {
      expect((await similar('2611.00005'))[0]).toBe('2611.00006');
      expect(await similar('2611.00001')).not.toContain('2611.00001');
    });

    it('are no copies of it', async () => {
      await papers.save([
        '2612.00007',
        { title: 'A Text-to-SQL Benchmark', abstract: 'Questions on tables.' },
      ]);
      expect(await similar('2611.00005')).not.toContain('2612.00007');
    });

    it('by the same authors come first among equals', async () => {
      const words = { title: 'Octopus tentacles', abstract: 'Octopus arms.' };
      const octopuses: readonly Saved[] = [
        ['2612.00011', { ...words, authors: ['Ada Marsh'] }],
        ['2612.00012', { title: 'Arms of an octopus', authors: ['Bo Lind'] }],
        ['2612.00013', { title: 'Octopus and arms', authors: ['Ada Marsh'] }],
      ];
      await papers.save(...octopuses);
      expect((await similar('2612.00011'))[0]).toBe('2612.00013');
    });

    it('of a paper that is not known are none', async () => {
      expect(await similar('2612.00099')).toEqual([]);
    });
  });

  it('suggests titles while they are typed', async () => {
    const suggest = async (text: string) =>
      (await papers.searchWith().suggest(text, 5)).map(({ title }) => title);
    expect(await suggest('trans')).toEqual(['Efficient Transformers', 'Transformers for Vision']);
    expect(await suggest('eff trans')).toEqual(['Efficient Transformers']);
    expect(await suggest('https://arxiv.org/abs/2611.00007')).toEqual(['Sign Language']);
    expect(await suggest('2612.00099')).toEqual([]);
    expect(await suggest(' -- ')).toEqual([]);
  });
});
