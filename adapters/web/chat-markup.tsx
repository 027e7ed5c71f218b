import type { Child } from 'hono/jsx';

/** Discord's markdown as far as digests use it: `\\` escapes, `[text](https…)`, `**bold**`, `*italic*`, `-# small`. */
export function discordText(text: string): Child {
  return text.split('\n').map((line, index) => (
    <>
      {index === 0 ? null : <br />}
      {line.startsWith('-# ') ? <small>{discordInline(line.slice(3))}</small> : discordInline(line)}
    </>
  ));
}

/** Slack's mrkdwn as far as digests use it: `<https…|text>`, `*bold*`, `_italic_`, and its three entities. */
export function slackText(text: string): Child {
  return text.split('\n').map((line, index) => (
    <>
      {index === 0 ? null : <br />}
      {slackInline(line)}
    </>
  ));
}

// --- Internal helpers ---

/** In this order: an escaped sign, a link, bold, italic. */
const DISCORD =
  /\\([^\p{L}\p{N}\s])|\[((?:\\.|[^\]\\])*)\]\((https:\/\/[^)\s]*)\)|\*\*((?:\\.|[^*\\])+)\*\*|\*((?:\\.|[^*\\])+)\*/u;
const SLACK =
  /<(https:\/\/[^|>]*)\|([^>]*)>|(?<![\p{L}\p{N}])\*([^*\n]+)\*(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])_([^_\n]+)_(?![\p{L}\p{N}])/u;
/** No message has more marks; a hostile one is shown plain from there on. */
const MOST_MARKS = 400;

function discordInline(text: string): Child {
  return marked(text, DISCORD, ([, sign, label, url, bold, italic]) => {
    if (sign !== undefined) return sign;
    if (url !== undefined)
      return (
        <a href={url} rel="noopener">
          {discordInline(label ?? '')}
        </a>
      );
    if (bold !== undefined) return <b>{discordInline(bold)}</b>;
    return <i>{discordInline(italic ?? '')}</i>;
  });
}

function slackInline(text: string): Child {
  const mark = ([, url, label, bold, italic]: RegExpExecArray): Child => {
    if (url !== undefined)
      return (
        <a href={entities(url)} rel="noopener">
          {entities(label ?? '')}
        </a>
      );
    if (bold !== undefined) return <b>{slackInline(bold)}</b>;
    return <i>{slackInline(italic ?? '')}</i>;
  };
  return marked(text, SLACK, mark, entities);
}

/** Text with its marks as elements. What is between them is escaped by whoever prints it. */
function marked(
  text: string,
  pattern: RegExp,
  mark: (found: RegExpExecArray) => Child,
  plain: (text: string) => string = (same) => same,
): Child {
  const pieces: Child[] = [];
  let rest = text;
  while (pieces.length < MOST_MARKS) {
    const found = pattern.exec(rest);
    if (found === null) break;
    pieces.push(plain(rest.slice(0, found.index)), mark(found));
    rest = rest.slice(found.index + found[0].length);
  }
  return <>{[...pieces, plain(rest)]}</>;
}

function entities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
