import type { Topic } from '../channels/channel.js';
import { nearest } from '../text/nearest.js';
import type { RankedWindow } from '../digests/ranking-cache.js';
import { categories, categoryName } from '../papers/categories.js';
import { foldText, wordsOf } from '../text/words.js';
import { builtinTopics, EVERYTHING } from '../topics/builtin.js';
import { parseQuery } from '../topics/query.js';

/** A topic like one that matches nothing, with what it matches. */
export interface NearTopic {
  readonly label: string;
  /** What to subscribe to: a built-in topic's name, else a query. */
  readonly wish: string;
  /** Papers of the window it matches, > 0. */
  readonly papers: number;
}

/** Shorter words have too many neighbours. */
const LEAST_SPELLED = 4;
/** A word in fewer titles may be a misspelling itself. */
const LEAST_TITLES = 2;
const MOST_WORDS = 6;
/** The best papers of the window, whose titles give the spellings. */
const MOST_TITLES = 3_000;

/**
 * Topics near to one that matches nothing, each of which matches something in the window: built-in ones of a like
 * name, each of its words and phrases alone, its words spelled like those of the papers, built-in ones that speak of
 * its words, and arXiv categories named so. Best guess first.
 */
export async function nearTopics(
  text: string,
  window: RankedWindow,
  most: number,
): Promise<readonly NearTopic[]> {
  const said = spoken(text);
  const words = plainWords(said).slice(0, MOST_WORDS);
  const guesses: readonly Guess[] = [
    ...likeNamed(said, words),
    ...alone(text),
    ...(await respelled(words, window)),
    ...speakingOf(words),
    ...categoriesNamed(words),
  ];
  const found = new Map<string, NearTopic>();
  for (const { label, wish, query = wish } of guesses) {
    if (found.size >= most) break;
    const papers = await countOf(query, window);
    if (papers > 0 && !found.has(wish) && wish !== text.trim()) found.set(wish, { label, wish, papers });
  }
  return [...found.values()];
}

// --- Internal helpers ---

interface Guess {
  readonly label: string;
  readonly wish: string;
  /** What to match, when that is not the wish. */
  readonly query?: string;
}

const named = builtinTopics.filter((topic) => topic !== EVERYTHING);

/** What a query speaks of, without its filters. */
function spoken(text: string): string {
  const parsed = parseQuery(text);
  if (!parsed.ok) return text;
  const terms = parsed.query.alternatives.flatMap((alternative) => alternative.terms);
  return terms
    .flatMap((term) => {
      if (term.negated) return [];
      if (term.kind === 'word' || term.kind === 'phrase') return [term.text];
      return term.kind === 'topic' ? [term.name] : [];
    })
    .join(' ');
}

function plainWords(text: string): readonly string[] {
  return [...new Set(foldText(text).match(/[\p{L}\p{N}]{3,}/gu) ?? [])];
}

function likeNamed(text: string, words: readonly string[]): readonly Guess[] {
  const names = named.map(({ name }) => name);
  const whole = nearest(text.trim(), names, Math.min(3, Math.max(1, Math.floor(text.trim().length / 3))));
  const parts = words.flatMap((word) => names.filter((name) => name.split(' ').includes(word)));
  const wanted = [...(whole === null ? [] : [whole]), ...parts];
  return wanted.flatMap((name) => named.filter((topic) => topic.name === name).map(builtinGuess));
}

function builtinGuess({ name, query }: Topic): Guess {
  return { label: name, wish: name, query };
}

/** Each word, phrase and filter of the query for itself, when there are several. */
function alone(text: string): readonly Guess[] {
  const parsed = parseQuery(text);
  if (!parsed.ok) return [];
  const terms = parsed.query.alternatives.flatMap((alternative) => alternative.terms);
  if (terms.length < 2) return [];
  return terms.slice(0, MOST_WORDS).flatMap((term) => {
    if (term.negated) return [];
    if (term.kind === 'word') return [{ label: term.text, wish: term.text }];
    if (term.kind === 'phrase') return [{ label: term.text, wish: `"${term.text}"` }];
    return term.kind === 'category' ? [{ label: term.category, wish: `cat:${term.category}` }] : [];
  });
}

async function countOf(query: string, window: RankedWindow): Promise<number> {
  return (await window.matching(query))?.size ?? 0;
}

async function respelled(words: readonly string[], window: RankedWindow): Promise<readonly Guess[]> {
  const misspelled: string[] = [];
  for (const word of words)
    if (word.length >= LEAST_SPELLED && (await countOf(word, window)) === 0) misspelled.push(word);
  if (misspelled.length === 0) return [];
  const known = wordsOfTitles(window);
  return misspelled.flatMap((word) => {
    const meant = nearest(word, known, word.length < 7 ? 1 : 2);
    return meant === null ? [] : [{ label: meant, wish: meant }];
  });
}

/** Words of at least two titles, the most frequent first. */
function wordsOfTitles(window: RankedWindow): readonly string[] {
  const counts = new Map<string, number>();
  for (const { paper } of window.ranked.slice(0, MOST_TITLES))
    for (const { joined } of new Set(wordsOf(paper.title.slice(0, 500))))
      counts.set(joined, (counts.get(joined) ?? 0) + 1);
  return [...counts]
    .filter(([word, titles]) => titles >= LEAST_TITLES && word.length >= LEAST_SPELLED)
    .sort((a, b) => b[1] - a[1])
    .map(([word]) => word);
}

function speakingOf(words: readonly string[]): readonly Guess[] {
  return words.flatMap((word) =>
    named.filter(({ query }) => plainWords(query).includes(word)).map(builtinGuess),
  );
}

function categoriesNamed(words: readonly string[]): readonly Guess[] {
  return words.flatMap((word) =>
    categories
      .filter((category) => plainWords(categoryName(category) ?? '').includes(word))
      .map((category) => ({
        label: `${category} · ${categoryName(category) ?? ''}`,
        wish: `cat:${category}`,
      })),
  );
}
