import type { SightedPaper } from '../ports/paper-store.js';
import { wordsOf, type Word } from '../text/words.js';
import { builtinQuery, termTest, type MatchContext } from './match.js';
import { paperWords, titleWords, timesIn } from './paper-words.js';
import type { Alternative, Query, Term } from './query-types.js';

/** How much of a paper a query is about: 0 when it does not match, 1 when nothing in it could match better. */
export type Relevance = (item: SightedPaper) => number;

/** A mention in the title tells as much as three in the abstract. docs/ranking.md has the measurement. */
const IN_TITLE = 3;
/** So many mentions are half of what there can be. One in passing is then worth 0.24, one in the title 0.74. */
const HALF = 1.8;

/**
 * How well a paper matches a query, 0 … 1: more than 0 exactly where `createMatcher` says yes.
 *
 * Each word and phrase that must match has a share that grows with its mentions, those in the title three times, and
 * never reaches 1. Of several in one alternative the geometric mean counts, so that the weakest tells; where the words
 * stand one after the other, that adds to it. Several alternatives that match add to each other. Filters only say yes
 * or no: an alternative of nothing else is worth 1.
 */
export function createRelevance(query: Query, context: MatchContext): Relevance {
  return compile(query, context, []);
}

// --- Internal helpers ---

type Share = (item: SightedPaper) => number;

function compile(query: Query, context: MatchContext, path: readonly string[]): Relevance {
  if (query.alternatives.length === 0) return () => 1;
  const rated = query.alternatives.map((alternative) => compileAlternative(alternative, context, path));
  return (item) => {
    let missing = 1;
    for (const relevance of rated) {
      missing *= 1 - relevance(item);
      if (missing === 0) break;
    }
    return 1 - missing;
  };
}

function compileAlternative(
  { terms }: Alternative,
  context: MatchContext,
  path: readonly string[],
): Relevance {
  const tests = terms.map((term) => termTest(term, context, path));
  const shares = terms.flatMap((term) => shareOf(term, context, path) ?? []);
  const together = phraseOfWords(terms);
  return (item) => {
    if (!tests.every((holds) => holds(item))) return 0;
    if (shares.length === 0) return 1;
    const product = shares.reduce((all, share) => all * share(item), 1);
    const mean = product ** (1 / shares.length);
    return together === null ? mean : 1 - (1 - mean) * (1 - together(item));
  };
}

/** @returns null for what only says yes or no */
function shareOf(term: Term, context: MatchContext, path: readonly string[]): Share | null {
  if (term.negated) return null;
  if (term.kind === 'word' || term.kind === 'phrase') return textShare(wordsOf(term.text));
  if (term.kind !== 'topic' || path.includes(term.name)) return null;
  const query = (context.topicByName ?? builtinQuery)(term.name);
  return query === null ? null : compile(query, context, [...path, term.name]);
}

/** The words of `speech recognition -survey` as if they were in quotation marks; null for fewer than two. */
function phraseOfWords(terms: readonly Term[]): Share | null {
  const words = terms.flatMap((term) => (term.kind === 'word' && !term.negated ? wordsOf(term.text) : []));
  return words.length < 2 ? null : textShare(words);
}

function textShare(words: readonly Word[]): Share {
  const [word] = words;
  const apart = words.flatMap(({ parts }) => parts).join(' ');
  const spellings = word !== undefined && words.length === 1 ? [...new Set([word.joined, apart])] : [apart];
  return ({ paper }) => {
    const mentions =
      timesIn(paperWords(paper), spellings) + (IN_TITLE - 1) * timesIn(titleWords(paper), spellings);
    return mentions ** 2 / (mentions ** 2 + HALF ** 2);
  };
}
