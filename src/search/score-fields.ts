import type { Candidate, TermStatistics } from '../ports/search-store.js';
import { isEmptyWord } from './index-words.js';
import type { Form } from './word-groups.js';

/** How much a word counts by where it stands: a title has a tenth of the words, and was chosen with care; a name is looked at when neither title nor text has the word. */
const FIELD = { title: 3, text: 1, names: 2 } as const;
/** How much the length of a field takes from its words (b of BM25). */
const LENGTH = { title: 0.4, text: 0.5 } as const;

/** A form as it is looked for in a paper. */
export interface Wanted {
  /** Where a single word is counted; null for words that must stand together. */
  readonly place: number | null;
  readonly inTitle: string;
  /** Null when it is made of empty words, which texts leave out. */
  readonly inText: string | null;
  readonly weight: number;
  readonly related: boolean;
}

export interface Field {
  /** One space before, between and after the words. */
  readonly line: string;
  /** Which wanted word stands at each place of the line; −1 = none of them. */
  readonly order: Int16Array;
  /** How often each wanted word stands in it. */
  readonly counts: Uint16Array;
  /** Divides the counts by length: 1 for a field of mean length. */
  readonly norm: number;
}

export interface ReadPaper {
  readonly title: Field;
  readonly text: Field;
  readonly names: string;
}

/** @param places filled with where each word is counted */
export function toWanted({ words, weight, related }: Form, places: Map<string, number>): Wanted {
  for (const word of words) if (!places.has(word)) places.set(word, places.size);
  const [only = ''] = words;
  const telling = words.filter((word) => !isEmptyWord(word));
  return {
    place: words.length === 1 ? (places.get(only) ?? null) : null,
    inTitle: ` ${words.join(' ')} `,
    inText: telling.length === 0 ? null : ` ${telling.join(' ')} `,
    weight,
    related: related === true,
  };
}

export function readPaper(
  { title, text, names }: Candidate,
  { titleLength, textLength }: TermStatistics,
  places: ReadonlyMap<string, number>,
): ReadPaper {
  return {
    title: readField(title, titleLength, LENGTH.title, places),
    text: readField(text, textLength, LENGTH.text, places),
    names: ` ${names} `,
  };
}

/** How often a form stands in a paper, weighed by field and length. */
export function countOf({ place, inTitle, inText, related }: Wanted, paper: ReadPaper): number {
  const { title, text, names } = paper;
  const titles = place === null ? occurrences(inTitle, title.line) : (title.counts[place] ?? 0);
  const texts =
    place === null ? (inText === null ? 0 : occurrences(inText, text.line)) : (text.counts[place] ?? 0);
  if (titles + texts > 0) return (FIELD.title * titles) / title.norm + (FIELD.text * texts) / text.norm;
  return place !== null && !related && names.includes(inTitle) ? FIELD.names : 0;
}

// --- Internal helpers ---

function readField(line: string, mean: number, strength: number, places: ReadonlyMap<string, number>): Field {
  const words = line.split(' ');
  const order = new Int16Array(words.length);
  const counts = new Uint16Array(places.size);
  for (const [at, word] of words.entries()) {
    const place = places.get(word) ?? -1;
    order[at] = place;
    if (place !== -1) counts[place] = (counts[place] ?? 0) + 1;
  }
  const norm = mean > 0 ? 1 - strength + (strength * words.length) / mean : 1;
  return { line: ` ${line} `, order, counts, norm };
}

function occurrences(needle: string, line: string): number {
  let count = 0;
  // The closing space may be the opening one of the next.
  for (let at = line.indexOf(needle); at !== -1; at = line.indexOf(needle, at + needle.length - 1))
    count += 1;
  return count;
}
