import { describe, expect, it } from 'vitest';
import { sampleDigest, samplePapers, sampleWeekEnd } from '../../../src/digests/sample.js';
import { isArxivId } from '../../../src/papers/paper-id.js';

const papers = samplePapers();
const now = new Date('2026-11-23T08:00:00Z');

describe('the bundled sample', () => {
  it('holds about sixty papers, each once, with valid ids', () => {
    const ids = papers.map(({ paper }) => paper.id);
    expect(ids.length).toBeGreaterThanOrEqual(55);
    expect(ids.length).toBeLessThanOrEqual(65);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !isArxivId(id))).toEqual([]);
    expect(new Set(papers.map(({ paper }) => paper.title)).size).toBe(ids.length);
  });

  it('spreads over the list days of one week, with upvotes high and low', () => {
    const days = new Set(papers.map(({ paper }) => paper.firstListedOn));
    expect([...days].sort()).toEqual(['2025-10-06', '2025-10-07', '2025-10-08', '2025-10-09', '2025-10-10']);
    const last = papers.map(({ sightings }) => sightings.at(-1)?.signals.upvotes ?? 0);
    expect(Math.min(...last)).toBeLessThan(10);
    expect(Math.max(...last)).toBeGreaterThan(100);
  });

  it('has two readings of upvotes per paper, in order, after the list day and before the end of the week', () => {
    for (const { paper, sightings } of papers) {
      expect(sightings.map(({ paperId }) => paperId)).toEqual([paper.id, paper.id]);
      const [first, second] = sightings.map(({ observedAt }) => observedAt.getTime());
      expect(first).toBeGreaterThan(Date.parse(paper.firstListedOn));
      expect(second).toBeGreaterThan(first!);
      expect(second).toBeLessThanOrEqual(sampleWeekEnd().getTime());
      expect(sightings.map(({ signals }) => signals.upvotes)).not.toContain(undefined);
    }
  });

  it('tells each paper in one plain sentence of 12 to 25 words', () => {
    for (const { paper } of papers) {
      expect(paper.abstract, paper.id).toMatch(/^[A-Z][^.!?]*(?:\d\.\d[^.!?]*)*\.$/);
      const words = paper.abstract.split(/\s+/).length;
      expect(words, paper.abstract).toBeGreaterThanOrEqual(12);
      expect(words, paper.abstract).toBeLessThanOrEqual(25);
    }
  });
});

describe('the sample digest', () => {
  it('looks like a digest of today and is marked as a sample', () => {
    const content = sampleDigest({ count: 5, now });
    expect(content).toMatchObject({
      sample: true,
      late: false,
      day: 'Monday, 23 November 2026',
      considered: 60,
    });
    expect(content.cards.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5]);
    for (const card of content.cards) {
      expect(card.gist?.origin).toBe('sample');
      expect(card.why).toContain('upvotes');
      expect(card.sparkline).toHaveLength(2);
    }
  });

  it('is ranked as of its own week: the paper that was most voted leads', () => {
    const [first] = sampleDigest({ count: 1, now }).cards;
    expect(first?.title).toBe('Less is More: Recursive Reasoning with Tiny Networks');
    expect(first?.why).toBe('▲ 317 upvotes in 5 days');
  });

  it('takes its day from the reader’s zone', () => {
    const late = new Date('2026-11-23T23:30:00Z');
    expect(sampleDigest({ count: 1, now: late, zone: 'Asia/Tokyo' }).slot).toBe('2026-11-24');
    expect(sampleDigest({ count: 1, now: late }).slot).toBe('2026-11-23');
  });

  it('can be narrowed to topics, which its cards then name', () => {
    const topics = [
      { name: 'voices', query: 'speech' },
      { name: 'robots', query: 'robot' },
    ];
    const content = sampleDigest({ count: 4, topics, now });
    expect(content.topics).toEqual(['voices', 'robots']);
    expect(new Set(content.cards.flatMap((card) => card.topics))).toEqual(new Set(['voices', 'robots']));
  });

  it('leaves a single topic to the head', () => {
    const content = sampleDigest({ count: 4, topics: [{ name: 'voices', query: 'speech | audio' }], now });
    expect(content.topics).toEqual(['voices']);
    expect(content.cards.length).toBeGreaterThan(0);
    for (const card of content.cards) {
      expect(card.why).not.toContain('matches');
      expect(card.topics).toEqual([]);
    }
  });

  it('is empty when a topic matches nothing or cannot be read', () => {
    for (const query of ['zebrafish', '"unclosed'])
      expect(sampleDigest({ count: 5, topics: [{ name: 'x', query }], now }).cards).toEqual([]);
  });

  it('survives being stored as JSON', () => {
    const content = sampleDigest({ count: 20, now });
    expect(JSON.parse(JSON.stringify(content))).toEqual(content);
  });
});
