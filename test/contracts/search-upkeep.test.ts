import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PaperFacts } from '../../src/papers/paper.js';
import { catchUpIndex } from '../../src/search/catch-up.js';
import { testDatabases } from '../support/databases.js';
import { indexedPapers, type IndexedPapers } from '../support/indexed-papers.js';
import { facts, sighting } from '../support/stored-things.js';

describe.each(testDatabases)('the upkeep of the search index on the $name database', (kind) => {
  let here: IndexedPapers;
  beforeAll(async () => {
    here = await indexedPapers(kind);
  });
  afterAll(() => here.database.close());
  beforeEach(() => here.clear());

  it('counts in how many papers a word stands, and how long they are', async () => {
    await here.save(
      ['a', { title: 'Speech speech', abstract: 'Speech again.' }],
      ['b', { title: 'Vision', abstract: 'No speech.', authors: ['Speech Writer'] }],
    );
    expect(await here.counts('speech', 'writer', 'vision', 'nowhere')).toEqual({
      papers: 2,
      titles: { speech: 1, vision: 1 },
      texts: { speech: 2, writer: 1, vision: 1 },
    });
    const { titleLength, textLength } = await here.search.statistics([]);
    expect([titleLength, textLength]).toEqual([1.5, 1.5]);
  });

  it('counts a paper once however often it is saved, and anew when its text changes', async () => {
    await here.save(['a', { title: 'Speech' }], ['b', { title: 'Speech' }]);
    await here.save(['a', { title: 'Speech' }], ['a', { title: 'Vision' }]);
    expect(await here.counts('speech', 'vision')).toEqual({
      papers: 2,
      titles: { speech: 1, vision: 1 },
      texts: { speech: 1, vision: 1 },
    });
    expect(await here.find('vision')).toEqual(['a']);
    expect(await here.find('speech')).toEqual(['b']);
  });

  it('loses no count when many save at once', async () => {
    const words = ['speech', 'vision', 'noise', 'label', 'robot'];
    const saves = Array.from({ length: 12 }, (_, i) =>
      here.save(
        [`a${i}`, { title: [...words.slice(i % 5), ...words.slice(0, i % 5)].join(' ') }],
        ['shared', { title: words.slice(0, 1 + (i % 5)).join(' ') }],
      ),
    );
    await Promise.all(saves);
    const { papers, titles } = await here.counts(...words);
    expect(papers).toBe(13);
    const [shared] = await here.search.newest({ limit: 1 });
    for (const word of words) {
      const inShared = shared?.id === 'shared' && shared.title.split(' ').includes(word) ? 1 : 0;
      expect(titles[word], word).toBe(12 + inShared);
    }
  });

  it('keeps nothing of a save that fails', async () => {
    const items = [{ facts: facts('a', { title: 'Speech' }), sighting: sighting('a') }];
    const merge = (): never => {
      throw new Error('cannot merge');
    };
    await expect(here.stores.papers.save(items, merge)).rejects.toThrow('cannot merge');
    expect(await here.counts('speech')).toEqual({ papers: 0, titles: {}, texts: {} });
  });

  it('catches up with papers that were stored before there was an index, newest first', async () => {
    await here.save(
      ['a', { title: 'Speech' }, { listedOn: '2026-11-20' }],
      ['b', { title: 'Speech and vision' }, { listedOn: '2026-11-22' }],
      ['c', { title: 'Vision' }, { listedOn: '2026-11-21' }],
    );
    const before = await here.counts('speech', 'vision', 'and');
    await here.forgetIndex();
    expect(await here.find('speech')).toEqual([]);
    expect(await here.search.catchUp(2)).toBe(2);
    expect(await here.find('vision')).toHaveLength(2);
    expect(await here.find('speech')).toEqual(['b']);
    expect(await here.search.catchUp(2)).toBe(1);
    expect(await here.search.catchUp(2)).toBe(0);
    expect(await here.counts('speech', 'vision', 'and')).toEqual(before);
  });

  it('indexes papers of older rules again, and counts none twice', async () => {
    await here.save(['a', { title: 'Speech' }], ['b', { title: 'Vision' }]);
    await here.database.pool.query("update broadsheet.search_papers set rules = 0 where paper_id = 'a'");
    expect(await here.search.catchUp(10)).toBe(1);
    expect(await here.counts('speech')).toEqual({ papers: 2, titles: { speech: 1 }, texts: { speech: 1 } });
  });

  it('catches up beside others that save, to the end', async () => {
    const many = Array.from({ length: 230 }, (_, i): [string, Partial<PaperFacts>] => [
      `2611.${String(i).padStart(5, '0')}`,
      { title: `Speech ${i}` },
    ]);
    await here.save(...many);
    await here.forgetIndex();
    const told: number[] = [];
    const [done] = await Promise.all([
      catchUpIndex(here.search, { signal: new AbortController().signal, onProgress: (n) => told.push(n) }),
      here.save(['beside', { title: 'Speech beside' }], many[0]!),
    ]);
    expect(done).toBeGreaterThanOrEqual(229);
    expect(told.at(-1)).toBe(done);
    expect(await here.counts('speech')).toEqual({
      papers: 231,
      titles: { speech: 231 },
      texts: { speech: 231 },
    });
    const stopped = await catchUpIndex(here.search, { signal: AbortSignal.abort() });
    expect(stopped).toBe(0);
  });
});
