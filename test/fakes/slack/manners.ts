import type { Block } from './state.js';

const MENTION = /<!(?:channel|here|everyone|subteam\^[^>]*)(?:\|[^>]*)?>|<@[UW][A-Z0-9]*(?:\|[^>]*)?>/g;
const AT_NAME = /(?<![\w<])@(?:channel|here|everyone)\b/g;
const LINK = /<([a-z][a-z0-9+.-]*:[^|>]*)(?:\|[^>]*)?>/gi;

/** Everything in the message that would notify somebody. */
export function pingsIn(args: Readonly<Record<string, string>>, blocks: readonly Block[]): string[] {
  const parsesNames = args['link_names'] === 'true' || args['link_names'] === '1' || args['parse'] === 'full';
  const texts = [{ text: args['text'] ?? '', names: parsesNames }, ...formatted(blocks)];
  return texts.flatMap(({ text, names }) => [
    ...(text.match(MENTION) ?? []),
    ...(names ? (text.match(AT_NAME) ?? []) : []),
  ]);
}

/** What a well-behaved digest bot does not do, though Slack would let it. */
export function badManners(args: Readonly<Record<string, string>>, blocks: readonly Block[]): string[] {
  const found: string[] = [];
  if (args['reply_broadcast'] === 'true') found.push('reply_broadcast was set');
  if (args['link_names'] !== undefined) found.push('link_names was set');
  if (args['parse'] !== undefined) found.push('parse was set');
  if (args['unfurl_links'] !== 'false') found.push('unfurl_links was not switched off');
  if (args['unfurl_media'] !== 'false') found.push('unfurl_media was not switched off');
  if (blocks.length > 0 && (args['text'] ?? '') === '') found.push('no text for notifications');
  if ((args['text'] ?? '').length > 4000) found.push('text over 4000');
  for (const { text } of formatted(blocks))
    for (const [, url = ''] of text.matchAll(LINK))
      if (!url.startsWith('https://')) found.push(`a link to ${url.slice(0, 60)}`);
  return found;
}

/** Text as Slack gives it back: control characters as entities, bare addresses as links. */
export function reencode(text: string): string {
  return text
    .replace(/&(?!(?:amp|lt|gt);)/g, '&amp;')
    .replace(/(?<![<|\w])https?:\/\/[^\s<>|]+/g, (url) => `<${url}>`);
}

/** Every formatted text of the blocks; `names` where Slack would look for @names by itself. */
function formatted(value: unknown): { text: string; names: boolean }[] {
  if (Array.isArray(value)) return value.flatMap(formatted);
  if (typeof value !== 'object' || value === null) return [];
  const { type, text, verbatim } = value as { type?: unknown; text?: unknown; verbatim?: unknown };
  if (type === 'mrkdwn' && typeof text === 'string') return [{ text, names: verbatim !== true }];
  return Object.values(value).flatMap(formatted);
}
