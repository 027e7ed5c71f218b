const FOLDED_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};
const ASCII = /^[\0-\x7F]*$/;
const COMPOUND = /[\p{L}\p{N}]+(?:[-\u2010-\u2015\u2212][\p{L}\p{N}]+)*(?:\+\+|#)?/gu;
/** The same for plain ASCII, three times as fast. */
const ASCII_COMPOUND = /[a-z0-9]+(?:-[a-z0-9]+)*(?:\+\+|#)?/g;
const HYPHEN = /[-\u2010-\u2015\u2212]/;

/** Lower case without accents, ligatures and apostrophes: `Erdős` → `erdos`, `Bloom's` → `blooms`. */
export function foldText(text: string): string {
  const plain = text.replace(/['’]/g, '');
  if (ASCII.test(plain)) return plain.toLowerCase();
  return plain
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => FOLDED_LETTERS[letter] ?? letter);
}

/** English plural taken off, the same for both numbers: `models` → `model`, `batches` → `batch`, `bias` stays alike. */
export function singular(word: string): string {
  if (word.length < 4 || !word.endsWith('s')) return withoutMuteE(word);
  if (/(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  return withoutMuteE(word.slice(0, -1));
}

/** So that `batches` and `caches` meet `batch` and `cache`. */
function withoutMuteE(word: string): string {
  return word.endsWith('e') && /(?:ch|sh|ss|x|z)e$/.test(word) ? word.slice(0, -1) : word;
}

/** One written word: its parts (`text`, `to`, `sql`) and the parts as one (`texttosql`, the same as of `text2sql`). */
export interface Word {
  readonly parts: readonly string[];
  readonly joined: string;
}

/** The words of a text, folded and without plural; hyphenated ones as compounds. */
export function wordsOf(text: string): readonly Word[] {
  const folded = foldText(text);
  return (folded.match(ASCII.test(folded) ? ASCII_COMPOUND : COMPOUND) ?? []).map(remembered);
}

/** The parts of `wordsOf` as they are written, folded, plural and all: `LLM-based models` → `llm`, `based`, `models`. */
export function writtenParts(text: string): readonly string[] {
  return foldText(text).match(/[\p{L}\p{N}]+(?:\+\+|#)?/gu) ?? [];
}

/** Texts share most of their words. Both bounds keep the memory small; longer words would hold on to their whole text. */
const MOST_REMEMBERED = 50_000;
const LONGEST_REMEMBERED = 12;
const memory = new Map<string, Word>();

function remembered(folded: string): Word {
  if (folded.length > LONGEST_REMEMBERED) return toWord(folded);
  const known = memory.get(folded);
  if (known !== undefined) return known;
  const word = toWord(folded);
  if (memory.size >= MOST_REMEMBERED) memory.clear();
  memory.set(folded, word);
  return word;
}

function toWord(folded: string): Word {
  const parts = HYPHEN.test(folded) ? folded.split(HYPHEN).map(singular) : [singular(folded)];
  return { parts, joined: singular(spellTwo(parts.join(''))) };
}

/** `text2sql` is read as `text to sql`. */
function spellTwo(word: string): string {
  return word.includes('2') ? word.replace(/(?<=[a-z]{2})2(?=[a-z]{2})/g, 'to') : word;
}
