import { describe, expect, it } from 'vitest';
import { createWrittenTest, wordsOfName } from '../../../src/search/score-written.js';

describe('how closely a title has the words as they were typed', () => {
  it.each<[typed: string, title: string, closeness: number]>([
    ['language models', 'On Language Models, Large and Small', 1],
    ['language models', 'A language model', 0.75],
    ['language models', 'Models of a language', 0],
    ['LLM-based agents', 'Bench: LLM-Based Agents', 1],
    ['llm based agents', 'Bench: LLM-Based Agents', 1],
    ['erdős number', 'The Erdos number', 1],
    ['c++ parsers', 'Fast C++ parsers', 1],
    ['languagge models', 'Language Models', 0.75],
    ['languagges of things', 'Language of a thing: languages of things', 5 / 6],
    ['languagges of things', 'Language of things', 2 / 3],
    ['models', 'A model', 0],
    ['', 'A model', 0],
    ['language models', '', 0],
  ])('"%s" in "%s": %d', (typed, title, closeness) => {
    expect(createWrittenTest(typed)(title).closeness).toBeCloseTo(closeness);
  });
});

it.each([
  ['language models', 'Language Models', 1],
  ['few-shot learning', 'Few-Shot Learning', 1],
  ['language models', 'A Language Model, Again', 0.5],
  ['a language model again', 'Language', 1],
  ['language', '', 0],
])('"%s" covers of "%s" the share %d', (typed, title, covered) => {
  expect(createWrittenTest(typed)(title).covered).toBeCloseTo(covered);
});

describe('the name of a title', () => {
  it.each([
    ['DocAgent: Agents for documents', 1],
    ['Command A: An Enterprise-Ready Model', 2],
    ['Text-to-SQL: A Survey', 3],
    ['A 3:1 mixture', 0],
    ['No name at all', 0],
    ['A whole sentence that somebody ended with: a colon', 0],
    [': nothing', 0],
  ])('"%s" has %i words', (title, words) => {
    expect(wordsOfName(title)).toBe(words);
  });
});
