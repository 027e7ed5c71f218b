import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScorer, type Fit } from '../../../src/search/score.js';
import { phraseGroup, wordGroups } from '../../../src/search/word-groups.js';
import { candidateOf, statisticsOf } from '../../support/index-of.js';

const FILLER = 'we study a method for many things and report what was seen in all of them over several years';
const others = Array.from({ length: 40 }, (_, i) => candidateOf(`Filler number ${i}`, `${FILLER} ${i}`));
others.push(candidateOf('Speech and language', 'speech'), candidateOf('A language of things', 'language'));

/** How papers fit a query, in a catalogue of these papers and forty others. */
function fits(query: string, ...papers: readonly ReturnType<typeof candidateOf>[]): readonly Fit[] {
  const scorer = createScorer(wordGroups([query]), statisticsOf([...papers, ...others]), query);
  return papers.map(scorer);
}

function wordsInOrder(text: string): string {
  return candidateOf(text).title;
}

describe('the score', () => {
  it.each<
    [why: string, query: string, better: [string, string?, string[]?], worse: [string, string?, string[]?]]
  >([
    [
      'a word of the title before one of the text',
      'speech',
      ['Speech', FILLER],
      ['Things', `${FILLER} speech`],
    ],
    ['more occurrences', 'speech', ['Things', 'speech and speech'], ['Things', 'speech and sound']],
    ['the rarer word', 'speech phoneme', ['A phoneme'], ['Some speech']],
    ['both words before one of them twice', 'speech noise', ['Speech in noise'], ['Speech on speech']],
    ['the shorter text', 'phoneme', ['Things', 'a phoneme'], ['Things', `a phoneme ${FILLER}`]],
    ['words that stand together', 'sign language', ['On sign language'], ['Language of a sign']],
    ['a name before nothing', 'lecun', ['Things', '', ['Yann LeCun']], ['Things', '', ['Ada Lovelace']]],
    ['a name before a mention', 'lecun', ['Things', FILLER, ['Y. LeCun']], ['Things', `${FILLER} lecun`]],
    [
      'the very title',
      'a language of signs',
      ['A language of signs'],
      ['Signs of a language, a language of signs and more'],
    ],
    [
      'the beginning of a title',
      'speech without labels',
      ['Speech without labels at last'],
      ['Labels: speech without labels'],
    ],
    [
      'the number that was typed',
      'language of signs',
      ['On the language of signs in many places'],
      ['Language of sign', 'language of sign, sign language'],
    ],
    [
      'the name of a paper in a longer question',
      'the speech of phoneme told from noise by machines and language',
      ['Phoneme: A thing', FILLER],
      ['A phoneme thing', FILLER],
    ],
    ['the word before its family', 'prune', ['To prune'], ['The pruning']],
    ['its family before nothing', 'prune', ['The pruning'], ['The plums']],
    ['a compound written in one', 'text-to-SQL', ['Text2SQL'], ['SQL and text']],
    [
      'a compound written in one with a dash',
      'multi modal',
      ['Multi-modal'],
      ['Modal things of multi parts'],
    ],
    ['American spelling before nothing', 'modelling colour', ['Modeling color'], ['Modeling']],
    ['British spelling before nothing', 'optimize behavior', ['Optimise a behaviour'], ['Optimise']],
    ['the plural like the singular', 'diffusion models', ['A diffusion model'], ['A diffusion']],
    ['an acronym as what it stands for', 'T2I', ['Text-to-image things'], ['Text and image']],
    ['what an acronym stands for', 'large language models', ['LLMs'], ['The models']],
    ['the words before their acronym', 'large language models', ['Large language models'], ['LLMs']],
    ['an acronym before its words', 'LLMs', ['The LLM'], ['The large language model']],
    ['one person before two', 'lecun yann', ['A', '', ['Yann LeCun']], ['A', '', ['Yann Li', 'Ada LeCun']]],
    ['a name without accents', 'erdos', ['Things', '', ['Pál Erdős']], ['Things', '', ['Pál Erdman']]],
    [
      'a run of words in the title',
      'noise in speech of machines',
      ['Speech of machines'],
      ['Machines of speech'],
    ],
    ['a compound written apart', 'text-to-SQL', ['From text to SQL'], ['Text about SQL to read']],
  ])('prefers %s', (_, query, better, worse) => {
    const [first, second] = fits(query, candidateOf(...better), candidateOf(...worse));
    expect(first!.score).toBeGreaterThan(second!.score);
  });

  it.each([
    ['speech noise', 'Speech in noise', true],
    ['speech noise', 'Speech', false],
    ['the speech of a noise', 'Speech, noise', true],
    ['models', 'One model', true],
    ['prune', 'Pruning', false],
    ['text-to-sql', 'A text2sql benchmark', true],
    ['text-to-sql', 'SQL from text', false],
    ['the of', 'The art of things', true],
    ['the of', 'Art of things', false],
    ['c++', 'C++ in depth', true],
    ['c++', 'C in depth', false],
  ])('"%s" has all its words in "%s": %s', (query, title, all) => {
    expect(fits(query, candidateOf(title))[0]!.all).toBe(all);
  });

  it('takes a phrase only as it is written', () => {
    const papers = [
      candidateOf('Sign language'),
      candidateOf('Language sign'),
      candidateOf('A', 'In sign of language'),
    ];
    const scorer = createScorer([phraseGroup('sign language')!], statisticsOf([...papers, ...others]));
    expect(papers.map((paper) => scorer(paper).all)).toEqual([true, false, true]);
  });

  it('does not mind an empty catalogue', () => {
    const scorer = createScorer(wordGroups(['speech']), statisticsOf([]));
    expect(scorer(candidateOf('Speech'))).toMatchObject({ share: 1, all: true });
    expect(scorer(candidateOf(''))).toEqual({ score: 0, share: 0, all: false, whole: false });
  });

  const words = fc.array(
    fc.constantFrom('speech', 'noise', 'the', 'text-to-sql', 'language', 'pruning', 'c++', 'x'),
    {
      minLength: 1,
      maxLength: 8,
    },
  );
  const texts = words.map((list) => list.join(' '));

  it('is a number from 0 up, and says all exactly when every telling word is there', () => {
    fc.assert(
      fc.property(texts, texts, texts, (query, title, text) => {
        const [fit] = fits(query, candidateOf(title, text));
        expect(fit!.score).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(fit!.score)).toBe(true);
        expect(fit!.share).toBeGreaterThanOrEqual(0);
        expect(fit!.share).toBeLessThanOrEqual(1 + 1e-9);
        if (fit!.all) expect(fit!.share).toBeGreaterThan(0.9);
        expect(fit!.score > 0).toBe(fit!.score !== 0);
      }),
    );
  });

  it.each([1, 2, 3, 4, 6])(
    'puts a title with %i words of the query in a row before everything else',
    (length) => {
      const titles = fc.array(
        fc.constantFrom('speech', 'noise', 'pruning', 'language', 'label', 'sign', 'of'),
        {
          minLength: length,
          maxLength: 12,
        },
      );
      fc.assert(
        fc.property(titles, texts, fc.nat(), (title, other, random) => {
          const start = random % (title.length - length + 1);
          const query = title.slice(start, start + length).join(' ');
          const rival = candidateOf(other, `${query} `.repeat(20), ['Speech Noise']);
          fc.pre(!` ${rival.title} `.includes(` ${wordsInOrder(query)} `));
          const [first, second] = fits(query, candidateOf(title.join(' ')), rival);
          expect(first!.score).toBeGreaterThan(second!.score);
        }),
      );
    },
  );

  it('reads past the words with which a sentence asks', () => {
    const query = 'I am interested in articles that describe how speech is told from noise by machines';
    const papers = [candidateOf('Machines for speech'), candidateOf('Interested articles describe')];
    const [first, second] = fits(query, ...papers);
    expect(first!.score).toBeGreaterThan(10 * second!.score);
    expect(second!.share).toBe(0);
  });

  it('finds every word of its own title', () => {
    fc.assert(
      fc.property(texts, (title) => {
        expect(fits(title, candidateOf(title))[0]!.all).toBe(true);
      }),
    );
  });

  it('does not fall when a word of the query comes to the text', () => {
    fc.assert(
      fc.property(texts, texts, fc.constantFrom('speech', 'noise', 'language'), (title, text, word) => {
        // As long as before: the word takes the place of another.
        const scorer = createScorer(wordGroups([word]), statisticsOf(others));
        const before = scorer(candidateOf(title, `${text} thing`));
        const after = scorer(candidateOf(title, `${text} ${word}`));
        expect(after.score).toBeGreaterThanOrEqual(before.score);
      }),
    );
  });
});
