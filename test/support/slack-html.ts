import { escapeHtml, mrkdwnHtml, readable } from './slack-mrkdwn.js';

interface Obj {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A message's blocks as HTML that looks like Slack's; pure. For screenshots and for reading tests' output. */
export function blocksHtml(blocks: readonly object[]): string {
  return blocks.map((block) => blockHtml(block as Obj)).join('');
}

/** What a person reads in a message. */
export function blocksText(blocks: readonly object[]): string {
  return readable(blocksHtml(blocks));
}

/** A page with a channel's message and the replies of its thread beside it. */
export function slackPage(head: readonly object[], replies: readonly (readonly object[])[]): string {
  const message = (blocks: readonly object[]) =>
    `<div class="msg"><div class="face">B</div><div class="body"><div class="who"><b>Broadsheet</b> <span class="app">APP</span> <span class="at">09:00</span></div>${blocksHtml(blocks)}</div></div>`;
  const thread =
    replies.length === 0
      ? ''
      : `<div class="col thread"><div class="bar">Thread</div>${replies.map(message).join('')}</div>`;
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><div class="cols"><div class="col"><div class="bar"># papers</div>${message(head)}</div>${thread}</div>`;
}

// --- Internal helpers ---

const STYLE = `
body{margin:0;font:15px/1.46668 Lato,"Noto Sans","DejaVu Sans",sans-serif;color:#1d1c1d;background:#fff}
.cols{display:flex}.col{width:720px;padding-bottom:16px}.thread{width:520px;border-left:1px solid #ddd}
.bar{font-weight:900;font-size:18px;padding:12px 20px;border-bottom:1px solid #ddd}
.msg{display:flex;padding:10px 20px}.face{flex:none;width:36px;height:36px;border-radius:6px;background:#1f2a37;color:#fff;text-align:center;line-height:36px;font-weight:900;margin-right:8px}
.body{min-width:0;flex:1}.who{font-size:15px}.app{font-size:10px;background:#eee;border-radius:2px;padding:1px 3px;color:#616061}.at{font-size:12px;color:#616061}
h1{font-size:18px;line-height:24px;font-weight:900;margin:8px 0 4px}
.section{display:flex;margin:4px 0;overflow-wrap:anywhere}.section .t{flex:1;min-width:0}.section img{flex:none;width:88px;height:88px;margin-left:12px;border-radius:4px;background:#dde;object-fit:cover;font-size:10px}
.context{margin:2px 0 4px;font-size:13px;line-height:1.38;color:#616061;overflow-wrap:anywhere}.context div{display:inline;margin-right:8px}
a{color:#1264a3;text-decoration:none}code{color:#e01e5a;background:#f6f6f6;border:1px solid #ddd;border-radius:3px;font-size:12px;padding:2px 3px}
.mention{background:#fff2c9;color:#1264a3}.emoji{background:#fdd}blockquote{margin:0;padding-left:12px;border-left:4px solid #ddd}hr{border:0;border-top:1px solid #ddd}
`;

function blockHtml(block: Obj): string {
  switch (block.type) {
    case 'header':
      return `<h1>${textHtml(block['text'])}</h1>`;
    case 'section':
      return `<div class="section"><div class="t">${textHtml(block['text'])}</div>${imageHtml(block['accessory'])}</div>`;
    case 'context':
      return `<div class="context">${(block['elements'] as Obj[]).map((item) => `<div>${textHtml(item)}</div>`).join('')}</div>`;
    case 'divider':
      return '<hr>';
    default:
      return `<p>${escapeHtml(block.type)}</p>`;
  }
}

function textHtml(value: unknown): string {
  const { type, text } = value as Obj;
  if (typeof text !== 'string') return '';
  return type === 'mrkdwn' ? mrkdwnHtml(text) : escapeHtml(text);
}

function imageHtml(value: unknown): string {
  if (value === undefined) return '';
  const { image_url: url, alt_text: alt } = value as Obj;
  return `<img src="${escapeHtml(String(url))}" alt="${escapeHtml(String(alt))}">`;
}
