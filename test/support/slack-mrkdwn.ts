/** HTML of one mrkdwn text as Slack would show it: links, mentions, formatting, quotations, emoji. */
export function mrkdwnHtml(text: string): string {
  return text.split('\n').map(lineHtml).join('<br>');
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
}

/** Text of rendered HTML, as a person reads it. */
export function readable(html: string): string {
  return html
    .replace(/<br>|<\/(?:div|p|h1|pre)>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot);/g, (_, name: string) => DECODED[name] ?? '');
}

// --- Internal helpers ---

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const DECODED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
/** Placeholders for finished HTML, so that formatting does not look inside addresses. */
const HOLD = '\uE000';
const FORMATS: readonly (readonly [string, string])[] = [
  ['*', 'b'],
  ['_', 'i'],
  ['~', 's'],
];

function lineHtml(line: string): string {
  const quoted = /^\s*&gt;/.test(line);
  const held: string[] = [];
  const hold = (html: string) => `${HOLD}${held.push(html) - 1}${HOLD}`;
  let html = line
    .replace(/`([^`]+)`/g, (_, code: string) => hold(`<code>${code}</code>`))
    .replace(/<([^>|]*)(?:\|([^>]*))?>/g, (_, target: string, label?: string) => token(target, label, hold))
    .replace(/:([a-z0-9_+'-]+):/gi, (_, name: string) => hold(`<span class="emoji">[${name}]</span>`));
  for (const [mark, tag] of FORMATS) html = format(html, mark, tag);
  html = html.replace(
    new RegExp(`${HOLD}(\\d+)${HOLD}`, 'g'),
    (_, index: string) => held[Number(index)] ?? '',
  );
  return quoted ? `<blockquote>${html.replace(/^\s*&gt;\s?/, '')}</blockquote>` : html;
}

function token(target: string, label: string | undefined, hold: (html: string) => string): string {
  if (/^[!@#]/.test(target)) return hold(`<span class="mention">${escapeHtml(label ?? target)}</span>`);
  return `${hold(`<a href="${target.replaceAll('"', '%22')}">`)}${label ?? target}${hold('</a>')}`;
}

/** Marks count at the edge of a word only, as in Slack. */
function format(html: string, mark: string, tag: string): string {
  const m = `\\${mark}`;
  const pair = new RegExp(
    `(^|[\\s(\\[{"'·${HOLD}])${m}(?=\\S)([^${m}\\n]*[^\\s${m}])${m}(?=$|[\\s.,;:!?)\\]}"'·${HOLD}])`,
    'g',
  );
  return html.replace(pair, `$1<${tag}>$2</${tag}>`);
}
