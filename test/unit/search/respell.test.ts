import { describe, expect, it } from 'vitest';
import { guessSlips, knownWords } from '../../../src/search/respell.js';
import { relatedWords } from '../../../src/text/related-words.js';
import { wordGroups, type WordGroup } from '../../../src/search/word-groups.js';

/** A catalogue that knows words with so many papers, and which are near which. */
function catalogue(texts: Record<string, number>, near: Record<string, readonly string[]> = {}) {
  return {
    statistics: (words: readonly string[]) =>
      Promise.resolve({
        papers: 10_000,
        titles: new Map<string, number>(),
        texts: new Map(
          words.flatMap((word) => (texts[word] === undefined ? [] : [[word, texts[word]] as const])),
        ),
        titleLength: 10,
        textLength: 100,
      }),
    spellings: (word: string, limit: number) => Promise.resolve((near[word] ?? []).slice(0, limit)),
  };
}
const formsOf = (groups: readonly WordGroup[]) =>
  groups.map(({ forms }) =>
    forms.filter(({ related }) => related !== true).map(({ words }) => words.join(' ')),
  );

describe('words that no paper has', () => {
  it('give way to the nearest known one', async () => {
    const search = catalogue({ transformer: 900, speech: 50 }, { tranformer: ['transformer'] });
    const known = await knownWords(wordGroups(['tranformer speech']), search);
    expect(formsOf(known.groups)).toEqual([['transformer'], ['speech']]);
    expect(known.changes).toEqual([{ kind: 'instead', asked: 'tranformer', words: ['transformer'] }]);
  });

  it('give way to several when the other words must decide, without those that are much rarer', async () => {
    const search = catalogue({ large: 900, page: 300, lagoe: 2 }, { lage: ['large', 'page', 'lagoe'] });
    const known = await knownWords(wordGroups(['lage']), search);
    expect(formsOf(known.groups)).toEqual([['large', 'page']]);
  });

  it('are left out when nothing is near, and still wanted of others', async () => {
    const known = await knownWords(wordGroups(['xyzzyx speech']), catalogue({ speech: 50 }));
    expect(formsOf(known.groups)).toEqual([['speech']]);
    expect(formsOf(known.wanted)).toEqual([['xyzzyx'], ['speech']]);
    expect(known.changes).toEqual([{ kind: 'unknown', asked: 'xyzzyx', words: [] }]);
  });

  it.each([
    ['a short word', 'abd', 'abc'],
    ['a number', '2027', '2026'],
    ['a version', 'gpt6', 'gpt4'],
  ])('are not respelt when they are %s', async (_, typed, other) => {
    const known = await knownWords(wordGroups([typed]), catalogue({ [other]: 900 }, { [typed]: [other] }));
    expect(known.groups).toEqual([]);
  });

  it('in a compound are found by what it is written in one', async () => {
    const search = catalogue(
      { few: 900, sot: 3, fewshot: 80, language: 900 },
      { fewsot: ['fewshot'], languagemodls: ['languagemodel'] },
    );
    expect(formsOf((await knownWords(wordGroups(['few-sot']), search)).groups)).toEqual([
      ['few sot', 'fewsot', 'fewshot'],
    ]);
    const { groups, changes } = await knownWords(wordGroups(['few-language']), search);
    expect([formsOf(groups), changes]).toEqual([[['few language', 'fewlanguage']], []]);
  });
});

describe('neighbours', () => {
  it('also count when papers write them in one', async () => {
    const search = catalogue({ multi: 90, modal: 80, multimodal: 900, model: 900 });
    const { groups } = await knownWords(wordGroups(['multi modal model']), search);
    expect(formsOf(groups)).toEqual([['multi', 'multimodal'], ['modal', 'multimodal'], ['model']]);
  });
});

describe('words that hardly any paper has', () => {
  const search = catalogue(
    { transformer: 900, tranformer: 2, modal: 150, model: 9_000, speech: 9, vision: 9, noise: 9 },
    { tranformer: ['transformer'], modal: ['model'] },
  );
  const words = async (text: string) => knownWords(wordGroups([text]), search);

  it('also count as the common one beside them', async () => {
    const guess = await guessSlips(await words('tranformer'), search, false);
    expect(formsOf(guess!.groups)).toEqual([['tranformer', 'transformer']]);
    expect(guess!.changes).toEqual([{ kind: 'also', asked: 'tranformer', words: ['transformer'] }]);
  });

  it('may be less rare when no paper has all words', async () => {
    expect(await guessSlips(await words('modal'), search, false)).toBeNull();
    expect(formsOf((await guessSlips(await words('modal'), search, true))!.groups)).toEqual([
      ['modal', 'model'],
    ]);
  });

  it('are left alone in a sentence', async () => {
    expect(
      await guessSlips(
        await words('tranformer model modal transformer models modals speech vision noise'),
        search,
        true,
      ),
    ).toBeNull();
  });
});

describe('words of one family', () => {
  it.each([
    ['prune', 'pruning'],
    ['pruned', 'prune'],
    ['pruning', 'pruned'],
    ['planning', 'plan'],
    ['compiler', 'compilation'],
    ['quantization', 'quantize'],
    ['optimize', 'optimization'],
    ['computation', 'compute'],
  ])('of %s has %s', (word, other) => {
    expect(relatedWords(word)).toContain(other);
    expect(relatedWords(word)).not.toContain(word);
  });

  it.each(['llm', 'gpt4', '3d', 'naïve', 'x'.repeat(50)])('of %s is not guessed at', (word) => {
    expect(relatedWords(word)).toEqual([]);
  });
});
