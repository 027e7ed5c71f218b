import { describe, expect, it } from 'vitest';
import { foldText, singular, wordsOf } from '../../../src/text/words.js';

describe('words', () => {
  it.each([
    ['Erdős–Rényi', 'erdos–renyi'],
    ['Straße Łukasz Ærø', 'strasse lukasz aero'],
    ['ＦＵＬＬ width', 'full width'],
    ['Bloom’s', 'blooms'],
  ])('folds %s', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  it.each([
    ['models', 'model'],
    ['batches', 'batch'],
    ['studies', 'study'],
    ['analysis', 'analysis'],
    ['loss', 'loss'],
    ['corpus', 'corpus'],
    ['gas', 'gas'],
  ])('takes the plural off %s', (word, stem) => {
    expect(singular(word)).toBe(stem);
  });

  it.each([
    ['caches', 'cache'],
    ['boxes', 'box'],
    ['classes', 'class'],
    ['indexes', 'index'],
    ['phases', 'phase'],
  ])('%s and %s meet', (plural, one) => {
    expect(singular(plural)).toBe(singular(one));
  });

  it.each([
    ['text-to-SQL', 'text2sql'],
    ['pre-training', 'pretraining'],
    ['GPT-4', 'GPT4'],
    ['seq2seq', 'Seq-to-Seq'],
    ['multi‑modal', 'multimodal'],
  ])('%s and %s are one word', (a, b) => {
    expect(wordsOf(a)[0]?.joined).toBe(wordsOf(b)[0]?.joined);
  });

  it('keeps languages with signs in their names', () => {
    expect(wordsOf('C++ and C#').map((word) => word.joined)).toEqual(['c++', 'and', 'c#']);
  });
});
