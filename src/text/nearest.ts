import { editDistance } from './edit-distance.js';

/**
 * The option a slip of the finger away from `word`, or null; letter case is ignored, the first of equals wins.
 * @param most how many slips there may be, as `editDistance` counts them
 */
export function nearest(word: string, options: readonly string[], most: number): string | null {
  const wanted = word.toLowerCase();
  let best: string | null = null;
  let bestDistance = most + 1;
  for (const option of options) {
    if (Math.abs(option.length - wanted.length) >= bestDistance) continue;
    const far = editDistance(wanted, option.toLowerCase());
    if (far < bestDistance) [best, bestDistance] = [option, far];
  }
  return best;
}

/** The name one slip away, with the same first letter: short names have too many neighbours. */
export function oneSlipAway(word: string, names: readonly string[]): string | null {
  const first = word.charAt(0).toLowerCase();
  const alike = names.filter((name) => name.toLowerCase().startsWith(first));
  return nearest(word, alike, 1);
}
