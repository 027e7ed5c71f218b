import { editDistance } from '../../src/text/edit-distance.js';
import { singular } from '../../src/text/words.js';
import type { Query } from './sql.js';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** Words this long may have two slips, if they begin right. */
const TWO_SLIPS_FROM = 8;
const SURE_LETTERS = 3;
/** A spelling that one paper has may be a slip of its own. */
const LEAST_PAPERS = 2;

/**
 * Known words one slip away from a word as it was typed (a letter more, less, other, or two swapped, anywhere in the word): every such spelling is
 * made and looked up by the primary key, some 800 of them in a few milliseconds. In long words, else, two slips
 * behind the first three letters.
 */
export async function findSpellings(query: Query, word: string, limit: number): Promise<readonly string[]> {
  const near = await query<{ word: string }>(
    `select word from broadsheet.search_words where word = any($1::text[]) and texts > 0
     order by texts desc, word limit $2`,
    [oneSlipFrom(word), limit],
  );
  if (near.length > 0 || word.length < TWO_SLIPS_FROM) return near.map((row) => row.word);
  const beginning = word.slice(0, SURE_LETTERS);
  const rows = await query<{ word: string }>(
    `select word from broadsheet.search_words
     where word >= $1 and word < $1 || chr(1114111) and texts >= $2 and length(word) between $3 and $4
     order by texts desc, word`,
    [beginning, LEAST_PAPERS, word.length - 2, word.length + 2],
  );
  const fits = rows.filter((row) => editDistance(word, row.word) <= 2);
  return fits.slice(0, limit).map((row) => row.word);
}

// --- Internal helpers ---

/** Every spelling one slip away, and without its plural: so the index knows words, but names as they are. */
function oneSlipFrom(word: string): readonly string[] {
  const made = new Set<string>();
  for (let at = 0; at <= word.length; at++) {
    const before = word.slice(0, at);
    const after = word.slice(at);
    const rest = after.slice(1);
    for (const letter of LETTERS) {
      made.add(before + letter + after);
      if (after !== '') made.add(before + letter + rest);
    }
    if (after !== '') made.add(before + rest);
    if (rest !== '') made.add(before + rest.charAt(0) + after.charAt(0) + rest.slice(1));
  }
  const all = new Set([...made, ...[...made].map(singular)]);
  for (const known of [word, singular(word), '']) all.delete(known);
  return [...all];
}
