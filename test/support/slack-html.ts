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
.fields{display:grid;grid-template-columns:1fr 1fr;gap:8px 16px;flex:1}.actions{margin:8px 0 4px}
.button{display:inline-block;border:1px solid #bbb;border-radius:4px;padding:2px 12px;font-weight:700;font-size:13px;margin:0 4px 6px 0}.button.primary{background:#007a5a;color:#fff;border-color:#007a5a}.button.danger{color:#e01e5a;border-color:#e01e5a}
pre{background:#f8f8f8;border:1px solid #ddd;border-radius:4px;padding:8px;font:12px/1.5 monospace;margin:4px 0;white-space:pre-wrap}
.input{margin:12px 0}.box{border:1px solid #868686;border-radius:4px;padding:6px 12px;min-height:22px;margin-top:4px}.hint{font-size:13px;color:#616061}
`;

function blockHtml(block: Obj): string {
  switch (block.type) {
    case 'header':
      return `<h1>${textHtml(block['text'])}</h1>`;
    case 'section':
      return sectionHtml(block);
    case 'context':
      return `<div class="context">${(block['elements'] as Obj[]).map((item) => `<div>${textHtml(item)}</div>`).join('')}</div>`;
    case 'divider':
      return '<hr>';
    case 'actions':
      return `<div class="actions">${(block['elements'] as Obj[]).map(buttonHtml).join(' ')}</div>`;
    case 'rich_text':
      return (block['elements'] as Obj[]).map(boxHtml).join('');
    case 'input':
      return inputHtml(block);
    default:
      return `<p>${escapeHtml(block.type)}</p>`;
  }
}

function sectionHtml(block: Obj): string {
  const text = block['text'] === undefined ? '' : `<div class="t">${textHtml(block['text'])}</div>`;
  const fields = (block['fields'] ?? []) as Obj[];
  const columns =
    fields.length === 0
      ? ''
      : `<div class="fields">${fields.map((field) => `<div>${textHtml(field)}</div>`).join('')}</div>`;
  return `<div class="section">${text}${columns}${imageHtml(block['accessory'])}</div>`;
}

function buttonHtml(button: Obj): string {
  const style = typeof button['style'] === 'string' ? button['style'] : 'plain';
  return `<span class="button ${style}">${textHtml(button['text'])}</span>`;
}

function boxHtml({ elements }: Obj): string {
  const texts = (elements as Obj[]).map(({ text }) => (typeof text === 'string' ? escapeHtml(text) : ''));
  return `<pre>${texts.join('')}</pre>`;
}

function inputHtml(block: Obj): string {
  const element = block['element'] as Obj;
  const { initial_value: value, initial_option: option } = element;
  const shown =
    typeof value === 'string' ? escapeHtml(value) : textHtml((option as Obj | undefined)?.['text'] ?? {});
  const hint = block['hint'] === undefined ? '' : `<div class="hint">${textHtml(block['hint'])}</div>`;
  const optional = block['optional'] === true ? ' <i>(optional)</i>' : '';
  return `<div class="input"><b>${textHtml(block['label'])}</b>${optional}<div class="box">${shown}</div>${hint}</div>`;
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
