import { describe, expect, it } from 'vitest';
import type { Paper } from '../../../src/papers/paper.js';
import type { Signals } from '../../../src/papers/sighting.js';
import { createMatcher } from '../../../src/topics/match.js';
import { parseQuery, type Query } from '../../../src/topics/query.js';
import { sighted } from '../../support/sighted-paper.js';

const now = new Date('2026-11-23T21:00:00Z');

function query(text: string): Query {
  const result = parseQuery(text);
  if (!result.ok) throw new Error(result.error.message);
  return result.query;
}

function matches(text: string, paper: Partial<Paper>, signals?: Signals): boolean {
  return createMatcher(query(text), { now })(sighted(paper, signals));
}

describe('words and phrases', () => {
  it.each([
    ['speech', 'Robust Speech Recognition', true],
    ['speech recognition', 'Recognition of noisy speech', true],
    ['speech vision', 'Robust Speech Recognition', false],
    ['"speech recognition"', 'Robust Speech Recognition', true],
    ['"speech recognition"', 'Recognition of noisy speech', false],
    ['"speech recognition"', 'Speech: recognition', true],
    ['model', 'Models of language', true],
    ['"language models"', 'A language model', true],
    ['erdos', 'Erdős graphs', true],
    ['Erdős', 'ERDOS graphs', true],
    ['text-to-SQL', 'A text2sql benchmark', true],
    ['text2sql', 'A Text-to-SQL benchmark', true],
    ['text2sql', 'Text to SQL', false],
    ['"text to sql"', 'A text-to-SQL benchmark', true],
    ['text-to-SQL', 'From text to SQL', true],
    ['multimodal', 'Multi-modal models', true],
    ['multi-modal', 'Multimodal models', true],
    ['gpt4', 'GPT-4 in the wild', true],
    ['llm', 'LLM-based agents', true],
    ['llm', 'LLMs for all', true],
    ['rag', 'Dragging storage', false],
    ['"image text"', 'Image. Text.', true],
    ['-survey speech', 'A survey of speech', false],
    ['-survey speech', 'Speech', true],
    ['-survey', 'Speech', true],
    ['speech | vision', 'Vision', true],
    ['C++', 'Compiling C++ faster', true],
    ['v2.0', 'Bench v2.0 released', true],
    ['v2.0', 'Bench v2 with 0 faults', false],
  ])('%s in "%s": %s', (text, title, expected) => {
    expect(matches(text, { title })).toBe(expected);
  });

  it('look at abstract and keywords too, and not across fields', () => {
    expect(matches('speech', { abstract: 'All about speech.' })).toBe(true);
    expect(matches('speech', { keywords: ['speech'] })).toBe(true);
    expect(matches('"one two"', { title: 'One', abstract: 'two' })).toBe(false);
  });

  it('match everything when there is nothing to match', () => {
    expect(matches('', {})).toBe(true);
    expect(matches('sort:new', {})).toBe(true);
  });

  it('take a hostile megabyte', () => {
    expect(matches('speech', { title: '\u0301-'.repeat(500_000), abstract: 'a-'.repeat(500_000) })).toBe(
      false,
    );
  });
});

