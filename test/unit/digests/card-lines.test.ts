import { describe, expect, it } from 'vitest';
import { gistSource, numbersBeyondWhy, topicsBeyondWhy } from '../../../src/digests/card-lines.js';
import { bareCard, sampleCard } from '../../support/digest-content.js';

describe('the small lines of a card', () => {
  it.each([
    ['▲ 84 upvotes in 20 h', 'upvotes ▁▂▃▅▇ · 1 comment · ★ 1.2k on GitHub'],
    ['▲ 84 upvotes in 20 h · ★ 1.2k', 'upvotes ▁▂▃▅▇ · 1 comment'],
    ['▲ 84 upvotes in 20 h · ★ +301 this week', 'upvotes ▁▂▃▅▇ · 1 comment · ★ 1.2k on GitHub'],
    ['New on arXiv today · cs.CL', '▲ 84 upvotes · upvotes ▁▂▃▅▇ · 1 comment · ★ 1.2k on GitHub'],
  ])('tell no number twice beside the why line %j', (why, numbers) => {
    expect(numbersBeyondWhy(sampleCard(1, { why }))).toBe(numbers);
  });

  it('leave out what is nothing', () => {
    expect(numbersBeyondWhy(bareCard(1))).toBe('');
    const zeros = { upvotes: 3, comments: 0, githubStars: 0 };
    expect(numbersBeyondWhy(sampleCard(1, { numbers: zeros, sparkline: '' }))).toBe('');
  });

  it('name the topics only where the why line does not name them all', () => {
    const topics = ['speech', 'robots', 'health', 'law'];
    const at = (why: string, names: readonly string[]) =>
      topicsBeyondWhy(sampleCard(1, { why, topics: names }));
    expect(at('▲ 9 upvotes · matches: speech', ['speech'])).toEqual([]);
    expect(at('▲ 9 upvotes · matches: speech, robots, health and 1 more', topics)).toEqual(topics);
    expect(at('▲ 9 upvotes', ['speech'])).toEqual(['speech']);
    expect(at('▲ 9 upvotes', [])).toEqual([]);
  });

  it('say when a machine wrote the gist, and nothing else', () => {
    const of = (origin: 'ai-summary' | 'abstract' | 'sample') =>
      gistSource(sampleCard(1, { gist: { text: 'It works.', origin } }));
    expect(of('ai-summary')).toBe('AI summary, Hugging Face');
    expect([of('abstract'), of('sample'), gistSource(bareCard(1))]).toEqual(['', '', '']);
  });
});
