import type { PlannedPart } from '../../src/digests/delivery.js';
import { blocksHtml } from '../support/slack-html.js';
import { FACE } from './face.js';

/**
 * Slack's light theme with a digest in it: the channel with the head, and the opened thread below. Pure.
 * Pictures of papers are left out: there may be no network to load them from.
 * @param parts as rendered for the thread layout
 * @param cards how many cards of the thread are in sight
 */
export function slackWindow(parts: readonly PlannedPart[], cards: number): string {
  const of = (kind: string) =>
    parts
      .filter((part) => part.kind === kind)
      .map(({ payload }, index) => slackMessageHtml(payload['blocks'] as readonly object[], index === 0));
  const all = of('card');
  return [
    `<section class="sl"><style>${SLACK_STYLE}</style><header><i>#</i>papers</header>`,
    `<div class="log">${of('head').join('')}`,
    `<div class="replies">${FACE}<b>${all.length} replies</b><span>Last reply today at 9:00 AM</span></div></div>`,
    `<header class="sub">Thread<span># papers</span></header>`,
    `<div class="log"><div class="count">${all.length} replies</div>${all.slice(0, cards).join('')}</div>`,
    `<footer><div>Reply…</div></footer></section>`,
  ].join('');
}

/** For what stands in an element of class `sl`. */
export const SLACK_STYLE = `.sl{background:#fff;color:#1d1c1d;font:15px/22px "Slack-Lato","Lato","Liberation Sans",sans-serif;
>header{height:48px;display:flex;align-items:center;gap:6px;padding:0 20px;font-weight:900;font-size:18px;border-bottom:1px solid #e3e3e4;i{font-weight:400;font-style:normal}span{font-weight:400;font-size:13px;color:#616061;margin-left:4px}}
.sub{border-top:1px solid #e3e3e4}
.log:has(+footer){flex:1;overflow:hidden;padding-bottom:0}
footer{padding:0 20px 16px;>div{border:1px solid #8d8d8e;color:#868686;border-radius:8px;padding:8px 12px}}
.log{padding:10px 20px 6px}.msg{display:flex;gap:8px;padding:4px 0 8px;>svg{flex:none;width:36px;height:36px;border-radius:8px}>div{min-width:0;flex:1}}
.msg.next{padding-left:44px}.count{display:flex;align-items:center;gap:12px;font-size:13px;color:#616061;&:after{content:'';flex:1;border-top:1px solid #e3e3e4}}
hr{border:0;border-top:1px solid #e3e3e4;margin:10px 0 6px}
.who{display:flex;align-items:center;gap:5px;font-weight:900;em{font:700 10px/14px "Lato",sans-serif;background:#e8e8e8;color:#616061;border-radius:3px;padding:0 3px}span{font-weight:400;font-size:12px;color:#616061}}
h1{font-size:18px;line-height:24px;font-weight:900;margin:4px 0 2px}
.section{margin-top:8px;overflow-wrap:anywhere;img{display:none}}
.context{margin:2px 0 5px;font-size:13px;line-height:18px;color:#616061;div{display:inline;margin-right:8px}}
a{color:#1264a3;text-decoration:none}b{font-weight:900}
.actions{margin:6px 0 2px}.button{display:inline-block;border:1px solid #bbbabb;border-radius:8px;padding:1px 10px;font-weight:700;font-size:13px;line-height:22px;margin:0 6px 6px 0}.button.primary{background:#007a5a;border-color:#007a5a;color:#fff}.button.danger{border-color:#e01e5a;color:#e01e5a}
.replies{display:flex;align-items:center;gap:8px;margin:0 0 10px 44px;font-size:13px;color:#616061;svg{width:24px;height:24px;border-radius:6px}b{color:#1264a3;font-weight:700}}}`;

/** @param named false for a message that follows one of the same sender: Slack then leaves face and name out */
export function slackMessageHtml(blocks: readonly object[], named: boolean): string {
  const who = '<div class="who">Broadsheet<em>APP</em><span>9:00 AM</span></div>';
  return `<div class="msg ${named ? '' : 'next'}">${named ? FACE : ''}<div>${named ? who : ''}${blocksHtml(blocks)}</div></div>`;
}
