import { readableText } from '../text/tex.js';
import { truncate } from '../text/truncate.js';

/** Named before the rest is counted. */
const NAMED = 3;
/** A longer "name" is not one; UTF-16 units. */
const LONGEST_NAME = 60;

/**
 * Authors as people read them: `Ada Lovelace`, `Ada Lovelace and Alan Turing`,
 * `Ada Lovelace, Alan Turing, Grace Hopper and 9 others`. Nobody is ever "1 other": a fourth name is shown.
 * @returns plain text, empty when nobody is known
 */
export function authorsLine(authors: readonly string[]): string {
  const shown: string[] = [];
  for (const author of authors.slice(0, NAMED + 1)) {
    const name = truncate(readableText(author.slice(0, 400)), LONGEST_NAME);
    if (name !== '') shown.push(name);
  }
  const others = authors.length - NAMED;
  if (others <= 1) return joined(shown);
  return `${shown.slice(0, NAMED).join(', ')} and ${others} others`;
}

function joined(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
