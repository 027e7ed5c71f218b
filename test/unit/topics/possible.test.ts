import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../../src/text/words.js';
import { paperWords, phraseTest, wordTest } from '../../../src/topics/paper-words.js';
import { possibleTest } from '../../../src/topics/possible.js';
import { sighted } from '../../support/sighted-paper.js';

const possible = (query: string, text: string): boolean => {
  const words = wordsOf(query);
  const parts = words.flatMap((word) => word.parts);
  const [word] = words;
  return possibleTest(word !== undefined && words.length === 1 ? [[word.joined], parts] : [parts])(
    sighted({ title: '', abstract: text }).paper,
  );
};
const holds = (query: string, text: string): boolean => {
  const words = wordsOf(query);
  const [word] = words;
  const test =
    word !== undefined && words.length === 1
      ? wordTest(word)
      : phraseTest(words.flatMap(({ parts }) => parts));
  return test(paperWords(sighted({ title: '', abstract: text }).paper));
};

describe('the quick test of a paper', () => {
  it.each([
    ['policy', 'Policies of agents'],
    ['text2sql', 'Text-to-SQL'],
    ['text-to-sql', 'a text2sql task'],
    ['pretraining', 'Pre-training'],
    ['pre-training', 'pretraining'],
    ['llmbased', 'LLMs-based'],
    ['cache', 'the caches'],
    ['lossfree', 'a loss-free one'],
    ['policybased', 'Policies-based'],
    ['sim2real', 'sim-to-real'],
    ['simtoreal', 'Sim2Real'],
    ['erdos', 'Erdős–Rényi graphs'],
    ['speech recognition', 'Speech recognitions'],
  ])('never denies what the thorough one finds: %s in %s', (query, text) => {
    expect(holds(query, text)).toBe(true);
    expect(possible(query, text)).toBe(true);
  });

  it('denies what is not there', () => {
    expect(possible('zebra', 'Speech recognition for everyone')).toBe(false);
    expect(possible('speech zebra', 'Speech recognition for everyone')).toBe(false);
  });

  it('never denies what the thorough one finds, whatever the words', () => {
    const letter = fc.constantFrom(..."seiyto2abchx-é'’ ,.S".split(''));
    const text = fc.string({ unit: letter, maxLength: 40 });
    fc.assert(
      fc.property(text, fc.nat(40), fc.integer({ min: 1, max: 12 }), (abstract, from, length) => {
        const query = abstract.slice(from, from + length);
        return wordsOf(query).length === 0 || !holds(query, abstract) || possible(query, abstract);
      }),
      { numRuns: 3_000 },
    );
    fc.assert(
      fc.property(text, fc.string({ unit: letter, maxLength: 8 }), (abstract, query) => {
        return wordsOf(query).length === 0 || !holds(query, abstract) || possible(query, abstract);
      }),
      { numRuns: 3_000 },
    );
  });
});
