import { cleanText } from '../../src/text/clean.js';
import { truncate } from '../../src/text/truncate.js';

/** Characters that start or end formatting, mentions, timestamps or links wherever they stand. */
const ALWAYS = /[\\*_~`|[\]<>@]/g;
/** `https://…` would link itself and `:name:` become an emoji; a colon before a space is harmless. */
const COLON = /:(?=\S)/g;
/** Headings, lists and subtext count only at the start of a line; cleaned text has one line. */
const LINE_START = /^(?:[#+=-]|\d{1,9}(?=[.)]))/;

/** Untrusted text so that Discord shows it as it is: no formatting, link, mention, timestamp or emoji comes to life. */
export function escapeMarkdown(text: string): string {
  return escapeInline(text).replace(LINE_START, (start) => (/^\d/.test(start) ? `${start}\\` : `\\${start}`));
}

/**
 * Untrusted text ready for a place with formatting: cleaned, cut by grapheme, escaped last.
 * @param max room after escaping, UTF-16 units
 */
export function shown(text: string, max: number): string {
  const short = truncate(cleanText(text), max);
  return escapeMarkdown(truncate(short, max, (piece) => escapeMarkdown(piece).length));
}

/**
 * Untrusted text of several lines, each of them as `shown`; more than one empty line in a row becomes one.
 * @param max room for each line after escaping, UTF-16 units
 */
export function shownLines(text: string, max: number): string[] {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => shown(line, max));
  return lines.filter((line, index) => line !== '' || (index > 0 && lines[index - 1] !== ''));
}

/** A small grey line of text that is escaped already; nothing for nothing. */
export function subtext(text: string): string {
  return text === '' ? '' : `-# ${text}`;
}

/** Untrusted text for a place without formatting (footer, thread name, button label). */
export function plain(text: string, max: number): string {
  return truncate(cleanText(text), max);
}

/** An https address for a masked link or a button; null when it is not one or is longer than `max`. */
export function safeUrl(url: string, max: number): string | null {
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  if (parsed.protocol !== 'https:' || parsed.username !== '' || parsed.password !== '') return null;
  const href = parsed.href.replace(
    /[()<>[\]\s\\]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return href.length <= max ? href : null;
}

/**
 * A masked link of untrusted text, or the text alone when the address is no good.
 * Discord's link rule looks for the closing bracket without honouring backslashes, so that a bracket in the text
 * could end our link and start another: brackets become their full-width twins there.
 * @param max room for the text after escaping, UTF-16 units
 */
export function link(text: string, url: string, max: number): string {
  const address = safeUrl(url, 300);
  if (address === null) return shown(text, max);
  const label = shown(text.replaceAll('[', '［').replaceAll(']', '］'), max);
  return label === '' ? '' : `[${label}](${address})`;
}

// --- Internal helpers ---

function escapeInline(text: string): string {
  return text.replace(ALWAYS, '\\$&').replace(COLON, '\\:');
}
