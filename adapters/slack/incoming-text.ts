import { BUDGET } from './limits.js';

/** `<https://…|label>`, `<@U1>`, `<#C1|name>`, `<!here>`, `<!date^…|fallback>`. */
const TOKEN = /<([^<>|]*)(?:\|([^<>]*))?>/g;
const ENTITY = /&(amp|lt|gt);/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>' };
const LINK = /^https?:\/\//i;
/** A person's or the bot's name at the very start, as in `@Broadsheet trending`. */
const MENTION_FIRST = /^\s*<@[UW][A-Z0-9]+(?:\|[^<>]*)?>[\s:,]*/;
/** People type the command where it is none, too. */
const COMMAND_FIRST = /^\s*\/papers\b\s*/i;
const DEEPEST = 8;
const MOST_LINKS = 50;

/** What a person typed, without Slack's way of writing links, names and control characters. */
export function typedText(text: string): string {
  return text.replace(TOKEN, tokenText).replace(ENTITY, entity).trim().slice(0, BUDGET.incomingText);
}

/** A direct message as it would have been typed after `/papers`. */
export function directText(text: string): string {
  return typedText(text.replace(MENTION_FIRST, '')).replace(COMMAND_FIRST, '');
}

/** Text of a message and every link in its blocks and attachments that the text does not show. */
export function messageText(message: Readonly<Record<string, unknown>>): string {
  const text = typeof message['text'] === 'string' ? typedText(message['text']) : '';
  const links = new Set<string>();
  collectLinks([message['blocks'], message['attachments']], links, 0);
  const more = [...links].filter((link) => !text.includes(link));
  return [text, ...more].filter(Boolean).join('\n').slice(0, BUDGET.incomingText);
}

// --- Internal helpers ---

function tokenText(whole: string, target: string, label: string | undefined): string {
  if (LINK.test(target)) return target;
  if (target.startsWith('#')) return label === undefined || label === '' ? target : `#${label}`;
  if (/^[@!]/.test(target)) return label ?? target.replace(/^!/, '@');
  return target.startsWith('mailto:') ? (label ?? target) : whole;
}

function entity(_: string, name: string): string {
  return ENTITIES[name] ?? '';
}

function collectLinks(value: unknown, links: Set<string>, depth: number): void {
  if (depth > DEEPEST || links.size >= MOST_LINKS) return;
  if (typeof value === 'string') {
    for (const [, target = ''] of value.matchAll(TOKEN)) if (LINK.test(target)) add(target, links);
    if (/^https?:\/\/\S+$/i.test(value)) add(value, links);
  } else if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) collectLinks(inner, links, depth + 1);
}

function add(link: string, links: Set<string>): void {
  links.add(link.replace(ENTITY, entity));
}
