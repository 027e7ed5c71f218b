/** How much room a text takes; must not shrink when text is added. */
export type Measure = (text: string) => number;

const utf16: Measure = (text) => text.length;
const ELLIPSIS = '…';
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** A word boundary is taken when it keeps at least this share of the room. */
const LEAST_KEPT = 0.6;

/**
 * Cuts `text` to at most `max`, never inside a grapheme, at a word boundary where one is near; a cut text ends in `…`.
 * Takes time in proportion to `max`, not to the text (but for what `measure` itself needs).
 * @param max room in units of `measure`; nothing is left when not even `…` fits
 * @param measure default: UTF-16 units. Give the escaped length to stay inside a limit after escaping.
 */
export function truncate(text: string, max: number, measure: Measure = utf16): string {
  if (measure(text) <= max) return text;
  const room = max - measure(ELLIPSIS);
  if (!(room >= 0)) return '';
  const ends = graphemeEnds(measure === utf16 ? text.slice(0, max + 2) : text, room, measure);
  let kept = ends.length;
  while (kept > 0) {
    const cut = finish(text, ends[kept - 1] ?? 0);
    if (measure(cut) <= max) return cut;
    kept -= Math.max(1, Math.floor(kept / 16));
  }
  return ELLIPSIS;
}

/** Ends of the leading graphemes that fit into `room` when measured one by one. */
function graphemeEnds(text: string, room: number, measure: Measure): number[] {
  const ends: number[] = [];
  let used = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    used += measure(segment);
    if (used > room) break;
    ends.push(index + segment.length);
  }
  return ends;
}

function finish(text: string, end: number): string {
  return text.slice(0, wordEnd(text, end)).replace(/[\s.,;:([{–—-]{1,20}$/u, '') + ELLIPSIS;
}

function wordEnd(text: string, end: number): number {
  if (/\s/.test(text.charAt(end))) return end;
  for (let at = end; at > end * LEAST_KEPT; at--) {
    if (/\s/.test(text.charAt(at - 1))) return at;
  }
  return end;
}
