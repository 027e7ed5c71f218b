import type { Paper } from '../papers/paper.js';
import { wordsOf } from '../text/words.js';
import { hasWord, paperWords } from '../topics/paper-words.js';

/** What was done to a word of a query to find something. */
export interface WordChange {
  /** `instead`: others took its place. `also`: others count as it. `unknown`: it was left out. */
  readonly kind: 'instead' | 'also' | 'unknown';
  /** As it was typed. */
  readonly asked: string;
  /** Words of the index. */
  readonly words: readonly string[];
}

/** Papers looked through for how a word of the index is written. */
const MOST_READ = 10;

/**
 * The change as a sentence; null when there is nothing to say, because a source had papers with the word.
 * @param papers found with it: words are shown as they write them, since the index knows `bias` as `bia`
 */
export function describeChange({ kind, asked, words }: WordChange, papers: readonly Paper[]): string | null {
  if (kind === 'unknown') {
    const folded = wordsOf(asked)[0]?.joined ?? asked;
    if (papers.some((paper) => hasWord(paperWords(paper), folded))) return null;
    return `No paper has "${asked}"${papers.length === 0 ? '' : ', so it was left out'}.`;
  }
  const shown = listed(words.map((word) => writtenIn(papers, word)));
  return kind === 'instead'
    ? `Searched for ${shown} instead of "${asked}".`
    : `Also searched for ${shown}, spelt like "${asked}".`;
}

/** For a list in which some papers lack words. @param complete how many papers before them have all words */
export function describePartly(complete: number): string {
  if (complete === 0) return 'No paper has all of these words; these have some of them.';
  return complete === 1
    ? 'One paper has all of these words; the others have some of them.'
    : `${complete} papers have all of these words; the others have some of them.`;
}

/** For a list with papers that only their meaning found. @param count how many of them @param all how many in the list */
export function describeBeyond(count: number, all: number): string {
  if (count === all) return 'No paper has these words; these are near to what they mean.';
  return count === 1
    ? 'One of these was found by what it means and may lack your words.'
    : `${count} of these were found by what they mean and may lack your words.`;
}

// --- Internal helpers ---

function writtenIn(papers: readonly Paper[], word: string): string {
  for (const { title, abstract } of papers.slice(0, MOST_READ))
    for (const [written] of `${title} ${abstract}`.slice(0, 5_000).matchAll(/[\p{L}\p{N}-]+/gu)) {
      const [read, ...more] = wordsOf(written);
      if (read !== undefined && more.length === 0 && (read.joined === word || read.parts.join('') === word))
        return written.toLowerCase();
    }
  return word;
}

function listed(words: readonly string[]): string {
  const quoted = [...new Set(words)].map((word) => `"${word}"`);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`;
}
