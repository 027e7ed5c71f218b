import type { Paper } from '../papers/paper.js';
import { foldText, wordsOf } from '../text/words.js';
import { fieldsOf, hasPaperWords } from './paper-words.js';

/**
 * A quick test for papers that cannot hold some words: a wrong answer is always "it may". Most papers then never need
 * their words told apart, which takes five times as long.
 * @param alternatives folded words as `wordsOf` gives them; all of one list must be there
 */
export function possibleTest(alternatives: readonly (readonly string[])[]): (paper: Paper) => boolean {
  const needles = alternatives.map((words) => words.map(beginning));
  return (paper) => {
    if (hasPaperWords(paper)) return true;
    const known = searchText(paper);
    const { text } = known;
    // By then the paper's words would have cost no more, and they answer any further test at once.
    if (known.tests === MOST_TESTS) return true;
    known.tests += 1;
    return needles.some((words) => words.every((word) => text.includes(word)));
  };
}

// --- Internal helpers ---

interface SearchText {
  readonly text: string;
  tests: number;
}

/** Tests of one paper that cost as much as telling its words apart: about 5 µs each, against 60. */
const MOST_TESTS = 12;
const texts = new WeakMap<Paper, SearchText>();
const HYPHENS = /[-\u2010-\u2015\u2212]/g;
const WORD_CHARACTER = /[\p{L}\p{N}\u2010-\u2015\u2212-]/u;
/** Before a hyphen, what `wordsOf` takes off; between letters, the 2 that it reads as "to". */
const CHANGED = /(?:s|[hsxz]e)[-\u2010-\u2015\u2212]|[a-z]2(?=[a-z])/g;

/** A plural in -ies has the word but for its y. */
function beginning(word: string): string {
  return word.endsWith('y') ? word.slice(0, -1) : word;
}

/** The folded text; once more with its compounds written as one; and those compounds whose parts change when joined. */
function searchText(paper: Paper): SearchText {
  const known = texts.get(paper);
  if (known !== undefined) return known;
  const folded = foldText(fieldsOf(paper).join(' '));
  const parts = [folded, folded.replace(HYPHENS, '')];
  for (const { index } of folded.matchAll(CHANGED))
    for (const { joined } of wordsOf(wordAround(folded, index))) parts.push(joined);
  const made = { text: parts.join(' '), tests: 0 };
  texts.set(paper, made);
  return made;
}

function wordAround(text: string, at: number): string {
  let from = at;
  let to = at;
  while (from > 0 && WORD_CHARACTER.test(text.charAt(from - 1))) from -= 1;
  while (to < text.length && WORD_CHARACTER.test(text.charAt(to))) to += 1;
  return text.slice(from, to);
}
