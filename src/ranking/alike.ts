import { wordsOf } from '../text/words.js';

/** Titles that share this much of their words (Jaccard, empty words left out) are near-duplicates. */
const ALIKE = 0.6;
/** A title is read up to here. */
const LONGEST = 500;

/** Words every other title has. */
export const EMPTY_WORDS = new Set(
  'a an and are as at by can do for from how in is it of on or the to towards via with'.split(' '),
);

/** The words of a title that `alike` compares. */
export function titleWords(title: string): ReadonlySet<string> {
  const words = wordsOf(title.slice(0, LONGEST)).map((word) => word.joined);
  return new Set(words.filter((word) => !EMPTY_WORDS.has(word)));
}

/** True for titles of near-duplicates. */
export function alike(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  if (small.size === 0 || small.size < ALIKE * large.size) return false;
  let shared = 0;
  for (const word of small) if (large.has(word)) shared += 1;
  return shared / (a.size + b.size - shared) >= ALIKE;
}
