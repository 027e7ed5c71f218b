import type { PlannedPart } from '../../src/digests/delivery.js';
import { escapeHtml } from '../support/slack-mrkdwn.js';
import { MESSAGE_STYLE, messageHtml } from './discord-message.js';

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
    `<div class="log"><div class="has">${messageHtml(head, { named: true })}${link}</div></div>`,
    `<header class="sub">${THREAD_ICON}${name}</header>`,
    `<div class="log">${all
      .slice(0, cards)
      .map((card, index) => messageHtml(card, { named: index === 0 }))
      .join('')}</div>`,
    `<footer><div>Message #${name}</div></footer></section>`,
  ].join('');
}

const THREAD_ICON =
  '<svg width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="#80848e" stroke-width="2" stroke-linecap="round"><path d="M9 3 7 17M17 3l-1.3 9M4 8h17M3 14h9M14 17h7M14 21h5"/></svg>';
const STYLE = `.dc{background:#313338;color:#dbdee1;font:16px/22px "gg sans","Noto Sans","Liberation Sans",sans-serif;
header{height:48px;display:flex;align-items:center;gap:8px;padding:0 16px;color:#f2f3f5;font-weight:600;border-bottom:1px solid #26282c;i{font:400 25px/1 "Noto Sans",sans-serif;color:#80848e}}
.sub{border-top:1px solid #26282c;background:#2b2d31}
.log{padding:14px 16px 4px}.log:has(+footer){flex:1;overflow:hidden;padding-bottom:0}
footer{padding:0 16px 16px;>div{background:#383a40;color:#80848e;border-radius:8px;padding:9px 16px}}
.has{position:relative}
${MESSAGE_STYLE}
.spine{position:absolute;left:19px;top:48px;bottom:32px;width:26px;border:solid #4e5058;border-width:0 0 2px 2px;border-radius:0 0 0 8px}
.thread{margin:-6px 0 14px 56px;background:#2b2d31;border-radius:6px;padding:8px 12px;font-size:14px;line-height:18px;width:fit-content;b{color:#f2f3f5;font-weight:600}u{color:#00a8fc;font-weight:600;text-decoration:none;margin-left:6px}div{color:#949ba4;margin-top:2px}}}`;

function str(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
