import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Paper } from '../../../src/papers/paper.js';
import { createMatcher } from '../../../src/topics/match.js';
import { parseQuery, type Query } from '../../../src/topics/query.js';
import { createRelevance } from '../../../src/topics/relevance.js';
import { sighted } from '../../support/sighted-paper.js';

const now = new Date('2026-11-23T21:00:00Z');

function query(text: string): Query {
  const result = parseQuery(text);
  if (!result.ok) throw new Error(result.error.message);
  return result.query;
}

function relevance(text: string, paper: Partial<Paper>): number {
  return createRelevance(query(text), { now })(sighted(paper));
}

const inTitle: Partial<Paper> = { title: 'Speech for all' };
const once: Partial<Paper> = { abstract: 'We talk of speech, too.' };
const twice: Partial<Paper> = { abstract: 'Speech it is, and speech it stays.' };

describe('how much of a paper a topic is about', () => {
  it.each([
    ['a mention in passing', 'speech', once, 0.24],
    ['two of them', 'speech', twice, 0.55],
    ['the title', 'speech', inTitle, 0.74],
    ['title and abstract', 'speech', { ...inTitle, ...twice }, 0.89],
    ['nothing', 'speech', { title: 'Vision' }, 0],
    ['everything', '', {}, 1],
    ['a category alone', 'cat:cs.CL', { categories: ['cs.CL'] }, 1],
    ['another category', 'cat:cs.CL', { categories: ['cs.CV'] }, 0],
    ['an author alone', 'author:lovelace', { authors: ['Ada Lovelace'] }, 1],
    ['a category and a mention in passing', 'speech cat:cs.CL', { ...once, categories: ['cs.CL'] }, 0.24],
    ['a category or a mention in passing', 'speech | cat:cs.CL', { ...once, categories: ['cs.CL'] }, 1],
    ['what must not be there', 'speech -survey', { title: 'A survey of speech' }, 0],
    ['only what must not be there', '-survey', { title: 'Speech' }, 1],
    ['a word of two spellings', 'text-to-SQL', { title: 'text2sql', abstract: 'Text-to-SQL it is.' }, 0.74],
    ['a keyword', 'speech', { keywords: ['speech'] }, 0.24],
  ])('is told by %s', (_what, text, paper, expected) => {
    expect(relevance(text, paper)).toBeCloseTo(expected, 1);
  });

  it('tells of several words by the weakest, and more where they stand together', () => {
    const apart = { title: 'Speech and speech', abstract: 'We speak of recognition.' };
    const together = { title: 'Speech recognition' };
    expect(relevance('speech recognition', apart)).toBeLessThan(relevance('speech', apart));
    expect(relevance('speech recognition', together)).toBeGreaterThan(relevance('speech', together));
    expect(relevance('"speech recognition"', apart)).toBe(0);
  });

  it('adds up several alternatives that match', () => {
    const both = { abstract: 'Flow matching beats a diffusion model.' };
    expect(relevance('"flow matching" | "diffusion model"', both)).toBeGreaterThan(
      relevance('"flow matching"', both),
    );
  });

  it('looks into a topic that a query names', () => {
    const topicByName = (name: string): Query | null => (name === 'mine' ? query('speech') : null);
    const rate = createRelevance(query('topic:mine'), { now, topicByName });
    expect(rate(sighted(once))).toBeCloseTo(relevance('speech', once));
    const circle = createRelevance(query('topic:self'), { now, topicByName: () => query('topic:self') });
    expect(circle(sighted(once))).toBe(0);
  });
});

describe('relevance of anything', () => {
  const word = fc.constantFrom(
    'speech',
    'to',
    'text2sql',
    'text-to-SQL',
    'LLMs',
    'a',
    'GPT-4',
    'C++',
    'Erdős',
    'v2.0',
  );
  const prose = fc.array(word, { maxLength: 8 }).map((words) => words.join(' '));
  const papers = fc.record({ title: prose, abstract: prose, keywords: fc.array(prose, { maxLength: 2 }) });
  const queries = fc
    .array(
      fc.oneof(
        word,
        word.map((w) => `-${w}`),
        prose.map((p) => `"${p}"`),
        fc.constant('|'),
      ),
      {
        minLength: 1,
        maxLength: 6,
      },
    )
    .map((pieces) => parseQuery(pieces.join(' ')));

  it('is above 0 exactly where the topic matches, and 1 at most', () => {
    fc.assert(
      fc.property(queries, papers, (parsed, paper) => {
        if (!parsed.ok) return;
        const rated = createRelevance(parsed.query, { now })(sighted(paper));
        expect(rated > 0).toBe(createMatcher(parsed.query, { now })(sighted(paper)));
        expect(rated).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });
});
