import { dropInvisible } from '../text/clean.js';

/** One piece of a query as written. Offsets are UTF-16 units into the text the person typed. */
export interface Token {
  readonly kind: 'text' | 'phrase' | 'or';
  /** The part before the colon of `key:value`, lower case; null for plain words and phrases. */
  readonly key: string | null;
  readonly text: string;
  readonly negated: boolean;
  /** The value was in quotation marks. */
  readonly quoted: boolean;
  readonly position: number;
  /** False when a quotation mark was opened and never closed. */
  readonly closed: boolean;
}

const QUOTES = '"“”„‟«»';
const TOKEN = new RegExp(
  `(\\|)|([-\\u2212\\u2013\\u2014]*)(?:([\\p{L}_]{1,20}):(?=[${QUOTES}]))?(?:[${QUOTES}]([^${QUOTES}]*)([${QUOTES}]?)|([^\\s\\u0085|${QUOTES}]*))`,
  'uy',
);

/** Splits a query into its pieces. Total: every text has pieces. Smart quotation marks count as plain ones. */
export function lexQuery(text: string): readonly Token[] {
  const { clean, offsets } = visible(text);
  const tokens: Token[] = [];
  let at = 0;
  while (at < clean.length) {
    TOKEN.lastIndex = at;
    const match = /[\s\u0085]/.test(clean.charAt(at)) ? null : TOKEN.exec(clean);
    if (match === null || match[0] === '') {
      at += 1;
      continue;
    }
    tokens.push(toToken(match, offsets[at] ?? 0));
    at += match[0].length;
  }
  return tokens;
}

/** The text without what cannot be seen, and where each unit of it stood. */
function visible(text: string): { clean: string; offsets: readonly number[] } {
  let clean = '';
  const offsets: number[] = [];
  let at = 0;
  for (const char of text) {
    const kept = dropInvisible(char);
    clean += kept;
    for (let i = 0; i < kept.length; i++) offsets.push(at + i);
    at += char.length;
  }
  return { clean, offsets };
}

function toToken(match: RegExpExecArray, position: number): Token {
  const [, or, dashes = '', quotedKey, inside, closing, bare = ''] = match;
  const base = { negated: dashes !== '', position, closed: true, quoted: false, key: null };
  if (or !== undefined) return { ...base, kind: 'or', text: '|' };
  if (inside !== undefined) {
    const text = inside.replace(/[\s\u0085]+/g, ' ').trim();
    const key = quotedKey?.toLowerCase() ?? null;
    return {
      ...base,
      kind: key === null ? 'phrase' : 'text',
      key,
      text,
      quoted: true,
      closed: closing !== '',
    };
  }
  const colon = /^([\p{L}_]{1,20}):(.*)$/su.exec(bare);
  if (colon === null) return { ...base, kind: 'text', text: bare };
  return { ...base, kind: 'text', key: (colon[1] ?? '').toLowerCase(), text: colon[2] ?? '' };
}
