/**
 * The largest cap between `least` and `most` whose result fits, found by halving; the result of `least` when none does.
 * @param make grows with its cap
 */
export function largestFitting<T>(
  least: number,
  most: number,
  make: (cap: number) => T,
  fits: (made: T) => boolean,
): T {
  const largest = make(most);
  if (fits(largest)) return largest;
  let low = least;
  let high = most;
  let best = make(least);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const made = make(middle);
    if (fits(made)) {
      low = middle;
      best = made;
    } else high = middle;
  }
  return best;
}
