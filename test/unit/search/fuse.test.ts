import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuseByRank, MOST_BEYOND_WORDS, RRF_K, type Ranked } from '../../../src/search/fuse.js';

const hit = (id: string, whole = false): Ranked => ({ item: { paper: { id } }, score: 7, whole });
const hits = (ids: string): readonly Ranked[] => ids.split('').map((id) => hit(id));
const idsOf = (list: readonly Ranked[]): string => list.map(({ item }) => item.paper.id).join('');

describe('one list of words and meaning', () => {
  it('is the list of the words when nothing is found by meaning, scores and all', () => {
    const words = hits('abc');
    expect(fuseByRank(words, [])).toBe(words);
  });

  it('adds up what the places are worth, with sixty added to each', () => {
    const fused = fuseByRank(hits('ab'), hits('bc'));
    expect(idsOf(fused)).toBe('bac');
    expect(fused.map(({ score }) => score)).toEqual([
      1 / (RRF_K + 2) + 1 / (RRF_K + 1),
      1 / (RRF_K + 1),
      1 / (RRF_K + 2),
    ]);
    expect(RRF_K).toBe(60);
  });

  it('tells which papers only their meaning found, and keeps those few', () => {
    const many = Array.from({ length: 40 }, (_, at) => hit(`m${at}`));
    const fused = fuseByRank(hits('a'), many);
    expect(fused.filter(({ byMeaning }) => byMeaning === true)).toHaveLength(MOST_BEYOND_WORDS);
    expect(fused.find(({ item }) => item.paper.id === 'a')?.byMeaning).toBeUndefined();
  });

  it('keeps papers with the whole query in the title in front, in their own order', () => {
    const words = [hit('a', true), hit('b', true), hit('c')];
    expect(idsOf(fuseByRank(words, hits('cxb')))).toBe('abcx');
  });

  it('puts the words first where both are worth the same', () => {
    expect(idsOf(fuseByRank(hits('z'), hits('a')))).toBe('za');
  });

  it('holds each paper once, by falling score, and is the same every time', () => {
    const list = fc.uniqueArray(fc.constantFrom(...Array.from('abcdefghijklmnop')), { maxLength: 16 });
    fc.assert(
      fc.property(list, list, fc.nat(3), (words, meaning, whole) => {
        const byWords = words.map((id, at) => hit(id, at < whole));
        const fused = fuseByRank(
          byWords,
          meaning.map((id) => hit(id)),
        );
        const ids = fused.map(({ item }) => item.paper.id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const id of words) expect(ids).toContain(id);
        expect(ids.slice(0, Math.min(whole, words.length))).toEqual(words.slice(0, whole));
        const scores = fused.map(({ score }) => score);
        if (meaning.length > 0) expect(scores).toEqual([...scores].sort((a, b) => b - a));
        expect(
          fuseByRank(
            byWords,
            meaning.map((id) => hit(id)),
          ),
        ).toEqual(fused);
      }),
    );
  });
});
