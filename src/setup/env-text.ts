import { AppError } from '../errors.js';

/** Names of settings with their values. */
export type Settings = Readonly<Record<string, string>>;

/** An assignment or a comment about one, by its place in the text; `end` leaves the line break out. */
interface Entry {
  readonly kind: 'set' | 'comment';
  readonly name: string;
  /** Where the value begins, after `=`. */
  readonly value: number;
  readonly end: number;
}

const SET = /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=/;
const COMMENT = /^[ \t]*#[ \t]*([A-Z][A-Z0-9_]*)=/;
const QUOTES = ['"', "'", '`'];

/**
 * The text of a `.env` with these settings, none of them empty, in it. Where a name is set, its last value is
 * exchanged, because the last one counts; else it comes after a comment that shows it, else at the end. Every other
 * line stays as it was; a last line gets its end.
 * @throws AppError `usage` for a value that no quotes can hold
 */
export function withSettings(text: string, settings: Settings): string {
  return Object.entries(settings).reduce(
    (done, [name, value]) => withSetting(done, name, value),
    ended(text),
  );
}

/**
 * A value as Node, docker compose and systemd all read it: bare, in single quotes, or in double ones; null when it
 * cannot be written so.
 */
export function quoted(value: string): string | null {
  if (/^[\w.:/@%+,=~-]*$/.test(value)) return value;
  if (/[\r\n]/.test(value)) return null;
  if (!value.includes("'")) return `'${value}'`;
  return /["\\$`]/.test(value) ? null : `"${value}"`;
}

// --- Internal helpers ---

function withSetting(text: string, name: string, value: string): string {
  const written = quoted(value);
  if (written === null)
    throw new AppError(`The value of ${name} has quotes that a .env cannot hold.`, {
      code: 'usage',
      hint: 'In a URL write %27 for a single quote; else set it in the environment.',
    });
  const entries = entriesOf(text).filter((entry) => entry.name === name);
  const set = entries.findLast(({ kind }) => kind === 'set');
  if (set !== undefined) return text.slice(0, set.value) + written + remark(text, set) + text.slice(set.end);
  const line = `${name}=${written}`;
  const comment = entries.findLast(({ kind }) => kind === 'comment');
  if (comment !== undefined)
    return `${text.slice(0, comment.end)}${breakOf(text)}${line}${text.slice(comment.end)}`;
  return `${text}${line}${breakOf(text)}`;
}

/** With an end to its last line: without one Node reads blanks together with what follows, and a comment as a setting. */
function ended(text: string): string {
  const whole = text.replace(/(^|\n)[ \t]+$/, '$1');
  return whole === '' || whole.endsWith('\n') ? whole : `${whole}${breakOf(whole)}`;
}

function breakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

function entriesOf(text: string): readonly Entry[] {
  const entries: Entry[] = [];
  for (let start = 0; start < text.length;) {
    const line = text.slice(start, lineEnd(text, start));
    const set = SET.exec(line);
    const comment = COMMENT.exec(line);
    let end = start + line.length;
    if (set !== null) {
      const value = start + set[0].length;
      end = valueEnd(text, value, end);
      entries.push({ kind: 'set', name: set[1] ?? '', value, end: bare(text, value, end) });
    } else if (comment !== null)
      entries.push({ kind: 'comment', name: comment[1] ?? '', value: end, end: bare(text, start, end) });
    start = end + 1;
  }
  return entries;
}

function lineEnd(text: string, from: number): number {
  const found = text.indexOf('\n', from);
  return found === -1 ? text.length : found;
}

/** A value in quotes may go over several lines. */
function valueEnd(text: string, value: number, end: number): number {
  const closing = closingQuote(text, value, end);
  return closing === null ? end : lineEnd(text, closing);
}

function closingQuote(text: string, value: number, end: number): number | null {
  const first = value + (/^[ \t]*/.exec(text.slice(value, end))?.[0].length ?? 0);
  const quote = text[first] ?? '';
  if (!QUOTES.includes(quote)) return null;
  const closing = text.indexOf(quote, first + 1);
  return closing === -1 ? null : closing;
}

/** Without the carriage return of a line from Windows. */
function bare(text: string, start: number, end: number): number {
  return end > start && text[end - 1] === '\r' ? end - 1 : end;
}

/** What is said behind a value, with the space before it. */
function remark(text: string, { value, end }: Entry): string {
  const closing = closingQuote(text, value, end);
  return /[ \t]+#.*$/.exec(text.slice(closing === null ? value : closing + 1, end))?.[0] ?? '';
}
