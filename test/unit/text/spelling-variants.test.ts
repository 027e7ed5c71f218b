import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acronymOf, writtenOut } from '../../../src/text/acronyms.js';
import { spellingVariants } from '../../../src/text/spelling-variants.js';
import { wordsOf } from '../../../src/text/words.js';

const folded = (word: string): string => wordsOf(word)[0]?.parts[0] ?? '';

describe('British and American spelling', () => {
  it.each([
    ['modelling', 'modeling'],
    ['labelled', 'labeled'],
    ['signalling', 'signaling'],
    ['colour', 'color'],
    ['behavioural', 'behavioral'],
    ['optimise', 'optimize'],
    ['optimisation', 'optimization'],
    ['regularised', 'regularized'],
    ['tokeniser', 'tokenizer'],
    ['analyse', 'analyze'],
    ['centre', 'center'],
    ['fibre', 'fiber'],
    ['defence', 'defense'],
    ['catalogue', 'catalog'],
    ['dialogue', 'dialog'],
    ['grey', 'gray'],
    ['artefacts', 'artifacts'],
  ])('%s and %s', (british, american) => {
    expect(spellingVariants(folded(british))).toContain(folded(american));
    expect(spellingVariants(folded(american))).toContain(folded(british));
  });

  it.each(['four', 'filing', 'pose', 'gpt4', 'hour', ''])('leaves "%s" alone', (word) => {
    expect(spellingVariants(word)).toEqual([]);
  });

  it('is never the word itself', () => {
    fc.assert(fc.property(fc.string(), (word) => !spellingVariants(word).includes(word)));
  });
});

describe('acronyms', () => {
  it.each([
    ['LLMs', 'large language models'],
    ['T2I', 'text-to-image'],
    ['RAG', 'retrieval-augmented generation'],
  ])('%s and "%s"', (short, long) => {
    const words = wordsOf(long).flatMap(({ parts }) => parts);
    expect(writtenOut(folded(short))).toEqual(words);
    expect(acronymOf(words)).toBe(folded(short));
  });

  it('knows no others', () => {
    expect([writtenOut('constructor'), writtenOut('model'), acronymOf(['large', 'model'])]).toEqual([
      null,
      null,
      null,
    ]);
  });
});
