import { performance } from 'node:perf_hooks';
import { chooseCards } from '../../src/digests/choose.js';
import { createWindow } from '../../src/digests/ranking-cache.js';
import type { SightedPaper } from '../../src/ports/paper-store.js';
import type { RankedPaper } from '../../src/ranking/ranked-paper.js';
import { wordsOf } from '../../src/text/words.js';

export interface SpeedReport {
  readonly candidates: number;
  readonly topics: number;
  /** Ranking the candidates once and matching them with every topic. */
  readonly seconds: number;
  /** Choosing for so many channels, which share the topics, after that. */
  readonly channels: readonly { readonly channels: number; readonly seconds: number }[];
}

const TOPICS = 200;
const CANDIDATES = 5_000;
const CHANNELS = [1, 1_000] as const;

/** How long a minute's ranking work takes that all channels share, and what each channel adds. */
export async function measureSpeed(
  papers: readonly SightedPaper[],
  rank: (papers: readonly SightedPaper[], now: Date) => Promise<readonly RankedPaper[]>,
): Promise<SpeedReport> {
  const candidates = papers.slice(0, CANDIDATES);
  const now = new Date('2026-07-01T12:00:00Z');
  const queries = topicsOf(candidates);
  const started = performance.now();
  const window = createWindow(await rank(candidates, now), now);
  const matches = await Promise.all(queries.map((query) => window.matching(query)));
  const seconds = since(started);
  const topics = queries.map((name, at) => ({
    name,
    relevance: ({ paper }: RankedPaper) => matches[at]?.get(paper.id) ?? 0,
  }));
  const channels = CHANNELS.map((count) => {
    const begun = performance.now();
    for (let channel = 0; channel < count; channel += 1) {
      const own = [0, 1, 2].map((step) => topics[(channel * 3 + step) % topics.length]!);
      chooseCards({ ranked: window.ranked, topics: own, had: new Set(), count: 10 });
    }
    return { channels: count, seconds: since(begun) };
  });
  return { candidates: candidates.length, topics: queries.length, seconds, channels };
}

/** Pairs of words of titles, distinct. */
function topicsOf(papers: readonly SightedPaper[]): readonly string[] {
  const found = new Set<string>();
  for (const { paper } of papers) {
    const [first, second] = wordsOf(paper.title)
      .map(({ parts }) => parts[0] ?? '')
      .filter((word) => /^[a-z]{5,}$/.test(word));
    if (first !== undefined)
      found.add(found.size % 2 === 0 || second === undefined ? first : `${first} ${second}`);
    if (found.size === TOPICS) break;
  }
  return [...found];
}

function since(started: number): number {
  return Math.round(performance.now() - started) / 1_000;
}
