import { editDistance } from '../text/edit-distance.js';
import { writtenParts } from '../text/words.js';

/** Longer ones are no names. */
const LONGEST_NAME = 5;
/** What a word counts that is one letter from what was typed: another number, or what a slip was meant to be. */
const NEARLY = 0.5;

/** How a title is written, beside a query. */
export interface Written {
  /** How closely it has the query's words as they were typed, 0 to 1; 0 for a single word, whose number nobody minds. */
  readonly closeness: number;
  /** Which share of its words the query has at most, 0 to 1. */
  readonly covered: number;
}

/**
 * Reads titles as they are written: the index takes `model` and `models` for one, so that titles which differ by that
 * alone would be told apart by chance.
 */
export function createWrittenTest(typed: string): (title: string) => Written {
  const wanted = writtenParts(typed);
  const known = new Map<string, number>();
  const closeness = (word: string, own: string): number => {
    if (word === own) return 1;
    const pair = `${word} ${own}`;
    const before = known.get(pair);
    if (before !== undefined) return before;
    const near = Math.abs(word.length - own.length) < 2 && editDistance(word, own) < 2 ? NEARLY : 0;
    known.set(pair, near);
    return near;
  };
  return (title) => {
    const own = writtenParts(title);
    let best = 0;
    for (let start = 0; start + wanted.length <= own.length; start++) {
      const sum = wanted.reduce((total, word, at) => total + closeness(word, own[start + at] ?? ''), 0);
      best = Math.max(best, sum);
    }
    return {
      closeness: wanted.length < 2 ? 0 : best / wanted.length,
      covered: own.length === 0 ? 0 : Math.min(1, wanted.length / own.length),
    };
  };
}

/** How many words the name has that a title begins with (`DocAgent: …`); 0 = it has none. */
export function wordsOfName(title: string): number {
  const end = title.search(/:\s/);
  const words = end === -1 ? 0 : writtenParts(title.slice(0, end)).length;
  return words > LONGEST_NAME ? 0 : words;
}
