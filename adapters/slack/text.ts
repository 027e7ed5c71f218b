import { cleanText } from '../../src/text/clean.js';
import { truncate } from '../../src/text/truncate.js';

/** Slack's control characters; everything else of its escape rules stays as it is. */
const CONTROL: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/**
 * mrkdwn has no escape for its own marks, so they are shown by their look-alikes, which never format:
 * asterisk operator, low macron, tilde operator, modifier grave accent.
 */
const MARKS: Readonly<Record<string, string>> = { '*': '∗', '~': '∼', '`': 'ˋ' };
/** An underscore inside a word (`snake_case`) formats nothing and stays. */
const UNDERSCORE = /(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g;
/** `:name:` would become an emoji. */
const EMOJI_COLON = /:(?=[a-z0-9_+'-]+:)/gi;
/** A line that starts so is a quotation, escaped or not; cleaned text has one line. */
const QUOTE = /^\s*>+/;

/** Only what Slack requires, for text that is not formatted (the notification line). */
export function escapeControl(text: string): string {
  return text.replace(/[&<>]/g, (char) => CONTROL[char] ?? char);
}

/** Untrusted text so that Slack shows it as it is: no mention, link, formatting, quotation or emoji comes to life. */
export function escapeMrkdwn(text: string): string {
  const harmless = text
    .replace(QUOTE, '›')
    .replace(/[*~`]/g, (char) => MARKS[char] ?? char)
    .replace(UNDERSCORE, 'ˍ')
    .replace(EMOJI_COLON, '∶');
  return escapeControl(harmless);
}

/**
 * Untrusted text ready for mrkdwn: cleaned, cut by grapheme, escaped last.
 * @param max room after escaping, UTF-16 units
 */
export function shown(text: string, max: number): string {
  const short = truncate(cleanText(text), max);
  return escapeMrkdwn(truncate(short, max, (piece) => escapeMrkdwn(piece).length));
}

/** Untrusted text for a place without formatting (header, alternative text). Nothing is escaped there. */
export function plain(text: string, max: number): string {
  return truncate(cleanText(text), max);
}

/** Untrusted text for the notification line: control characters escaped, nothing else. */
export function notification(text: string, max: number): string {
  const short = truncate(cleanText(text), max);
  return escapeControl(truncate(short, max, (piece) => escapeControl(piece).length));
}

/** An https address as a block's image or a link wants it; null when it is not one or is longer than `max`. */
export function safeUrl(url: string, max: number): string | null {
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  if (parsed.protocol !== 'https:' || parsed.username !== '' || parsed.password !== '') return null;
  const href = parsed.href.replace(/[<>|\s\\^`{}]/g, (char) => encodeURIComponent(char));
  return href.length <= max ? href : null;
}

/** The longest address in a link, escaped. */
const LONGEST_LINK = 300;

/** A link with a label; null when the address is no good or there is nothing to show. @param label already escaped */
export function linkTo(label: string, url: string): string | null {
  const address = escapeControl(safeUrl(url, LONGEST_LINK) ?? '');
  if (address === '' || address.length > LONGEST_LINK || label === '') return null;
  return `<${address}|${label.replaceAll('|', '∣')}>`;
}

/** A link, or the label alone. @param label already escaped */
export function link(label: string, url: string): string {
  return linkTo(label, url) ?? label;
}
