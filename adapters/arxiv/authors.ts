import { texToText } from '../../src/text/tex.js';
import { sourceText } from '../shared/source-text.js';

const MOST_AUTHORS = 5_000;
/** The longest line of authors at arXiv has some 60,000 characters. */
const LONGEST_LINE = 500_000;

/** A name as people write it: TeX accents read, white space collapsed. */
export function authorName(name: string): string {
  return sourceText(texToText(sourceText(name)));
}

/** @param names one per author, as the query API gives them */
export function authorNames(names: readonly string[]): readonly string[] {
  return names
    .slice(0, MOST_AUTHORS)
    .map(authorName)
    .filter((name) => name !== '');
}

/**
 * The names in the feed's one line, `A. Author (Some University, Somewhere), B. Author`: affiliations are dropped and
 * a comma inside one separates nothing.
 */
export function splitAuthors(line: string): readonly string[] {
  return authorNames(withoutAffiliations(line.slice(0, LONGEST_LINE)).split(',', MOST_AUTHORS));
}

function withoutAffiliations(line: string): string {
  let depth = 0;
  let kept = '';
  for (const char of line) {
    if (char === '(') depth += 1;
    if (depth === 0) kept += char;
    if (char === ')') depth = Math.max(0, depth - 1);
  }
  // An affiliation that never closes must not swallow the other names.
  return depth === 0 ? kept : line;
}
