import { escapeHtml } from '../support/slack-mrkdwn.js';
import { FACE } from './face.js';

type Json = Record<string, unknown>;

export interface Around {
  /** False for a message that follows one of the same sender: the app then leaves face and name out. */
  readonly named: boolean;
  /** `ada used /papers search`, above an answer. */
  readonly used?: string;
  /** Seen by one person alone. */
  readonly ephemeral?: boolean;
}

const LINK_ICON =
  '<svg width="14" height="14" viewBox="0 0 24 24" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5"/></svg>';
const EYE =
  '<svg width="14" height="14" viewBox="0 0 24 24" fill="none" stroke="#949ba4" stroke-width="2"><path d="M2 12s4-7 10-7 10 7 10 7-4 7-10 7-10-7-10-7z"/><circle cx="12" cy="12" r="3"/></svg>';

/** Needs a parent of class `dc`. */
export const MESSAGE_STYLE = `.m{display:flex;gap:16px;margin:0 0 16px}.m>div:last-child{flex:1;min-width:0}.m>svg{width:40px;height:40px;border-radius:50%;flex:none}
.m.next{padding-left:56px;margin-top:-8px}
.u{font-size:14px;line-height:18px;color:#949ba4;margin:0 0 4px 56px;b{color:#dbdee1;font-weight:500}code{color:#00a8fc;font:inherit}}
.o{display:flex;align-items:center;gap:4px;font-size:12px;line-height:16px;color:#949ba4;margin-top:4px;u{color:#00a8fc;text-decoration:none}}
.c{white-space:pre-line}.c pre,.d pre{background:#2b2d31;border:1px solid #1e1f22;border-radius:4px;margin:4px 0;padding:7px;font:13px/17px "Liberation Mono",monospace;white-space:pre-wrap}
.n{color:#f2f3f5;font-weight:500;display:flex;align-items:center;gap:5px;em{font:600 10px/15px "Noto Sans",sans-serif;background:#5865f2;border-radius:3px;padding:0 4px;color:#fff}s{color:#949ba4;font-size:12px;text-decoration:none;margin-left:3px}}
.e{background:#2b2d31;border-left:4px solid #f2a33a;border-radius:4px;padding:10px 16px 14px 12px;margin-top:6px;font-size:14px;line-height:18px;overflow-wrap:anywhere}
.t{font-weight:600;font-size:16px;line-height:21px;color:#f2f3f5}a .t,.t.l{color:#00a8fc}.t+.d{margin-top:6px}.d{white-space:pre-line;b{color:#f2f3f5}}.f{font-size:12px;line-height:16px;margin-top:8px}
.g{display:grid;grid-template-columns:repeat(3,1fr);gap:8px;margin-top:8px;>div{grid-column:1/-1;white-space:pre-line}>.i{grid-column:auto}b{display:block;color:#f2f3f5;font-weight:600}}
a{color:#00a8fc;text-decoration:none}small{color:#949ba4;font-size:12.5px}
.b{display:flex;flex-wrap:wrap;gap:8px;margin-top:8px}.b span{display:flex;align-items:center;gap:8px;background:#4e5058;color:#fff;border-radius:4px;padding:0 14px;height:32px;font-size:14px;font-weight:500}.b .s1{background:#5865f2}.b .s4{background:#da373c}
.a{background:#2b2d31;border:1px solid #1e1f22;border-radius:8px;padding:12px 16px;margin-top:6px;width:fit-content;color:#00a8fc}`;

/** One message of the bot as Discord's dark theme shows it. Pure; pictures of papers are left out. */
export function messageHtml(body: Json, { named, used, ephemeral = false }: Around): string {
  const embeds = ((body['embeds'] ?? []) as Json[]).map(embedHtml).join('');
  const rows = ((body['components'] ?? []) as { components: Json[] }[]).map(
    (row) => `<div class="b">${row.components.map(buttonHtml).join('')}</div>`,
  );
  const files = ((body['files'] ?? []) as Json[]).map(
    (file) => `<div class="a">${escapeHtml(str(file['name']))}</div>`,
  );
  const words = str(body['content']);
  const content = words === '' ? '' : `<div class="c">${markdown(words)}</div>`;
  const name = '<div class="n">Broadsheet<em>APP</em><s>Today at 09:00</s></div>';
  const only = ephemeral ? `<div class="o">${EYE}Only you can see this · <u>Dismiss message</u></div>` : '';
  const asked =
    used === undefined ? '' : `<div class="u"><b>ada</b> used <code>${escapeHtml(used)}</code></div>`;
  const inner = `${named ? name : ''}${content}${embeds}${files.join('')}${rows.join('')}${only}`;
  return `${asked}<div class="m ${named ? '' : 'next'}">${named ? FACE : ''}<div>${inner}</div></div>`;
}

// --- Internal helpers ---

function buttonHtml(button: Json): string {
  const icon = button['url'] === undefined ? '' : LINK_ICON;
  return `<span class="s${String(button['style'])}">${escapeHtml(str(button['label']))}${icon}</span>`;
}

function embedHtml(embed: Json): string {
  const text = (key: string, css: string) =>
    embed[key] === undefined ? '' : `<div class="${css}">${markdown(str(embed[key]))}</div>`;
  const footer = str((embed['footer'] as Json | undefined)?.['text']);
  const small = footer === '' ? '' : `<div class="f">${escapeHtml(footer)}</div>`;
  const fields = ((embed['fields'] ?? []) as Json[]).map(
    ({ name, value, inline }) =>
      `<div class="${inline === true ? 'i' : ''}"><b>${markdown(str(name))}</b>${markdown(str(value))}</div>`,
  );
  const grid = fields.length === 0 ? '' : `<div class="g">${fields.join('')}</div>`;
  const title = text('title', embed['url'] === undefined ? 't' : 't l');
  return `<div class="e">${title}${text('description', 'd')}${grid}${small}</div>`;
}

/** The little of Discord's markdown that is used, read the way Discord reads it: escapes first. */
function markdown(text: string): string {
  return text
    .split(/```\n([\s\S]*?)\n```\n?/)
    .map((part, index) => (index % 2 === 1 ? `<pre>${escapeHtml(part)}</pre>` : lines(part)))
    .join('');
}

function lines(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.startsWith('-# ') ? `<small>${inline(line.slice(3))}</small>` : inline(line)))
    .join('\n');
}

function inline(text: string): string {
  const kept: string[] = [];
  const hidden = text.replace(/\\([^\p{L}\p{N}\s])/gu, (_all, char: string) => {
    kept.push(char);
    return `\uE000${kept.length - 1}\uE001`;
  });
  return escapeHtml(hidden)
    .replace(/\[([^\]]*)\]\((https:[^)]*)\)/g, '<a href="$2">$1</a>')
    .replace(/\*\*([^*]+)\*\*/g, '<b>$1</b>')
    .replace(/\*([^*]+)\*/g, '<i>$1</i>')
    .replace(/\uE000(\d+)\uE001/g, (_all, index: string) => escapeHtml(kept[Number(index)] ?? ''));
}

function str(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
