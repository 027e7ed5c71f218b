import { describe, expect, it } from 'vitest';
import type { Sighting } from '../../src/papers/sighting.js';
import { testDatabases } from '../support/databases.js';
import { freshStores } from '../support/fresh-stores.js';
import { facts, minutesAfter, NOON, sighting, simpleMerge } from '../support/stored-things.js';

describe.each(testDatabases)('signals on the $name database', ({ open }) => {
  const here = freshStores(open, ['asked', 'papers']);
  const put = (id: string, seen: Partial<Sighting> = {}, codeUrl?: string) =>
    here.stores.papers.save(
      [{ facts: facts(id, codeUrl === undefined ? {} : { codeUrl }), sighting: sighting(id, seen) }],
      simpleMerge,
    );
  const starred = (paperId: string, githubStars: number, minutes: number): Sighting => ({
    paperId,
    source: 'github',
    list: 'catalogue',
    observedAt: minutesAfter(minutes),
    signals: { githubStars },
  });

  it('are seen of papers that are known, and of no others', async () => {
    await put('a');
    expect(await here.stores.papers.see([starred('a', 3, 1), starred('b\0', 3, 1)])).toBe(1);
    expect(await here.stores.papers.see([])).toBe(0);
    const [found] = await here.stores.papers.get(['a']);
    expect(found?.sightings.at(-1)).toEqual(starred('a', 3, 1));
    expect(await here.stores.papers.count()).toBe(1);
  });

  it('are kept again only when they changed, or an hour later', async () => {
    await put('a');
    const kept = [];
    for (const [stars, minutes] of [
      [3, 1],
      [3, 30],
      [4, 40],
      [4, 99],
      [4, 101],
    ] as const)
      kept.push(await here.stores.papers.see([starred('a', stars, minutes)]));
    expect(kept).toEqual([1, 0, 1, 0, 1]);
  });

  it('make no listing of a paper', async () => {
    await put('a', { listedOn: '2026-11-01' });
    await here.stores.papers.see([starred('a', 3, 1)]);
    expect(await here.stores.papers.listedSince('2026-11-20', 8)).toEqual([]);
  });

  it('are looked for first where most people have been: then the latest listed, then by id', async () => {
    const day = (listedOn: string, upvotes: number | null): Partial<Sighting> => ({
      listedOn,
      signals: upvotes === null ? {} : { upvotes },
    });
    await put('old', day('2026-10-01', 900));
    await put('b', day('2026-11-20', null));
    await put('a', day('2026-11-20', null), 'https://github.com/a/b');
    await put('new', day('2026-11-21', null));
    await put('low', day('2026-11-19', 0));
    await put('high', day('2026-11-10', 9));
    await put('high', { ...day('2026-11-10', 40), observedAt: minutesAfter(5) });
    const found = await here.stores.papers.attended('2026-11-01', 10);
    expect(found.map(({ id }) => id)).toEqual(['high', 'low', 'new', 'a', 'b']);
    expect(found[3]).toEqual({ id: 'a', codeUrl: 'https://github.com/a/b' });
    expect(await here.stores.papers.attended('2026-11-01', 2)).toHaveLength(2);
  });

  it('remember what was asked of whom, and what was noted', async () => {
    const { asked } = here.stores;
    const note = { there: true, stars: 3, name: 'x/y\0 \ud800' };
    await asked.noteAsked(
      'github',
      [
        { subject: 'x/y', note },
        { subject: 'gone', note: null },
      ],
      NOON,
    );
    await asked.noteAsked('hackernews', [{ subject: 'x/y', note: 7 }], minutesAfter(1));
    expect(await asked.asked('github', ['x/y', 'gone', 'never'])).toEqual(
      new Map([
        ['x/y', { askedAt: NOON, note: { there: true, stars: 3, name: 'x/y \ufffd' } }],
        ['gone', { askedAt: NOON, note: null }],
      ]),
    );
    const twice = [
      { subject: 'x/y', note: 1 },
      { subject: 'x/y', note: 2 },
    ];
    await asked.noteAsked('github', twice, minutesAfter(2));
    expect((await asked.asked('github', ['x/y'])).get('x/y')).toEqual({ askedAt: minutesAfter(2), note: 2 });
    expect((await asked.asked('github', [])).size).toBe(0);
  });

  it('forget after two months what is asked no more', async () => {
    const { asked } = here.stores;
    const before = (days: number): Date => minutesAfter(-days * 1_440);
    await asked.noteAsked('github', [{ subject: 'old', note: null }], before(61));
    await asked.noteAsked('github', [{ subject: 'young', note: null }], before(59));
    await asked.prune();
    expect([...(await asked.asked('github', ['old', 'young'])).keys()]).toEqual(['young']);
  });
});
