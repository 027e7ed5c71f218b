/** Score of each item, higher is better; ties must have been broken. */
export type Scores = readonly number[];

/** Items by score, best first. */
export function orderBy(scores: Scores): readonly number[] {
  return scores.map((_, index) => index).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
}

/** Gain over log₂(place + 1), of the ideal order's, of the first `k`; null when there is nothing to gain. */
export function ndcg(scores: Scores, gains: readonly number[], k: number): number | null {
  const sum = (order: readonly number[]): number =>
    order.slice(0, k).reduce((total, item, place) => total + (gains[item] ?? 0) / Math.log2(place + 2), 0);
  const ideal = sum(orderBy(gains));
  return ideal === 0 ? null : sum(orderBy(scores)) / ideal;
}

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

/** Spearman's rank correlation, equal values sharing their mean rank; 0 when either side says nothing. */
export function spearman(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [ranks(a), ranks(b)];
  const middle = (a.length + 1) / 2;
  let [both, left, right] = [0, 0, 0];
  x.forEach((rank, i) => {
    const [dx, dy] = [rank - middle, (y[i] ?? middle) - middle];
    both += dx * dy;
    left += dx * dx;
    right += dy * dy;
  });
  return left === 0 || right === 0 ? 0 : both / Math.sqrt(left * right);
}

export function mean(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null);
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

function ranks(values: readonly number[]): readonly number[] {
  const order = orderBy(values);
  const found = new Array<number>(values.length).fill(0);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end += 1;
    for (let at = start; at < end; at += 1) found[order[at] ?? 0] = (start + 1 + end) / 2;
    start = end;
  }
  return found;
}
