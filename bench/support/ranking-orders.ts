import type { SightedPaper } from '../../src/ports/paper-store.js';
import type { Forecaster } from '../../src/ranking/expect/expect.js';
import { rankPapers } from '../../src/ranking/rank.js';
import type { RankedPaper } from '../../src/ranking/ranked-paper.js';
import { listAge } from '../../src/ranking/score.js';
import { readSignals } from '../../src/ranking/signals.js';
import type { Scores } from './ranking-measure.js';
import { seeded } from './seeded.js';

/** One way to order papers: a score for each, in the order given. Equal scores are no opinion. */
export type Order = (papers: readonly SightedPaper[], now: Date) => Scores;

const HOUR = 3_600_000;
const SEED = 20_260_131;

/** What ours is compared with in the same run. */
export function baselines(): Readonly<Record<'rawUpvotes' | 'hackerNews' | 'random', Order>> {
  const random = seeded(SEED);
  return {
    rawUpvotes: (papers, now) => papers.map((item) => readSignals(item, now).upvotes ?? 0),
    hackerNews: (papers, now) => papers.map((item) => hackerNews(item, now)),
    random: (papers) => papers.map(() => random()),
  };
}

/** The order of production: `read` takes the number it is ordered by. @param forecast null = without a model */
export function ours(forecast: Forecaster | null, read: (ranked: RankedPaper) => number): Order {
  return (papers, now) => {
    const scores = new Map(
      rankPapers(papers, now, forecast).map((ranked) => [ranked.paper.id, read(ranked)]),
    );
    return papers.map(({ paper }) => scores.get(paper.id) ?? 0);
  };
}

/** Distinct scores in the same order; who has no opinion is given chance, not the order of the file. */
export function withoutTies(scores: Scores, seed: number): Scores {
  const random = seeded(seed);
  const draws = scores.map(() => random());
  const order = scores.map((_, item) => item);
  order.sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0) || (draws[a] ?? 0) - (draws[b] ?? 0));
  const places = new Array<number>(scores.length).fill(0);
  order.forEach((item, place) => (places[item] = place));
  return places;
}

/** `(p − 1)^0.8 / (h + 2)^1.8`, h = hours since the list opened; without votes nothing. */
function hackerNews(item: SightedPaper, now: Date): number {
  const signals = readSignals(item, now);
  if (signals.upvotes === undefined || listAge(signals) === null) return 0;
  const hours = Math.max(0, (now.getTime() - Date.parse(`${signals.listedOn ?? ''}T00:00:00Z`)) / HOUR);
  return Math.max(0, signals.upvotes - 1) ** 0.8 / (hours + 2) ** 1.8;
}
