import type { TasteReport } from '../taste.js';
import { curvePicture } from './curve.js';
import { ranOn, table } from './pages.js';

const ALT = 'A curve: the share of wanted papers in a digest grows with the number of presses';

export function tastePicture({ curve }: TasteReport): string {
  const usual = curve[0]?.share ?? 0;
  return curvePicture({
    title: 'How taste grows with presses',
    description: ALT,
    across: 'presses of “More like this” (axis by square root)',
    upward: 'cards of the hidden topic (%)',
    points: curve.map(({ presses, share }) => ({ x: presses, y: 100 * share })),
    mark: { y: 200 * usual, name: 'twice the share without presses' },
  });
}

export function tasteBlock(report: TasteReport): string {
  const { curve, channels, evenings, doubledAt } = report;
  const doubled =
    doubledAt === null
      ? 'No number of presses measured doubles the share.'
      : `${doubledAt} presses double the share.`;
  return [
    `![${ALT}](pictures/taste-presses.svg)`,
    table([
      ['presses', ...curve.map(({ presses }) => String(presses))],
      ['share', ...curve.map(({ share }) => share.toFixed(2))],
    ]),
    `**${doubled}** Mean of ${channels.length} topics over ${evenings} list days. ${ranOn(report)}`,
  ].join('\n\n');
}
