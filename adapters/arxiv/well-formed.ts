/** Markup that is skipped as a whole: how it begins and ends. */
const SKIPPED = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;
const NAME = /^[A-Za-z_][\w:.-]{0,100}/;
/** Feeds are five deep. */
const DEEPEST = 50;
/** A feed of 2,000 papers, the longest there is, with fifty elements each. */
const MOST_MARKUP = 200_000;
/** A link with its address, many times over. UTF-16 units. */
const LONGEST_TAG = 20_000;
/** Many times an abstract. The parser puts a text together character by character, 32 bytes for each. UTF-16 units. */
const LONGEST_TEXT = 200_000;

/**
 * Null when every element of the document is closed in its turn, else what is wrong with it. The parser itself is
 * lenient and would read a document that breaks off as a shorter one. One pass; stops at the first fault.
 */
export function faultInXml(xml: string): string | null {
  const open: string[] = [];
  let tags = 0;
  let marks = 0;
  let textFrom = 0;
  for (let at = xml.indexOf('<'); at !== -1; at = xml.indexOf('<', at)) {
    if (at - textFrom > LONGEST_TEXT) return 'a text is too long';
    const skipped = SKIPPED.find(([begin]) => xml.startsWith(begin, at));
    const end = skipped === undefined ? tagEnd(xml, at + 1) : xml.indexOf(skipped[1], at);
    if (end === -1) return 'a tag is broken';
    if (skipped === undefined) {
      const fault = step(xml.slice(at + 1, end), open);
      if (fault !== null) return fault;
      tags += 1;
    }
    marks += 1;
    if (marks > MOST_MARKUP) return 'there is too much markup';
    at = end + 1;
    textFrom = at;
  }
  if (xml.length - textFrom > LONGEST_TEXT) return 'a text is too long';
  if (tags === 0) return 'there is no element';
  return open.length === 0 ? null : `<${open.at(-1) ?? ''}> is never closed`;
}

/** Takes one tag, without its brackets, into the row of open elements. @returns what is wrong with it */
function step(tag: string, open: string[]): string | null {
  if (tag.length > LONGEST_TAG) return 'a tag is too long';
  const closing = tag.startsWith('/');
  const name = NAME.exec(closing ? tag.slice(1, 110) : tag.slice(0, 110))?.[0];
  if (name === undefined) return 'a tag has no name';
  if (closing) return open.pop() === name ? null : `</${name}> closes nothing`;
  if (!tag.endsWith('/')) open.push(name);
  return open.length > DEEPEST ? 'elements are nested too deep' : null;
}

/** Where the tag's `>` is, outside quotes; -1 when there is none before the next tag. */
function tagEnd(xml: string, from: number): number {
  let quote = '';
  for (let at = from; at < xml.length; at++) {
    const char = xml.charAt(at);
    if (char === '<') return -1;
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return at;
  }
  return -1;
}
