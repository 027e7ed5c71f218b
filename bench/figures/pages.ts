import { format } from 'prettier';
import type { Machine } from '../support/machine.js';

/**
 * A page with what stands between `<!-- figures:NAME … -->` and `<!-- /figures:NAME -->` made anew, in the repository's format.
 * @throws Error when the page lacks the marks
 */
export async function fillPage(page: string, blocks: Readonly<Record<string, string>>): Promise<string> {
  const filled = Object.entries(blocks).reduce((text, [name, body]) => fill(text, name, body), page);
  return format(filled, { parser: 'markdown', singleQuote: true, printWidth: 110, trailingComma: 'all' });
}

/** A table; the first row is its head. Cells of figures stand to the left, like all others. */
export function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

/** A figure as tables have it; a dash where nothing was measured. */
export function figure(value: number | null | undefined, digits = 3): string {
  return value === null || value === undefined ? '–' : value.toFixed(digits);
}

/** A difference with its sign and one digit. */
export function signed(value: number): string {
  const digits = Math.abs(value).toFixed(1);
  if (Number(digits) === 0) return `±${digits}`;
  return `${value < 0 ? '−' : '+'}${digits}`;
}

/** When and where a run was made. */
export function ranOn({ date, machine, load }: { date: string; machine: Machine; load?: number }): string {
  const { cpu, cpus, memoryGb, node } = machine;
  const busy = load === undefined ? '' : `, load ${load.toFixed(1)}`;
  return `Measured on ${date.slice(0, 10)} (${cpu}, ${cpus} processors, ${memoryGb} GB, Node ${node}${busy}).`;
}

// --- Internal helpers ---

function fill(page: string, name: string, body: string): string {
  const marks = new RegExp(`(<!-- figures:${name}\\b[^>]*-->\\n)[^]*?(<!-- /figures:${name} -->)`);
  if (!marks.test(page))
    throw new Error(`The page has no place for the figures "${name}". Put its two marks there again.`);
  return page.replace(marks, (_all, open: string, close: string) => `${open}\n${body}\n\n${close}`);
}
