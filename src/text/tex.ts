import { cleanText } from './clean.js';
import { accents, doubleStruck, letters, subscripts, superscripts, symbols, wrappers } from './tex-table.js';

const HAS_TEX = /[\\$]|``|''|--/;
/** Longer formulas are not worth reading on a card; the bound keeps the patterns linear. */
const MATH = /(?<!\\)\$(?=[^\s$])([^$]{1,200})(?<=[^\s\\])\$/g;
const MATH_PARENS = /\\\(([^\\]{1,200}(?:\\[^)\\][^\\]{0,200}){0,20})\\\)/g;
const ACCENT =
  /\\(?:([`'^"~=.])\s?|([uvHcdbkr])(?=[{\s])\s?)(?:\{\\?([A-Za-z])\}|\\([ij])(?![A-Za-z])|([A-Za-z]))/g;
const LETTER = /\\(ss|ae|AE|oe|OE|aa|AA|[oOlLij])(?:\{\}|\s|(?![A-Za-z]))/g;
const HREF = /\\href\{[^{}]{0,500}\}(?=\{)/g;
const WRAPPER = new RegExp(`\\\\(?:${wrappers.join('|')})\\{([^{}]{0,2000})\\}`, 'g');
const OLD_FONT = /\{\\(?:bf|it|em|rm|sc|sf|sl|tt)\s([^{}]{0,2000})\}/g;
const ONE_LETTER_GROUP = /(?<![A-Za-z}\]])\{(\p{L}\p{M}?)\}/gu;
const ESCAPED = /\\([%&_#${}])/g;
const COMMAND = /\\([A-Za-z]+)(?:\{\})?/g;
const DEPTH = 4;
/** Stand for the escaped braces of a formula while its groups are read. */
const OPEN = '\uE000';
const CLOSE = '\uE001';

/**
 * The readable form of simple TeX in titles, abstracts and names: accents, fonts, dashes, quotes and short formulas
 * (`$\alpha$`, `O(n^2)`). Table-driven; never throws; what it does not know stays as it was, dollar signs included.
 */
export function texToText(text: string): string {
  if (!HAS_TEX.test(text)) return text;
  const formulas = (s: string): string =>
    s
      .replace(MATH, (whole, inner: string, at: number) =>
        isPrice(inner, s.charAt(at + whole.length)) ? whole : (readMath(inner) ?? whole),
      )
      .replace(MATH_PARENS, (whole, inner: string) => readMath(inner) ?? whole);
  return readText(formulas(text));
}

/** Untrusted text from a source as one readable line: TeX read, then cleaned. */
export function readableText(text: string): string {
  return cleanText(texToText(text));
}

/** `$5-$10` are prices, not a formula. */
function isPrice(inner: string, next: string): boolean {
  return /\d/.test(next) && !inner.includes('\\');
}

function readText(text: string): string {
  return readAccents(readFonts(text))
    .replace(COMMAND, (whole, name: string) =>
      name.startsWith('text') ? (symbols.get(name) ?? whole) : whole,
    )
    .replace(ESCAPED, '$1')
    .replace(/``(.{1,300}?)''/g, '“$1”')
    .replace(/(?<!-)---(?!-)/g, '—')
    .replace(/(?<!-)--(?=[^-]|$)/g, (dashes, at: number, all: string) => dash(dashes, at, all));
}

/** `1--2` and `Navier--Stokes` are ranges; ` --option` on a command line is not. */
function dash(dashes: string, at: number, text: string): string {
  const before = text.charAt(at - 1);
  const after = text.charAt(at + 2);
  if (/\s/.test(before)) return /\s/.test(after) ? '–' : dashes;
  return before === '' ? dashes : '–';
}

function readAccents(text: string): string {
  return text
    .replace(
      ACCENT,
      (whole, sign?: string, name?: string, braced?: string, dotless?: string, bare?: string) => {
        const mark = accents[sign ?? name ?? ''];
        const letter = braced ?? dotless ?? bare;
        return mark === undefined || letter === undefined ? whole : (letter + mark).normalize('NFC');
      },
    )
    .replace(LETTER, (whole, name: string) => letters[name] ?? whole)
    .replace(ONE_LETTER_GROUP, '$1');
}

function readFonts(text: string): string {
  let read = text.replace(HREF, '\\href');
  for (let depth = 0; depth < DEPTH; depth++) {
    const next = read.replace(WRAPPER, '$1').replace(OLD_FONT, '$1');
    if (next === read) break;
    read = next;
  }
  return read;
}

/** A formula as plain characters; null when something in it is not known. */
function readMath(inner: string): string | null {
  const read = readFonts(inner.replace(/\\\{/g, OPEN).replace(/\\\}/g, CLOSE))
    .replace(/\\mathbb\{?([A-Z])\}?/g, (whole, letter: string) => doubleStruck[letter] ?? whole)
    .replace(/\\(?:left|right|big|Big|displaystyle|limits|bf|it|rm|cal|sf|tt)(?![A-Za-z])/g, '')
    .replace(
      /\\[dt]?frac\{([^{}]{1,40})\}\{([^{}]{1,40})\}/g,
      (_, a: string, b: string) => `${group(a)}/${group(b)}`,
    )
    .replace(/\\sqrt\{([^{}]{1,40})\}/g, (_, root: string) => `√${group(root)}`)
    .replace(/\^\s?\{?\\circ\}?/g, '°')
    .replace(/\\[,;:! ]|~/g, ' ')
    .replace(/\s?\\([A-Za-z]+)(?:\{\})?/g, (whole, name: string) => symbolIn(whole, name))
    .replace(/\^(?:\{([^{}]{1,12})\}|(.))/gu, (whole, many?: string, one?: string) =>
      shift(whole, many ?? one ?? '', superscripts),
    )
    .replace(/_(?:\{([^{}]{1,12})\}|(.))/gu, (whole, many?: string, one?: string) =>
      shift(whole, many ?? one ?? '', subscripts),
    )
    .replace(/\{([^{}]*)\}/g, '$1');
  if (/\\(?![%&_#$])|[{}]/.test(read)) return null;
  return read.replaceAll(OPEN, '{').replaceAll(CLOSE, '}').replace(/\s+/g, ' ').trim();
}

function symbolIn(whole: string, name: string): string {
  const symbol = symbols.get(name);
  return symbol === undefined ? whole : (/^\s/.test(whole) ? ' ' : '') + symbol;
}

function shift(whole: string, text: string, table: ReadonlyMap<string, string>): string {
  const shifted = Array.from(text).map((char) => table.get(char));
  return shifted.every((char) => char !== undefined) ? shifted.join('') : whole.replace(/[{}]/g, '');
}

function group(text: string): string {
  return /^[\p{L}\p{N}.\\]+$/u.test(text) ? text : `(${text})`;
}