describe('filters', () => {
  it.each<[string, Partial<Paper>, boolean]>([
    ['cat:cs.CL', { categories: ['cs.LG', 'cs.CL'] }, true],
    ['cat:cs.CL', { categories: ['cs.LG'] }, false],
    ['cat:cs', { categories: ['cs.LG'] }, true],
    ['cat:cs', { categories: ['math.CO'] }, false],
    ['cat:cs.SY', { categories: ['eess.SY'] }, true],
    ['cat:math.MP', { categories: ['math-ph'] }, true],
    ['-cat:cs.CV', { categories: ['cs.CV'] }, false],
    ['author:lecun', { authors: ['Ada Lovelace', 'Yann LeCun'] }, true],
    ['author:lecun', { authors: ['Michael L. Jordan', 'Wei L Zhang'] }, false],
    ['author:"christopher li"', { authors: ['C. Li'] }, true],
    ['author:"yann lecun"', { authors: ['Y. L. Chen'] }, false],
    ['author:"yann lecun"', { authors: ['Y. LeCun'] }, true],
    ['author:"y lecun"', { authors: ['Yann LeCun'] }, true],
    ['author:"lecun yann"', { authors: ['Yann LeCun'] }, true],
    ['author:"yann lovelace"', { authors: ['Ada Lovelace', 'Yann LeCun'] }, false],
    ['author:erdos', { authors: ['Pál Erdős'] }, true],
    ['org:nvidia', { organization: 'NVIDIA' }, true],
    ['org:"google deepmind"', { organization: 'Google DeepMind' }, true],
    ['org:google', { organization: null }, false],
    ['id:2611.00001', { id: '2611.00001' }, true],
    ['id:2611.00001', { id: '2611.00002' }, false],
    ['has:code', { codeUrl: 'https://github.com/a/b' }, true],
    ['has:code', {}, false],
    ['since:7d', { firstListedOn: '2026-11-16' }, true],
    ['since:7d', { firstListedOn: '2026-11-15' }, false],
    ['until:2026-11-20', { firstListedOn: '2026-11-20' }, true],
    ['until:2026-11-20', { firstListedOn: '2026-11-21' }, false],
    ['-since:today', { firstListedOn: '2026-11-23' }, false],
  ])('%s on %j: %s', (text, paper, expected) => {
    expect(createMatcher(query(text), { now })(sighted(paper, []))).toBe(expected);
  });

  it.each([
    ['since:7d', 'daily', true],
    ['since:7d', 'announcement', true],
    ['since:7d', 'trending', false],
    ['since:7d', 'catalogue', false],
    ['until:2026-11-20', 'daily', false],
    ['until:2026-11-20', 'trending', true],
  ] as const)('%s takes a paper of ten days ago that is on the %s list today: %s', (text, list, expected) => {
    const old = { at: '2026-11-13T20:00:00Z', list: 'announcement', listedOn: '2026-11-13' } as const;
    const today = { at: '2026-11-23T20:00:00Z', list, listedOn: '2026-11-23' };
    const paper = sighted({ firstListedOn: '2026-11-13' }, [old, today]);
    expect(createMatcher(query(text), { now })(paper)).toBe(expected);
  });

  it('since: does not look at a listing before the first one known', () => {
    const paper = sighted({ firstListedOn: '2026-11-20' }, [
      { at: '2026-11-10T20:00:00Z', listedOn: '2026-11-10' },
    ]);
    expect(createMatcher(query('since:7d'), { now })(paper)).toBe(true);
  });

  it('min: looks at the latest upvotes, and unknown is not enough', () => {
    expect(matches('min:20', {}, { upvotes: 20 })).toBe(true);
    expect(matches('min:20', {}, { upvotes: 19 })).toBe(false);
    expect(matches('min:0', {}, {})).toBe(false);
    expect(matches('-min:20', {}, {})).toBe(true);
  });
});

describe('topic:', () => {
  it('uses a built-in topic', () => {
    expect(matches('topic:robotics', { title: 'A humanoid walks' })).toBe(true);
    expect(matches('topic:"Language Models"', { title: 'A humanoid walks' })).toBe(false);
  });

  it('uses the topics it is given', () => {
    const context = { now, topicByName: (name: string) => (name === 'mine' ? query('speech') : null) };
    expect(createMatcher(query('topic:mine'), context)(sighted({ title: 'Speech' }))).toBe(true);
    expect(createMatcher(query('topic:other'), context)(sighted({ title: 'Speech' }))).toBe(false);
  });

  it('ends when topics lead back to themselves', () => {
    const context = {
      now,
      topicByName: (name: string) => query(name === 'a' ? 'topic:b' : 'topic:a | speech'),
    };
    expect(createMatcher(query('topic:a'), context)(sighted({ title: 'Speech' }))).toBe(true);
    expect(createMatcher(query('topic:a'), context)(sighted({ title: 'Vision' }))).toBe(false);
  });
});
