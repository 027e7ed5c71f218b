import { describe, expect, it } from 'vitest';
import { type Stores } from '../../adapters/postgres/index.js';
import { testDatabases } from '../support/databases.js';
import { facts, minutesAfter, NOON, sighting, simpleMerge } from '../support/stored-things.js';
import { freshStores } from '../support/fresh-stores.js';

describe.each(testDatabases)('papers on the $name database', ({ open }) => {
  const here = freshStores(open, ['papers']);

  const save = (...items: Parameters<Stores['papers']['save']>[0]) =>
    here.stores.papers.save(items, simpleMerge);

  it('gives back every field of a paper as it was saved', async () => {
    const full = facts('2607.23193', {
      categories: ['cs.CL', 'cs.AI'],
      primaryCategory: 'cs.CL',
      publishedOn: '2026-07-22',
      aiSummary: 'A "quoted" sentence, with {braces} and \\ backslashes.',
      keywords: ['speech', 'a, b'],
      organization: 'nvidia',
      codeUrl: 'https://github.com/a/b',
      projectUrl: 'https://example.org/p',
      thumbnailUrl: 'https://cdn.example.org/t.png',
      comment: '12 pages\n3 figures',
    });
    expect(await save({ facts: full, sighting: sighting(full.id) })).toEqual({
      added: 1,
      updated: 0,
      sightings: 1,
    });
    const [found] = await here.stores.papers.get([full.id]);
    expect(found).toEqual({
      paper: simpleMerge(null, full, sighting(full.id)),
      sightings: [sighting(full.id)],
    });
  });

  it('keeps days as plain dates and leaves a day that is not known out', async () => {
    await save({
      facts: facts('a'),
      sighting: { paperId: 'a', source: 'huggingface', list: 'trending', observedAt: NOON, signals: {} },
    });
    const [found] = await here.stores.papers.get(['a']);
    expect(found?.paper.firstListedOn).toBe('2026-11-23');
    expect(found?.sightings[0]).not.toHaveProperty('listedOn');
    expect(found?.sightings[0]?.observedAt).toEqual(NOON);
  });

  it('merges what comes twice in one call one after the other, and with what is known', async () => {
    await save({ facts: facts('a', { organization: 'mit' }), sighting: sighting('a') });
    const result = await save(
      { facts: facts('a', { aiSummary: 'Short.' }), sighting: sighting('a', { signals: { upvotes: 4 } }) },
      {
        facts: facts('a', { source: 'arxiv', primaryCategory: 'cs.LG' }),
        sighting: sighting('a', { source: 'arxiv', list: 'announcement', signals: {} }),
      },
    );
    expect(result).toEqual({ added: 0, updated: 1, sightings: 2 });
    const [found] = await here.stores.papers.get(['a']);
    expect(found?.paper).toMatchObject({
      organization: 'mit',
      aiSummary: 'Short.',
      primaryCategory: 'cs.LG',
    });
  });

  it('counts as updated only what changed', async () => {
    await save({ facts: facts('a'), sighting: sighting('a') });
    expect(await save({ facts: facts('a'), sighting: sighting('a') })).toEqual({
      added: 0,
      updated: 0,
      sightings: 0,
    });
  });

  it('leaves out a sighting that repeats the last one within the hour, and keeps one after it', async () => {
    const seen = (minutes: number, upvotes: number) => ({
      facts: facts('a'),
      sighting: sighting('a', { observedAt: minutesAfter(minutes), signals: { upvotes } }),
    });
    await save(seen(0, 3));
    expect((await save(seen(20, 3))).sightings).toBe(0);
    expect((await save(seen(40, 4))).sightings).toBe(1);
    expect((await save(seen(60, 4))).sightings).toBe(0);
    expect((await save(seen(100, 4))).sightings).toBe(1);
    const [found] = await here.stores.papers.get(['a']);
    expect(found?.sightings.map((entry) => entry.signals.upvotes)).toEqual([3, 4, 4]);
  });

  it('does not take two list days of one paper for a change of either', async () => {
    const both = ['2026-11-20', '2026-11-23'].map((listedOn) => ({
      facts: facts('a'),
      sighting: sighting('a', { listedOn }),
    }));
    expect((await save(...both)).sightings).toBe(2);
    expect((await save(...both)).sightings).toBe(0);
  });

  it('stores text that PostgreSQL itself would refuse', async () => {
    const hostile = 'NUL \0, lone \ud800 and \udfff, pair \u{1f600}, backslash \\u0000, ‮rtl, `@everyone`';
    const id = 'url:https://example.org/\0x';
    await save({
      facts: facts(id, { title: hostile, authors: [hostile], abstract: 'x'.repeat(10_000) }),
      sighting: sighting(id),
    });
    const [found] = await here.stores.papers.get([id]);
    const kept = 'NUL , lone \ufffd and \ufffd, pair \u{1f600}, backslash \\u0000, ‮rtl, `@everyone`';
    expect(found?.paper.title).toBe(kept);
    expect(found?.paper.authors).toEqual([kept]);
    expect(found?.sightings).toHaveLength(1);
  });

  it('gives back papers in the order asked for, without those it does not know', async () => {
    await save(...['a', 'b', 'c'].map((id) => ({ facts: facts(id), sighting: sighting(id) })));
    const found = await here.stores.papers.get(['c', 'nobody', 'a', 'c']);
    expect(found.map(({ paper }) => paper.id)).toEqual(['c', 'a']);
  });

  it('lists papers since a day by id, with the sightings of the last days, oldest first', async () => {
    const on = (id: string, listedOn: string, observedAt: Date, upvotes: number) => ({
      facts: facts(id),
      sighting: sighting(id, { listedOn, observedAt, signals: { upvotes } }),
    });
    await save(
      on('b', '2026-11-20', minutesAfter(-60 * 24 * 3), 1),
      on('a', '2026-11-21', minutesAfter(-60), 7),
      on('old', '2026-11-10', minutesAfter(-30), 9),
    );
    await save(on('b', '2026-11-20', minutesAfter(-60), 2), on('b', '2026-11-20', minutesAfter(-10), 5));
    const listed = await here.stores.papers.listedSince('2026-11-20', 2);
    expect(
      listed.map((entry) => [entry.paper.id, entry.sightings.map((one) => one.signals.upvotes)]),
    ).toEqual([
      ['a', [7]],
      ['b', [2, 5]],
    ]);
  });

  it('counts a late place on a daily list as listed: arXiv may have announced the paper a week before', async () => {
    const announced = { listedOn: '2026-11-10', source: 'arxiv', list: 'announcement' } as const;
    await save({ facts: facts('late'), sighting: sighting('late', announced) });
    expect(await here.stores.papers.listedSince('2026-11-20', 8)).toEqual([]);
    await save({
      facts: facts('late'),
      sighting: sighting('late', { listedOn: '2026-11-21', list: 'daily' }),
    });

    const [found] = await here.stores.papers.listedSince('2026-11-20', 8);
    expect(found?.paper).toMatchObject({ id: 'late', firstListedOn: '2026-11-10' });
  });

  it('names the arXiv papers without details, newest first', async () => {
    await save(
      { facts: facts('2611.00001'), sighting: sighting('2611.00001') },
      { facts: facts('2611.00002'), sighting: sighting('2611.00002', { listedOn: '2026-11-24' }) },
      { facts: facts('2611.00003', { primaryCategory: 'cs.CL' }), sighting: sighting('2611.00003') },
      { facts: facts('doi:10.1/x'), sighting: sighting('doi:10.1/x') },
      { facts: facts('2611.00004'), sighting: sighting('2611.00004', { listedOn: '2026-11-01' }) },
    );
    expect(await here.stores.papers.missingDetails('2026-11-20', 10)).toEqual(['2611.00002', '2611.00001']);
    expect(await here.stores.papers.missingDetails('2026-11-20', 1)).toEqual(['2611.00002']);
  });

  it('saves thousands of papers in one call', async () => {
    const many = Array.from({ length: 2_600 }, (_, index) => `2611.${String(index).padStart(5, '0')}`);
    const result = await save(...many.map((id) => ({ facts: facts(id), sighting: sighting(id) })));
    expect(result).toEqual({ added: 2_600, updated: 0, sightings: 2_600 });
    expect(await here.stores.papers.count()).toBe(2_600);
  });

  it('keeps nothing of a call whose merge fails, and throws its error on', async () => {
    const fault = new Error('cannot merge');
    const items = ['a', 'b'].map((id) => ({ facts: facts(id), sighting: sighting(id) }));
    const merge: typeof simpleMerge = (known, said, seen) => {
      if (said.id === 'b') throw fault;
      return simpleMerge(known, said, seen);
    };
    await expect(here.stores.papers.save(items, merge)).rejects.toBe(fault);
    expect(await here.stores.papers.count()).toBe(0);
  });

  it('loses no fact when two collectors bring the same new paper at once', async () => {
    await Promise.all([
      save({ facts: facts('a', { organization: 'mit' }), sighting: sighting('a') }),
      save({ facts: facts('a', { aiSummary: 'Short.' }), sighting: sighting('a', { list: 'trending' }) }),
    ]);
    const [found] = await here.stores.papers.get(['a']);
    expect(found?.paper).toMatchObject({ organization: 'mit', aiSummary: 'Short.' });
    expect(found?.sightings).toHaveLength(2);
  });
});
