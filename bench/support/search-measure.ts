import { performance } from 'node:perf_hooks';
import type { Search } from './search-engines.js';
import type { JudgedQuery } from './search-sets.js';

export interface SetReport {
  readonly queries: number;
  /** Mean over the queries, of the first ten hits. */
  readonly ndcg10: number;
  readonly mrr10: number;
  /**
   * Of fragments of titles: the mean `mrr10` of an engine that puts every title with the fragment before all others, in
   * any order. Where several titles have it, nobody can know which one was meant.
   */
  readonly expected?: number;
  /** Per search, from the query to ten papers, milliseconds. */
  readonly p50: number;
  readonly p95: number;
  /** Mean processor time per search, all threads, milliseconds; says more than p50 on a machine that does other work. */
  readonly processor: number;
  readonly misses?: readonly Miss[];
}

/** A query of which no relevant paper came first. */
interface Miss {
  readonly text: string;
  readonly relevant: readonly string[];
  /** Place of the first relevant paper, from 1; null = not among the first ten. */
  readonly place: number | null;
  readonly titles?: number;
  /** What came first. */
  readonly found: readonly string[];
}

const SHOWN = 10;
const SHOWN_OF_MISS = 3;
/** Searches before the clock runs, so that caches are as they are in a running bot. */
const WARM_UP = 20;

/** Runs each query once, after some to warm up. */
export async function measureSet(
  search: Search,
  queries: readonly JudgedQuery[],
  listMisses = false,
): Promise<SetReport> {
  for (const { text } of queries.slice(-WARM_UP)) await search(text, SHOWN);
  const times: number[] = [];
  const misses: Miss[] = [];
  const before = process.cpuUsage();
  let ndcg = 0;
  let mrr = 0;
  for (const { text, relevant, titles } of queries) {
    const started = performance.now();
    const found = await search(text, SHOWN);
    times.push(performance.now() - started);
    ndcg += ndcgOf(found, relevant);
    const first = found.findIndex((id) => relevant.has(id));
    mrr += first === -1 ? 0 : 1 / (first + 1);
    if (first !== 0)
      misses.push({
        text,
        relevant: [...relevant.keys()],
        place: first === -1 ? null : first + 1,
        ...(titles === undefined ? {} : { titles }),
        found: found.slice(0, Math.max(SHOWN_OF_MISS, first)),
      });
  }
  const { user, system } = process.cpuUsage(before);
  times.sort((a, b) => a - b);
  const at = (share: number): number =>
    round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0, 1);
  return {
    queries: queries.length,
    ndcg10: round(ndcg / queries.length, 4),
    mrr10: round(mrr / queries.length, 4),
    ...(queries.some(({ titles }) => titles !== undefined)
      ? { expected: round(sum(queries.map(({ titles = 1 }) => meanReciprocal(titles))) / queries.length, 4) }
      : {}),
    p50: at(0.5),
    p95: at(0.95),
    processor: round((user + system) / 1000 / queries.length, 1),
    ...(listMisses ? { misses } : {}),
  };
}

// --- Internal helpers ---

/** Gain 2^grade − 1 over log₂(place + 1), of the ideal order's (Järvelin and Kekäläinen 2002, as trec_eval has it). */
function ndcgOf(found: readonly string[], relevant: ReadonlyMap<string, number>): number {
  const gain = (grade: number, place: number): number => (2 ** grade - 1) / Math.log2(place + 2);
  const got = found.reduce((sum, id, place) => sum + gain(relevant.get(id) ?? 0, place), 0);
  const ideal = [...relevant.values()]
    .sort((a, b) => b - a)
    .slice(0, SHOWN)
    .reduce((sum, grade, place) => sum + gain(grade, place), 0);
  return ideal === 0 ? 0 : got / ideal;
}

/** Mean reciprocal place of one of so many, in any order, when the first ten are shown. */
function meanReciprocal(count: number): number {
  return sum(Array.from({ length: Math.min(SHOWN, count) }, (_, at) => 1 / (at + 1))) / count;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
