import type { Paper } from '../papers/paper.js';
import { foldText, wordsOf, type Word } from '../text/words.js';

/**
 * A paper's text, prepared once for any number of queries. One string and no set of words: a window holds thousands of
 * papers, and a set takes ten times the memory of its words.
 */
export interface PaperWords {
  /** All parts of title, abstract and keywords in order, one space between and around, two between fields; then all joined compounds, two spaces between. */
  readonly line: string;
}

/** Longer texts are read up to here; abstracts are about 1,300 characters. */
const LONGEST_FIELD = 10_000;
const prepared = new WeakMap<Paper, PaperWords>();

export function paperWords(paper: Paper): PaperWords {
  const known = prepared.get(paper);
  if (known !== undefined) return known;
  const words = prepare(fieldsOf(paper));
  prepared.set(paper, words);
  return words;
}

const titles = new WeakMap<Paper, PaperWords>();

/** The same of the title alone. */
export function titleWords(paper: Paper): PaperWords {
  const known = titles.get(paper);
  if (known !== undefined) return known;
  const words = prepare([paper.title.slice(0, LONGEST_FIELD)]);
  titles.set(paper, words);
  return words;
}

/** How often a word or phrase stands in a text, in the spelling that stands there most often. @param spellings folded, one space between the words */
export function timesIn({ line }: PaperWords, spellings: readonly string[]): number {
  return Math.max(0, ...spellings.map((spelling) => countIn(line, ` ${spelling} `)));
}

/** The texts that words are looked for in. */
export function fieldsOf({ title, abstract, keywords }: Paper): readonly string[] {
  return [title, abstract, ...keywords.slice(0, 50)].map((field) => field.slice(0, LONGEST_FIELD));
}

/** True when the paper's words are known already. */
export function hasPaperWords(paper: Paper): boolean {
  return prepared.has(paper);
}

function prepare(fields: readonly string[]): PaperWords {
  const compounds = new Set<string>();
  const lines = fields.map((field) => {
    const words = wordsOf(field);
    for (const { joined, parts } of words) if (parts.length > 1 || parts[0] !== joined) compounds.add(joined);
    return words.flatMap(({ parts }) => parts).join(' ');
  });
  return { line: ` ${[...lines, ...compounds].join('  ')} ` };
}

function countIn(line: string, needle: string): number {
  let times = 0;
  // The space after one is the space before the next.
  for (let at = line.indexOf(needle); at !== -1; at = line.indexOf(needle, at + needle.length - 1))
    times += 1;
  return times;
}

/** @param word folded, as `wordsOf` gives parts and compounds */
export function hasWord({ line }: PaperWords, word: string): boolean {
  return line.includes(` ${word} `);
}

/** A test for words that stand one after the other, prepared once. */
export function phraseTest(phrase: readonly string[]): (words: PaperWords) => boolean {
  const needle = ` ${phrase.join(' ')} `;
  const parts = [...new Set(phrase)].sort((a, b) => b.length - a.length);
  return (words) => {
    for (const part of parts) if (!hasWord(words, part)) return false;
    return phrase.length < 2 || words.line.includes(needle);
  };
}

/** A test for a word in any of its spellings: `text-to-SQL`, `text2sql`, `text to sql`. */
export function wordTest(word: Word): (words: PaperWords) => boolean {
  const { joined, parts } = word;
  if (parts.length === 1 && parts[0] === joined) return (words) => hasWord(words, joined);
  const apart = phraseTest(parts);
  return (words) => hasWord(words, joined) || apart(words);
}

const names = new WeakMap<Paper, readonly ReadonlySet<string>[]>();

/** The folded parts of each author's name. */
export function authorNames(paper: Paper): readonly ReadonlySet<string>[] {
  const known = names.get(paper);
  if (known !== undefined) return known;
  const split = paper.authors.map((name) => new Set(nameParts(name)));
  names.set(paper, split);
  return split;
}

/** `Yann A. LeCun` → `yann`, `a`, `lecun`. */
export function nameParts(name: string): readonly string[] {
  return foldText(name.slice(0, 300)).match(/[\p{L}\p{N}]+/gu) ?? [];
}
