import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexedWords, indexWord } from '../../../src/search/index-words.js';
import { sighted } from '../../support/sighted-paper.js';

const wordsOf = (paper: Parameters<typeof sighted>[0]) => indexedWords(sighted(paper).paper);

describe('the words of a paper', () => {
  it('are folded, compounds once more as one word at the end', () => {
    expect(wordsOf({ title: 'The Text-to-SQL Models of Erdős' }).title).toBe(
      'the text to sql model of erdo texttosql',
    );
  });

  it('of abstract and keywords leave out what tells nothing', () => {
    const { text } = wordsOf({
      abstract: 'We show that it is about speech.',
      keywords: ['state of the art'],
    });
    expect(text).toBe('show speech state art');
  });

  it('of names are their parts, each once, with the organisation', () => {
    const authors = ['Yann A. LeCun', 'Ada LeCun'];
    expect(wordsOf({ authors, organization: 'Meta AI' }).names).toBe('yann a lecun ada meta ai');
  });

  it.each([
    ['c++', 'cplusplus'],
    ['c#', 'csharp'],
    ['x'.repeat(40), 'x'.repeat(40)],
    ['x'.repeat(41), null],
  ])('%s is written %s', (word, written) => {
    expect(indexWord(word)).toBe(written);
  });

  it('of any text are letters and digits with one space between', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(text, text, text, (title, abstract, author) => {
        const lines = Object.values(wordsOf({ title, abstract, authors: [author], keywords: [title] }));
        for (const line of lines) expect(line).toMatch(/^(?:[\p{L}\p{N}]{1,40}(?: (?!$)|$))*$/u);
      }),
    );
  });

  it('take a hostile megabyte', () => {
    const { title, names } = wordsOf({
      title: 'a-'.repeat(500_000),
      authors: Array(9_000).fill('Ada Bo') as string[],
    });
    expect(title.length).toBeLessThan(30_000);
    expect(names).toBe('ada bo');
  });
});
