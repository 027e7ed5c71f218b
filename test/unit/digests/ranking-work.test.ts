import { describe, expect, it } from 'vitest';
import { createRankingCache } from '../../../src/digests/ranking-cache.js';
import { rankPapers } from '../../../src/ranking/rank.js';
import type { RankedPaper } from '../../../src/ranking/ranked-paper.js';
import { sighted } from '../../support/sighted-paper.js';

const now = new Date('2026-11-23T09:00:00Z');
const TOPICS = ['cat:cs.CL', 'cat:cs.CV', 'cat:cs.RO | cat:cs.LG'];

/** Papers that count how often somebody looks at their categories, which only matching does. */
function watchedPapers(many: number): {
  readonly ranked: readonly RankedPaper[];
  readonly looks: () => number;
} {
  let looks = 0;
  const ranked = rankPapers(
    Array.from({ length: many }, (_, at) => sighted({ id: `2611.${String(10_000 + at)}` })),
    now,
  ).map((item) => ({
    ...item,
    paper: Object.defineProperty({ ...item.paper }, 'categories', {
      get: () => {
        looks += 1;
        return ['cs.CL'];
      },
    }),
  }));
  return { ranked, looks: () => looks };
}

async function workOf(channels: number, topics: readonly string[]) {
  const { ranked, looks } = watchedPapers(40);
  const cache = createRankingCache();
  let rankings = 0;
  const load = (): Promise<readonly RankedPaper[]> => {
    rankings += 1;
    return Promise.resolve(ranked);
  };
  const digest = async (channel: number): Promise<void> => {
    const window = await cache.window('2026-11-16', now, load);
    const own = [0, 1].map((step) => topics[(channel + step) % topics.length] ?? '');
    for (const query of own) expect(await window.matching(query)).not.toBeNull();
  };
  await Promise.all(Array.from({ length: channels }, (_, channel) => digest(channel)));
  return { rankings, looks: looks() };
}

describe('the work of a minute of digests', () => {
  it('is the same for three channels and for three hundred on the same topics', async () => {
    const few = await workOf(3, TOPICS);
    expect(few.looks).toBeGreaterThan(0);
    expect(await workOf(300, TOPICS)).toEqual(few);
    expect(few.rankings).toBe(1);
  });

  it('grows with distinct topics', async () => {
    const [one, three] = [await workOf(30, TOPICS.slice(0, 1)), await workOf(30, TOPICS)];
    expect(three.looks).toBeGreaterThan(2 * one.looks);
    expect(three.rankings).toBe(one.rankings);
  });
});
