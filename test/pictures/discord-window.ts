import type { PlannedPart } from '../../src/digests/delivery.js';
import { escapeHtml } from '../support/slack-mrkdwn.js';
import { FACE } from './face.js';

type Json = Record<string, unknown>;

/**
 * Discord's dark theme with a digest in it: the channel with the head, and the opened thread below. Pure.
 * Pictures of papers are left out: there may be no network to load them from.
 * @param parts as rendered for the thread layout
 * @param cards how many cards of the thread are in sight
 */
export function discordWindow(parts: readonly PlannedPart[], cards: number): string {
  const of = (kind: string) => parts.filter((part) => part.kind === kind).map(({ payload }) => payload);
  const [head = {}] = of('head');
  const name = escapeHtml(str(of('thread')[0]?.['name']));
  const all = of('card');
  const link = `<div class="spine"></div><div class="thread"><b>${name}</b> <u>${all.length} Messages ›</u></div>`;
  return [
    `<section class="dc"><style>${STYLE}</style><header><i>#</i>papers</header>`,
    `<div class="log"><div class="has">${messageHtml(head, true)}${link}</div></div>`,
    `<header class="sub">${THREAD_ICON}${name}</header>`,
    `<div class="log">${all
      .slice(0, cards)
      .map((card, index) => messageHtml(card, index === 0))
      .join('')}</div>`,
    `<footer><div>Message #${name}</div></footer></section>`,
  ].join('');
}

const THREAD_ICON =
  '<svg width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="#80848e" stroke-width="2" stroke-linecap="round"><path d="M9 3 7 17M17 3l-1.3 9M4 8h17M3 14h9M14 17h7M14 21h5"/></svg>';
const LINK_ICON =
  '<svg width="14" height="14" viewBox="0 0 24 24" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5"/></svg>';

const STYLE = `.dc{background:#313338;color:#dbdee1;font:16px/22px "gg sans","Noto Sans","Liberation Sans",sans-serif;
header{height:48px;display:flex;align-items:center;gap:8px;padding:0 16px;color:#f2f3f5;font-weight:600;border-bottom:1px solid #26282c;i{font:400 25px/1 "Noto Sans",sans-serif;color:#80848e}}
.sub{border-top:1px solid #26282c;background:#2b2d31}
.log{padding:14px 16px 4px}.log:has(+footer){flex:1;overflow:hidden;padding-bottom:0}
footer{padding:0 16px 16px;>div{background:#383a40;color:#80848e;border-radius:8px;padding:9px 16px}}
.has{position:relative}
.m{display:flex;gap:16px;margin:0 0 16px}.m>div:last-child{flex:1;min-width:0}.m>svg{width:40px;height:40px;border-radius:50%;flex:none}
.m.next{padding-left:56px;margin-top:-8px}
.n{color:#f2f3f5;font-weight:500;display:flex;align-items:center;gap:5px;em{font:600 10px/15px "Noto Sans",sans-serif;background:#5865f2;border-radius:3px;padding:0 4px;color:#fff}s{color:#949ba4;font-size:12px;text-decoration:none;margin-left:3px}}
.e{background:#2b2d31;border-left:4px solid #f2a33a;border-radius:4px;padding:10px 16px 14px 12px;margin-top:6px;font-size:14px;line-height:18px;overflow-wrap:anywhere}
.t{font-weight:600;font-size:16px;line-height:21px;color:#00a8fc}.t+.d{margin-top:6px}.d{white-space:pre-line;b{color:#f2f3f5}}.f{font-size:12px;line-height:16px;margin-top:8px}
a{color:#00a8fc;text-decoration:none}small{color:#949ba4;font-size:12.5px}
.b{display:flex;flex-wrap:wrap;gap:8px;margin-top:8px}.b span{display:flex;align-items:center;gap:8px;background:#4e5058;color:#fff;border-radius:4px;padding:0 14px;height:32px;font-size:14px;font-weight:500}
.spine{position:absolute;left:19px;top:48px;bottom:32px;width:26px;border:solid #4e5058;border-width:0 0 2px 2px;border-radius:0 0 0 8px}
.thread{margin:-6px 0 14px 56px;background:#2b2d31;border-radius:6px;padding:8px 12px;font-size:14px;line-height:18px;width:fit-content;b{color:#f2f3f5;font-weight:600}u{color:#00a8fc;font-weight:600;text-decoration:none;margin-left:6px}div{color:#949ba4;margin-top:2px}}}`;

/** @param named false for a message that follows one of the same sender: both apps then leave face and name out */
function messageHtml(body: Json, named: boolean): string {
  const embeds = ((body['embeds'] ?? []) as Json[]).map(embedHtml).join('');
  const rows = ((body['components'] ?? []) as { components: Json[] }[]).map(
    (row) => `<div class="b">${row.components.map(buttonHtml).join('')}</div>`,
  );
  const content = body['content'] === undefined ? '' : `<div>${markdown(str(body['content']))}</div>`;
  const name = '<div class="n">Broadsheet<em>APP</em><s>Today at 09:00</s></div>';
  return `<div class="m ${named ? '' : 'next'}">${named ? FACE : ''}<div>${named ? name : ''}${content}${embeds}${rows.join('')}</div></div>`;
}

function buttonHtml(button: Json): string {
  return `<span>${escapeHtml(str(button['label']))}${button['url'] === undefined ? '' : LINK_ICON}</span>`;
}

function embedHtml(embed: Json): string {
  const text = (key: string, css: string) =>
    embed[key] === undefined ? '' : `<div class="${css}">${markdown(str(embed[key]))}</div>`;
  const footer = str((embed['footer'] as Json | undefined)?.['text']);
  const small = footer === '' ? '' : `<div class="f">${escapeHtml(footer)}</div>`;
  return `<div class="e">${text('title', 't')}${text('description', 'd')}${small}</div>`;
}

/** The little of Discord's markdown that is used, read the way Discord reads it: escapes first. */
function markdown(text: string): string {
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
