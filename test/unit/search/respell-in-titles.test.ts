import { describe, expect, it } from 'vitest';
import { guessFromTitles } from '../../../src/search/respell-in-titles.js';
import { knownWords } from '../../../src/search/respell.js';
import { wordGroups } from '../../../src/search/word-groups.js';
import { candidateOf, statisticsOf } from '../../support/index-of.js';

/** A catalogue of so many papers with each of these titles. */
function catalogue(titles: Readonly<Record<string, number>>) {
  const papers = Object.entries(titles).flatMap(([title, times]) =>
    Array.from({ length: times }, () => candidateOf(title)),
  );
  const counted = statisticsOf(papers);
  return {
    statistics: () => Promise.resolve(counted),
    spellings: () => Promise.resolve([]),
    titleGaps: ({ run, gaps }: { readonly run: readonly string[]; readonly gaps: readonly number[] }) =>
      Promise.resolve(
        gaps.flatMap((at) => {
          const pattern = new RegExp(` ${run.map((word, i) => (i === at ? '([^ ]+)' : word)).join(' ')} `);
          const found = new Map<string, number>();
          for (const { title } of papers) {
            const word = pattern.exec(` ${title} `)?.[1];
            if (word !== undefined) found.set(word, (found.get(word) ?? 0) + 1);
          }
          return [...found].map(([word, count]) => ({ at, word, titles: count }));
        }),
      ),
  };
}

const search = catalogue({
  'large language models of signs': 40,
  'large language modes': 1,
  'deep dive into planning': 1,
  'test-time scaling of agents': 2,
  'a gpt4 of our own': 3,
  'speech and noise in rooms': 60,
  'A deep dive into plans': 1,
  'a plane': 1,
});

async function meantBy(text: string, none = false) {
  const typed = wordGroups([text]);
  const meant = await guessFromTitles(typed, await knownWords(typed, search), search, none);
  return meant?.changes.map(({ kind, asked, words }) => `${asked} ${kind} ${words.join(' ')}`) ?? null;
}

describe('a word that the titles around it correct', () => {
  it.each<[typed: string, meant: string]>([
    ['large languge models', 'languge instead language'],
    ['Large Language Modlels of', 'modlels instead model'],
    ['deep dive into plannign', 'plannign instead planning'],
    ['dep dive into', 'dep instead deep'],
    ['tset-time scaling of', 'tset-time instead test'],
    ['language modes of signs', 'modes also model'],
  ])('%s: %s', async (typed, meant) => {
    expect(await meantBy(typed)).toEqual([meant]);
  });

  it.each<[why: string, typed: string]>([
    ['it stands in no such title', 'large image modlels'],
    ['too few words stand around it', 'languge models'],
    ['it is a number', 'a gpt5 of our'],
    ['two words are misspelt', 'lagre languge models'],
    ['the other is hardly commoner', 'deep dive into plane'],
    ['it is too far off', 'deep dive into painting'],
  ])('is left alone when %s', async (_, typed) => {
    expect(await meantBy(typed)).toBeNull();
  });

  it('may be any word when no paper has all of them', async () => {
    expect(await meantBy('deep dive into plane')).toBeNull();
    expect(await meantBy('deep dive into plane', true)).toEqual(['plane also plan']);
  });

  it('takes the place of what the vocabulary suggested', async () => {
    const typed = wordGroups(['large languge models']);
    const suggesting = { ...search, spellings: () => Promise.resolve(['noise']) };
    const known = await knownWords(typed, suggesting);
    expect(known.changes).toEqual([{ kind: 'instead', asked: 'languge', words: ['noise'] }]);
    const meant = await guessFromTitles(typed, known, search, false);
    expect(meant!.changes).toEqual([{ kind: 'instead', asked: 'languge', words: ['language'] }]);
    expect(meant!.groups.map(({ forms: [main] }) => main?.words)).toEqual([
      ['large'],
      ['language'],
      ['model'],
    ]);
  });
});
