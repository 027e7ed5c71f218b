/** Endings of English verbs and of the nouns made of them, longest first; what stands before must be this long at least. */
const ENDINGS: readonly (readonly [ending: string, shortest: number])[] = [
  ['ization', 4],
  ['ational', 5],
  ['ation', 4],
  ['ition', 4],
  ['ility', 4],
  ['ment', 4],
  ['tion', 4],
  ['able', 4],
  ['ible', 4],
  ['ance', 4],
  ['ence', 4],
  ['ive', 4],
  ['ize', 4],
  ['ise', 4],
  ['ing', 3],
  ['ion', 4],
  ['ity', 4],
  ['ant', 4],
  ['ent', 4],
  ['al', 4],
  ['ly', 4],
  ['ed', 3],
  ['er', 4],
  ['or', 4],
  ['e', 4],
];
const MADE = [
  '',
  'e',
  'ed',
  'ing',
  'er',
  'or',
  'ion',
  'ation',
  'ization',
  'ize',
  'able',
  'al',
  'ive',
  'ment',
];

/**
 * English words that may be of the same family: `pruning` → `prune`, `pruned`, …; `compiler` → `compile`, `compilation`.
 * Made by exchanging endings, so most of them are no words at all: look them up.
 * @param word folded, without plural
 */
export function relatedWords(word: string): readonly string[] {
  if (!/^[a-z]{4,24}$/.test(word)) return [];
  const found = new Set<string>();
  for (const stem of stemsOf(word)) for (const ending of MADE) found.add(stem + ending);
  found.delete(word);
  return [...found];
}

// --- Internal helpers ---

function stemsOf(word: string): readonly string[] {
  const stems = new Set<string>();
  for (const [ending, shortest] of ENDINGS) {
    const stem = word.slice(0, -ending.length);
    if (!word.endsWith(ending) || stem.length < shortest) continue;
    stems.add(stem);
    // planning → plan
    if (/([bdglmnprt])\1$/.test(stem)) stems.add(stem.slice(0, -1));
    break;
  }
  if (stems.size === 0) stems.add(word);
  return [...stems];
}
