import { cleanText, dropInvisible } from '../../src/text/clean.js';
import { escapeMrkdwn, shown } from './text.js';

/**
 * Untrusted text that may have several lines, ready for mrkdwn: each line cleaned and escaped, empty lines kept as
 * one, the whole in pieces that end at a line or a word. Nothing is left out.
 * @param max room of a piece after escaping, UTF-16 units
 */
export function shownPieces(text: string, max: number): readonly string[] {
  const lines = text.split(/\r\n?|\n/).map(cleanText);
  const bits = lines.flatMap((line, index) => {
    if (line === '') return index > 0 && lines[index - 1] === '' ? [] : [''];
    return wrapped(line, max);
  });
  return packed(bits, max)
    .map((piece) => piece.replace(/^\n+|\n+$/g, ''))
    .filter((piece) => piece !== '');
}

/**
 * Text to copy, in pieces that end at an empty line where one is near, else at a line: invisible characters dropped,
 * everything else as it was.
 * @param max room of a piece, UTF-16 units; a longer line is broken
 */
export function codePieces(text: string, max: number): readonly string[] {
  const lines = text.split(/\r\n?|\n/).flatMap((line) => broken(dropInvisible(line.trimEnd()), max));
  const paragraphs: string[] = [];
  for (const [index, line] of lines.entries())
    if (index === 0 || (lines[index - 1] === '' && line !== '')) paragraphs.push(line);
    else paragraphs.push(`${paragraphs.pop() ?? ''}\n${line}`);
  const bits = paragraphs.flatMap((paragraph) =>
    paragraph.length <= max ? [paragraph] : packed(paragraph.split('\n'), max),
  );
  return packed(bits, max)
    .map((piece) => piece.replace(/^\n+|\s+$/g, ''))
    .filter((piece) => piece !== '');
}

// --- Internal helpers ---

/** Joined by line breaks into as few texts of at most `max` as their order allows. */
function packed(bits: readonly string[], max: number): string[] {
  const full: string[] = [];
  for (const bit of bits) {
    const open = full.at(-1);
    if (open !== undefined && open.length + 1 + bit.length <= max) full[full.length - 1] = `${open}\n${bit}`;
    else full.push(bit);
  }
  return full;
}

/** One line, escaped, broken between words where it is too long. */
function wrapped(line: string, max: number): string[] {
  const parts: string[] = [];
  let open: string[] = [];
  let taken = 0;
  const close = (): void => {
    if (open.length > 0) parts.push(escapeMrkdwn(open.join(' ')));
    open = [];
    taken = 0;
  };
  for (const word of line.split(' ')) {
    const size = roomOf(word);
    if (taken + size + 1 > max) close();
    if (size > max) parts.push(shown(word, max));
    else {
      open.push(word);
      taken += size + 1;
    }
  }
  close();
  return parts;
}

/** What a word takes wherever it stands in its line; at the very start it may take less. */
function roomOf(word: string): number {
  return escapeMrkdwn(`x${word}`).length - 1;
}

function broken(line: string, max: number): string[] {
  if (line.length <= max) return [line];
  const cut = /[\uD800-\uDBFF]/.test(line.charAt(max - 1)) ? max - 1 : max;
  return [line.slice(0, cut), ...broken(line.slice(cut), max)];
}
