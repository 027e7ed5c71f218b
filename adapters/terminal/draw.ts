import { LIMITS } from './limits.js';
import type { TerminalCard, TerminalPayload } from './payload.js';
import { displayWidth, wrap } from './width.js';

export interface Canvas {
  readonly columns: number;
  readonly color: boolean;
}

type Style = 'bold' | 'dim' | 'accent' | 'warn';

/** SGR codes: bold, faint, cyan, yellow. */
const CODES: Readonly<Record<Style, number>> = { bold: 1, dim: 2, accent: 36, warn: 33 };
const INDENT = '   ';

/** A part as the lines a terminal shows. Pure. */
export function draw(payload: TerminalPayload, canvas: Canvas): string {
  const columns = Math.max(LIMITS.narrowest, Math.min(LIMITS.widest, canvas.columns));
  const lines = payload.part === 'head' ? headLines(payload, columns) : cardLines(payload.card, columns);
  return lines.map(([text, style]) => (canvas.color && style ? paint(text, style) : text)).join('\n') + '\n';
}

// --- Internal helpers ---

type Line = readonly [text: string, style?: Style];

function paint(text: string, style: Style): string {
  return `\u001B[${CODES[style]}m${text}\u001B[0m`;
}

function rule(label: string, mark: string, columns: number): string {
  const start = `${mark.repeat(2)} ${label} `;
  return start + mark.repeat(Math.max(2, columns - displayWidth(start)));
}

function headLines(head: Extract<TerminalPayload, { part: 'head' }>, columns: number): readonly Line[] {
  const about = block(head.about, columns, '', 'dim');
  const remarks = head.remarks.flatMap((text) => block(text, columns, '', 'warn'));
  const list = head.list.flatMap(({ title, why }, index): readonly Line[] => [
    ...hanging(`${String(index + 1).padStart(2)} `, title, columns),
    ...block(why, columns, INDENT, 'accent'),
  ]);
  return [[rule(head.title, '━', columns), 'bold'], ...about, ...remarks, [''], ...list, ['']];
}

function cardLines(card: TerminalCard, columns: number): readonly Line[] {
  const label = Math.max(0, ...card.links.map((link) => displayWidth(link.label)));
  const gist = card.gistLabel === '' ? card.gist : `${card.gist} (${card.gistLabel})`;
  return [
    [rule(String(card.position), '─', columns), 'dim'],
    ...block(card.title, columns, INDENT, 'bold'),
    ...block(card.authors, columns, INDENT, 'dim'),
    ...block(gist, columns, INDENT),
    ...block(card.why, columns, INDENT, 'accent'),
    ...block(card.numbers, columns, INDENT),
    ...(card.topics === '' ? [] : block(`topics: ${card.topics}`, columns, INDENT, 'dim')),
    ...card.links.map((link): Line => [`${INDENT}${link.label.padEnd(label)}  ${link.url}`, 'dim']),
    [''],
  ];
}

/** A paragraph, every line behind `indent`; nothing for an empty text. */
function block(text: string, columns: number, indent: string, style?: Style): readonly Line[] {
  return wrap(text, columns - indent.length).map((line) =>
    style ? [indent + line, style] : [indent + line],
  );
}

/** A paragraph whose first line starts with a mark. */
function hanging(mark: string, text: string, columns: number): readonly Line[] {
  const lines = wrap(text, columns - mark.length);
  return (lines.length === 0 ? [''] : lines).map((line, index) => [
    (index === 0 ? mark : ' '.repeat(mark.length)) + line,
    'bold',
  ]);
}
