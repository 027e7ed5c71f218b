/** Items by score, best first; equal ones in the order given. */
export function orderBy(scores: readonly number[]): readonly number[] {
  return scores.map((_, index) => index).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
}

/** Gain over log₂(place + 1), of the ideal order's, of the first `k`; null when there is nothing to gain. */
export function ndcg(scores: readonly number[], gains: readonly number[], k: number): number | null {
  const sum = (order: readonly number[]): number =>
    order.slice(0, k).reduce((total, item, place) => total + (gains[item] ?? 0) / Math.log2(place + 2), 0);
  const ideal = sum(orderBy(gains));
  return ideal === 0 ? null : sum(orderBy(scores)) / ideal;
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

/** Mean of what is known; 0 of nothing. */
export function mean(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null);
  return known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
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
