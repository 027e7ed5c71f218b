import { escapeXml } from '../text/xml.js';
import { MAIN_FAMILY, type Face, type Weight } from './face.js';

export interface TextStyle {
  readonly size: number;
  readonly weight: Weight;
  readonly fill: string;
  /** Default `start`. */
  readonly anchor?: 'start' | 'middle' | 'end';
}

/** The part of a text that stands left of its place. */
const BEFORE = { start: 0, middle: 0.5, end: 1 } as const;
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * One line of text. Letters that the main family lacks stand in text of their own, placed by its measured width: where
 * a renderer finds another family for one letter, it takes that for the whole text.
 */
export function svgText(x: number, y: number, words: string, style: TextStyle, face: Face): string {
  const { size, weight, fill, anchor = 'start' } = style;
  const number = weight === 'bold' ? 700 : 500;
  const look = `y="${y}" font-size="${size}" font-weight="${number}" fill="${fill}"`;
  const runs = runsOf(words, face);
  const [only, another] = runs;
  if (only?.family === MAIN_FAMILY && another === undefined)
    return `<text x="${x}" ${look} text-anchor="${anchor}">${escapeXml(words)}</text>`;
  const widths = runs.map(({ text }) => face.width(text, size, weight));
  const whole = widths.reduce((sum, width) => sum + width, 0);
  const start = x - whole * BEFORE[anchor];
  return runs
    .map(({ family, text }, index) => {
      const left = start + widths.slice(0, index).reduce((sum, width) => sum + width, 0);
      return `<text x="${left.toFixed(1)}" ${look} font-family="${family}" xml:space="preserve">${escapeXml(text)}</text>`;
    })
    .join('');
}

// --- Internal helpers ---

interface Run {
  readonly family: string;
  readonly text: string;
}

function runsOf(words: string, face: Face): readonly Run[] {
  const runs: Run[] = [];
  for (const { segment } of graphemes.segment(words)) {
    const family = face.family(segment.codePointAt(0) ?? 0) ?? MAIN_FAMILY;
    const open = runs.at(-1);
    if (open?.family === family) runs[runs.length - 1] = { family, text: open.text + segment };
    else runs.push({ family, text: segment });
  }
  return runs;
}
