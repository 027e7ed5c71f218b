import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelScore, scoreForChannel } from '../../../src/ranking/channel-score.js';
import { rankPapers } from '../../../src/ranking/rank.js';
import { parseQuery } from '../../../src/topics/query.js';
import { createRelevance } from '../../../src/topics/relevance.js';
import { sighted } from '../../support/sighted-paper.js';

const now = new Date('2026-11-23T21:00:00Z');
const [famous] = rankPapers([sighted({}, { upvotes: 100, comments: 4 })], now);

describe('the score for a channel', () => {
  it('is the score itself for a paper that matches fully, where no taste is known', () => {
    expect(scoreForChannel(famous!, { relevance: 1 })).toBe(famous);
  });

  it('adds up from its parts, each weight times value', () => {
    const standings = fc.record({
      relevance: fc.double({ min: 0.001, max: 1, noNaN: true }),
      factor: fc.double({ min: 0.5, max: 2, noNaN: true }),
    });
    fc.assert(
      fc.property(standings, (standing) => {
        const { parts, score } = scoreForChannel(famous!, standing);
        expect(parts.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(score, 9);
        expect(score).toBeCloseTo(channelScore(famous!.score, standing), 9);
        for (const { weight, value, contribution } of parts)
          expect(contribution).toBeCloseTo(weight * value, 9);
      }),
    );
  });

  it('grows with attention, relevance and taste alike', () => {
    expect(channelScore(0.6, { relevance: 0.5 })).toBeGreaterThan(channelScore(0.5, { relevance: 0.5 }));
    expect(channelScore(0.5, { relevance: 0.6 })).toBeGreaterThan(channelScore(0.5, { relevance: 0.5 }));
    expect(channelScore(0.5, { relevance: 0.5, factor: 1.1 })).toBeGreaterThan(
      channelScore(0.5, { relevance: 0.5 }),
    );
  });

  it('never lets a paper that hardly matches win by fame alone', () => {
    const parsed = parseQuery('"speech recognition"');
    if (!parsed.ok) throw new Error(parsed.error.message);
    const relevance = createRelevance(parsed.query, { now });
    const passing = sighted({
      title: 'A very large model',
      abstract: 'Vision, maths and speech recognition.',
    });
    const about = sighted({ title: 'Speech recognition for children', abstract: 'Children talk.' });
    const fullMarks = 1;
    const none = 0;
    expect(channelScore(none, { relevance: relevance(about) })).toBeGreaterThan(
      channelScore(fullMarks, { relevance: relevance(passing) }),
    );
  });
});
