import { accents, letters, symbols, wrappers } from '../text/tex-table.js';
import { readableText } from '../text/tex.js';
import { paperPage } from './links.js';
import { isArxivId } from './paper-id.js';
import type { Paper } from './paper.js';

/** BibTeX's own name for the rest of a list; collaborations have thousands of authors. */
const MOST_AUTHORS = 100;
/** Looked at, UTF-16 units. */
const LONGEST_TITLE = 2_000;
const LONGEST_NAME = 200;

/**
 * An entry of arXiv's own form: `@misc` with eprint, archivePrefix and primaryClass. Its key is made of the id alone,
 * so that it stays the same whatever a source corrects later. Text is escaped for BibTeX and LaTeX: accents as
 * commands, formulas of harmless commands as they are, and no other command of the source's gets through.
 */
export function bibtexOf(paper: Paper): string {
  const fields = [
    ['title', titleField(paper.title)],
    ['author', authorField(paper.authors)],
    ['year', yearOf(paper)],
    ...idFields(paper),
    ['url', paperPage(paper).replace(/[{}\\%\s]/g, encodeURIComponent)],
  ] as const;
  const lines = fields.filter(([, value]) => value !== '').map(([name, value]) => `  ${name} = {${value}}`);
  return `@misc{${keyOf(paper.id)},\n${lines.join(',\n')}\n}`;
}

// --- Internal helpers ---

function keyOf(id: string): string {
  const key = isArxivId(id) ? `arXiv:${id}` : id;
  return key.replace(/[^A-Za-z0-9:./_-]+/g, '-');
}

function idFields(paper: Paper): readonly (readonly [name: string, value: string])[] {
  if (paper.id.startsWith('doi:')) return [['doi', escapeText(paper.id.slice('doi:'.length))]];
  if (!isArxivId(paper.id)) return [];
  return [
    ['eprint', paper.id],
    ['archivePrefix', 'arXiv'],
    ['primaryClass', escapeText(paper.primaryCategory ?? '')],
  ];
}

/** The year of the id, which never changes; of a work outside arXiv, the year it came out. */
function yearOf(paper: Paper): string {
  const digits = isArxivId(paper.id) ? /(\d{2})\d{2}(?:\.|\d{3}$)/.exec(paper.id)?.[1] : undefined;
  if (digits === undefined) return paper.publishedOn?.slice(0, 4) ?? '';
  return `${Number(digits) > 90 ? 19 : 20}${digits}`;
}

function authorField(authors: readonly string[]): string {
  const names = authors
    .slice(0, MOST_AUTHORS)
    .map((name) => readableText(name.slice(0, LONGEST_NAME)))
    .filter((name) => name !== '')
    .map(authorName);
  return [...names, ...(authors.length > MOST_AUTHORS ? ['others'] : [])].join(' and ');
}

/** A comma and the word "and" would be read as parts of a list. */
function authorName(name: string): string {
  const escaped = escapeText(name);
  return /,|(?:^|\s)and(?:\s|$)/i.test(name) ? `{${escaped}}` : escaped;
}

const FORMULA = /(?<!\\)\$(?=[^\s$])([^$]{1,200})(?<=[^\s\\])\$/g;

function titleField(title: string): string {
  const source = title.slice(0, LONGEST_TITLE);
  let field = '';
  let at = 0;
  for (const match of source.matchAll(FORMULA)) {
    const [formula, inner = ''] = match;
    const end = match.index + formula.length;
    if (!isHarmless(inner, source.charAt(end))) continue;
    field += titleWords(source.slice(at, match.index)) + `{${formula}}`;
    at = end;
  }
  return (field + titleWords(source.slice(at))).trim();
}

/** Text of a title; words with capitals inside (BERT, LoRA) keep them in every style. */
function titleWords(text: string): string {
  const words = readableText(text)
    .split(' ')
    .map((word) => (/\p{L}.*\p{Lu}/u.test(word) ? `{${escapeText(word)}}` : escapeText(word)))
    .join(' ');
  return `${/^\s/.test(text) ? ' ' : ''}${words}${words !== '' && /\s$/.test(text) ? ' ' : ''}`;
}

const MATH_COMMANDS = new Set([
  ...symbols.keys(),
  ...wrappers.filter((name) => name !== 'url' && name !== 'href'),
  ...'mathbb frac dfrac tfrac left right big Big displaystyle limits hat bar tilde vec dot overline'.split(
    ' ',
  ),
]);

/** A formula that LaTeX can set without doing anything else: known commands, braces in pairs, and no price (`$5-$10`). */
function isHarmless(formula: string, next: string): boolean {
  if (/\d/.test(next) && !formula.includes('\\')) return false;
  if (/[%#&~\n]|\^\^/.test(formula) || !bracesPair(formula)) return false;
  const commands = formula.match(/\\(?:[A-Za-z]+|.?)/gs) ?? [];
  return commands.every((command) => /^\\[,;:! {}]$/.test(command) || MATH_COMMANDS.has(command.slice(1)));
}

/** As BibTeX counts them: a backslash before a brace makes no difference. */
function bracesPair(text: string): boolean {
  let depth = 0;
  for (const char of text) {
    if (char === '{') depth += 1;
    if (char === '}') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

const SIGNS: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  $: '\\$',
  '&': '\\&',
  '%': '\\%',
  '#': '\\#',
  _: '\\_',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '–': '--',
  '—': '---',
  '“': '``',
  '”': "''",
  '‘': '`',
  '’': "'",
  '…': '\\ldots{}',
};
const ACCENT_OF = new Map(Object.entries(accents).map(([command, mark]) => [mark, command]));
const LETTER_OF = new Map(Object.entries(letters).map(([command, letter]) => [letter, `{\\${command}}`]));

function escapeText(text: string): string {
  return Array.from(text, (char) => SIGNS[char] ?? LETTER_OF.get(char) ?? accented(char)).join('');
}

/** `é` → `{\'e}`, `č` → `{\v{c}}`; what is no Latin letter with one accent stays as it is. */
function accented(char: string): string {
  const [base = '', mark = '', ...rest] = Array.from(char.normalize('NFD'));
  const command = ACCENT_OF.get(mark);
  if (command === undefined || rest.length > 0 || !/^[A-Za-z]$/.test(base)) return char;
  const letter = base === 'i' || base === 'j' ? `\\${base}` : base;
  return /[A-Za-z]/.test(command) ? `{\\${command}{${letter}}}` : `{\\${command}${letter}}`;
}
