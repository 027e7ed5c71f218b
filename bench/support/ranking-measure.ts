import { orderBy } from '../../src/ranking/expect/measures.js';

/** Score of each item, higher is better; ties must have been broken. */
export type Scores = readonly number[];

/** Share of the `k` best by `values` among the `k` best by `scores`; who equals the k-th best counts as one of them. */
export function recall(scores: Scores, values: readonly number[], k: number): number {
  const size = Math.min(k, values.length);
  const least = [...values].sort((a, b) => b - a)[size - 1] ?? 0;
  const hits = orderBy(scores)
    .slice(0, size)
    .filter((item) => (values[item] ?? 0) >= least).length;
  return hits / size;
}

/** Share of `wanted` among the first `k`. */
export function precision(scores: Scores, wanted: readonly boolean[], k: number): number {
  return (
    orderBy(scores)
      .slice(0, k)
      .filter((item) => wanted[item]).length / k
  );
}
