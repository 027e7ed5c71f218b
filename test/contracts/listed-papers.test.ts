import { describe, expect, it } from 'vitest';
import { testDatabases } from '../support/databases.js';
import { freshStores } from '../support/fresh-stores.js';
import { storePapers } from '../support/reading-world.js';
import { minutesAfter } from '../support/stored-things.js';

describe.each(testDatabases)('lists of days on the $name database', ({ open }) => {
  const here = freshStores(open, ['papers']);

  const between = async (from: string, to: string, limit = 10) => {
    const { papers, total } = await here.stores.papers.listedBetween(from, to, limit);
    return { ids: papers.map(({ paper }) => paper.id), total };
  };

  it('have the papers that a daily list or an announcement showed, the most upvoted first', async () => {
    await storePapers(here.stores, [
      ['a', {}, { listedOn: '2026-11-20', signals: { upvotes: 5 } }],
      ['b', {}, { listedOn: '2026-11-21', signals: { upvotes: 9 } }],
      ['c', {}, { listedOn: '2026-11-20', list: 'announcement', source: 'arxiv', signals: {} }],
      ['d', {}, { listedOn: '2026-11-22', signals: { upvotes: 90 } }],
    ]);
    expect(await between('2026-11-20', '2026-11-21')).toEqual({ ids: ['b', 'a', 'c'], total: 3 });
    expect(await between('2026-11-20', '2026-11-20')).toEqual({ ids: ['a', 'c'], total: 2 });
    expect(await between('2026-11-20', '2026-11-22', 1)).toEqual({ ids: ['d'], total: 4 });
    expect(await between('2026-11-01', '2026-11-19')).toEqual({ ids: [], total: 0 });
  });

  it('have a paper on each of its days, with all that was seen of it', async () => {
    await storePapers(here.stores, [
      [
        'late',
        {},
        {
          listedOn: '2026-09-01',
          list: 'announcement',
          observedAt: minutesAfter(-60 * 24 * 80),
          signals: {},
        },
        { listedOn: '2026-11-20', observedAt: minutesAfter(-120), signals: { upvotes: 2 } },
        { listedOn: '2026-11-20', observedAt: minutesAfter(-10), signals: { upvotes: 4 } },
      ],
    ]);
    expect((await between('2026-09-01', '2026-09-01')).ids).toEqual(['late']);
    const { papers } = await here.stores.papers.listedBetween('2026-11-20', '2026-11-20', 10);
    expect(papers[0]?.sightings.map(({ signals }) => signals.upvotes)).toEqual([undefined, 2, 4]);
    expect(await here.stores.papers.listDays('2026-08-01', '2026-11-30')).toEqual([
      '2026-11-20',
      '2026-09-01',
    ]);
  });

  it('leave out what only a search or a trending list brought', async () => {
    await storePapers(here.stores, [
      ['found', { publishedOn: '2023-05-20' }, { list: 'catalogue', listedOn: '2023-05-20' }],
      ['trending', { publishedOn: '2024-05-20' }, { list: 'trending', listedOn: '2024-05-20' }],
    ]);
    expect(await between('2020-01-01', '2026-11-30')).toEqual({ ids: [], total: 0 });
    expect(await here.stores.papers.listDays('2023-05-19', '2023-05-21')).toEqual([]);
    expect(await here.stores.papers.listSpan()).toBeNull();
  });

  it('begin and end somewhere, or nowhere', async () => {
    expect(await here.stores.papers.listSpan()).toBeNull();
    await storePapers(here.stores, [
      ['a', {}, { listedOn: '2026-11-20' }],
      ['b', {}, { listedOn: '2026-10-02', list: 'announcement', source: 'arxiv' }],
      ['c', {}, { listedOn: '2026-11-25', list: 'announcement', source: 'arxiv' }],
      ['old', { publishedOn: '1999-01-01' }, { list: 'catalogue' }],
    ]);
    expect(await here.stores.papers.listSpan()).toEqual({ from: '2026-10-02', to: '2026-11-25' });
    expect(await here.stores.papers.listDays('2026-11-01', '2026-11-24')).toEqual(['2026-11-20']);
    expect(await here.stores.papers.listDays('2026-11-24', '2026-11-01')).toEqual([]);
  });
});
