/** Invisible code points: controls, bidi controls, zero-width and other default-ignorable ones, noncharacters, lone surrogates. White space and the emoji variation selector are kept here. */
const INVISIBLE =
  /(?![\uFE0F\t-\r\u0085])[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u180E\uFFF9-\uFFFB]/gu;
const WHITE_SPACE = /[\s\u0085]+/g;
/** No script needs more than a handful of marks on one letter; more is "zalgo" text and makes NFC slow. */
const MARK_PILE = /(\p{M}{8})\p{M}+/gu;
/** A mark at the start would sit on whatever the text is put behind. */
const LEADING_MARKS = /^[\p{M}\s]+/u;

/** Drops what cannot be seen, and nothing else. */
export function dropInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

/**
 * Untrusted text as one plain line: NFC, white space collapsed and trimmed, everything that is invisible or
 * reorders its surroundings dropped (design of Unicode TR 36). Escaping for the target comes later, last.
 * Never throws; `cleanText(cleanText(s))` is `cleanText(s)`.
 */
export function cleanText(text: string): string {
  return dropInvisible(text)
    .replace(MARK_PILE, '$1')
    .normalize('NFC')
    .replace(MARK_PILE, '$1')
    .replace(WHITE_SPACE, ' ')
    .replace(LEADING_MARKS, '')
    .trimEnd();
}
