import { BadAnswer } from './whole-text.js';

/** Answers of sources are seven deep, Slack's payloads about twelve. */
const DEEPEST = 64;
/** A list of a hundred papers with a thousand authors each; as objects in memory these take about 100 MB. */
const MOST_MARKS = 1_000_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
/** `[` and `{`, `]` and `}`: they differ in one bit, which is set here. */
const OPEN = 0x7b;
const CLOSE = 0x7d;
const CURLY = 0x20;

/**
 * `JSON.parse` for a text that somebody else wrote. A few megabytes of brackets or commas would become gigabytes of
 * objects; they are counted first, and refused unread.
 * @throws BadAnswer when it is nested deeper than 64 or has more than a million parts, SyntaxError when it is not JSON
 */
export function parseJson(text: string): unknown {
  refuseExcess(text);
  return JSON.parse(text);
}

/** Lets a JSON text pass that may be parsed. @throws BadAnswer as `parseJson` does */
export function refuseExcess(text: string): void {
  const excess = excessOf(text);
  if (excess !== null) throw new BadAnswer(`answered with JSON that ${excess}`);
}

// --- Internal helpers ---

/** What is too much about a JSON text, as words after "it"; null when it may be parsed. One pass, to the first fault. */
function excessOf(text: string): string | null {
  let depth = 0;
  let marks = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if ((code | CURLY) === OPEN) depth += 1;
    else if ((code | CURLY) === CLOSE) depth -= 1;
    else if (code !== COMMA && code !== COLON) continue;
    marks += 1;
    if (depth > DEEPEST) return 'is nested too deep';
    if (marks > MOST_MARKS) return 'has too many parts';
  }
  return null;
}

/** Where the string that starts here ends; the end of the text when it does not. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return text.length;
}
