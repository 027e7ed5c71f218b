import { cleanText } from '../text/clean.js';
import type { Face, Weight } from './face.js';

const ELLIPSIS = '…';
/** A title is read no further than this: two lines never hold more. UTF-16 units. */
const LONGEST = 1000;
/** With fewer of its letters than this a title says nothing any more. */
const LEAST_SHOWN = 0.6;
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** A line may end after these, and on either side of a letter of a script without spaces. */
const BREAKS_AFTER = /[\s\-–—/]$/u;
const IDEOGRAPH = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u;

export interface Room {
  /** Pixels. */
  readonly width: number;
  readonly size: number;
  readonly weight: Weight;
  readonly lines: number;
}

/** The text with only what the fonts can show; `instead` when too little of it is left. */
export function showable(text: string, face: Face, instead: string): string {
  const signs = Array.from(cleanText(text.slice(0, LONGEST)));
  const kept = signs.filter((sign) => face.family(sign.codePointAt(0) ?? 0) !== null);
  const shown = cleanText(kept.join(''));
  return shown !== '' && kept.length >= signs.length * LEAST_SHOWN ? shown : cleanText(instead);
}

/** Breaks a text into at most `room.lines` lines; one that is cut ends in `…`. Never splits a grapheme. */
export function fitTitle(text: string, room: Room, face: Face): readonly string[] {
  const lines: string[] = [];
  let rest = text.trim();
  while (rest !== '' && lines.length < room.lines) {
    const isLast = lines.length === room.lines - 1;
    const line = firstLine(rest, room, face, isLast);
    if (line === '') break;
    lines.push(
      isLast && line.length < rest.length ? `${line.replace(/[\s.,;:–—-]+$/u, '')}${ELLIPSIS}` : line.trim(),
    );
    rest = rest.slice(line.length).trim();
  }
  return lines;
}

// --- Internal helpers ---

/** What of `text` goes into one line, with the space it ends in; leaves room for `…` when it must be cut in the last one. */
function firstLine(text: string, { width, size, weight }: Room, face: Face, isLast: boolean): string {
  if (face.width(text, size, weight) <= width) return text;
  const room = width - (isLast ? face.width(ELLIPSIS, size, weight) : 0);
  let line = '';
  let breakAt = 0;
  for (const { segment } of graphemes.segment(text)) {
    const next = line + segment;
    if (face.width(next.trimEnd(), size, weight) > room) break;
    if (BREAKS_AFTER.test(next)) breakAt = next.length;
    else if (IDEOGRAPH.test(segment) && line !== '') breakAt = line.length;
    line = next;
  }
  if (/^\s/.test(text.slice(line.length))) breakAt = line.length;
  // A word as long as half a line is broken rather than left out.
  return breakAt >= line.length / 2 ? line.slice(0, breakAt) : line;
}
