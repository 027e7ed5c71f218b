/** What a database cannot hold: NUL, and halves of surrogate pairs. */
const UNSTORABLE = /[\0\p{Cs}]/gu;
/** Far beyond any real abstract; keeps one hostile paper from filling the store. */
const LONGEST = 50_000;

/** Text of a source as one storable line: white space collapsed, NUL and lone surrogates dropped, at most 50,000 UTF-16 units. */
export function sourceText(text: string): string {
  return text.slice(0, LONGEST).replace(UNSTORABLE, '').replace(/\s+/g, ' ').trim();
}
