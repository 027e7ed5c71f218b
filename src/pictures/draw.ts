import { compactNumber } from '../text/numbers.js';
import { signed } from './alt.js';
import type { Curve } from './curve.js';
import { DRAWN_PAPERS, type Drawing, type DrawnPaper } from './drawing.js';
import { MAIN_FAMILY, type Face } from './face.js';
import { fitTitle, showable } from './fit-title.js';
import { svgText, type TextStyle } from './svg-text.js';

/**
 * Chats show a picture 360 to 550 pixels wide: a letter of 36 pixels is 11 to 16 there. Five papers make 1200 × 630,
 * the shape that social previews are cut to.
 */
const WIDTH = 1200;
const MARGIN = 36;
const HEADER = 108;
const ROW = 102;
const FOOT = 12;
const TITLE = { left: 104, width: 662, size: 37, line: 42 } as const;
const CURVE = { left: 800, width: 196, height: 58 } as const;
const NUMBERS = { right: WIDTH - MARGIN, size: 38 } as const;
/** Ink on paper; each is at least 4.5 : 1 on the ground, so that it reads on any background around it. */
const COLOURS = {
  ground: '#FBF7EE',
  ink: '#1F1B16',
  quiet: '#6A6154',
  line: '#DDD3C1',
  accent: '#A64B0A',
  up: '#1C6B3C',
  area: '#F3DFC6',
} as const;

/** Of a picture of a full list, pixels. */
export const FULL_SIZE = { width: WIDTH, height: HEADER + ROW * DRAWN_PAPERS + FOOT } as const;

/** A drawing as SVG. Pure: the same drawing and letters always give the same text. Whatever a title holds, it stays text. */
export function drawSvg(drawing: Drawing, face: Face): string {
  const { papers } = drawing;
  const height = HEADER + ROW * Math.max(1, papers.length) + FOOT;
  const pen: Pen = { face, text: (x, y, words, style) => svgText(x, y, words, style, face) };
  const rows = papers.map((paper, index) => row(paper, HEADER + ROW * index, index > 0, pen));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="${MAIN_FAMILY}">`,
    `<rect width="${WIDTH}" height="${height}" fill="${COLOURS.ground}"/>`,
    ...header(drawing, pen),
    ...rows,
    '</svg>',
  ].join('\n');
}

// --- Internal helpers ---

interface Pen {
  readonly face: Face;
  readonly text: (x: number, y: number, words: string, style: TextStyle) => string;
}

function header({ day, about }: Drawing, { face, text }: Pen): readonly string[] {
  const size = 44;
  const left = showable(day, face, '');
  const taken = face.width(left, size, 'bold');
  const room = { width: WIDTH - 2 * MARGIN - taken - 40, size: 34, weight: 'medium', lines: 1 } as const;
  const [right = ''] = fitTitle(showable(about, face, ''), room, face);
  return [
    `<rect width="${WIDTH}" height="10" fill="${COLOURS.accent}"/>`,
    text(MARGIN, 70, left, { size, weight: 'bold', fill: COLOURS.ink }),
    text(NUMBERS.right, 70, right, { size: 34, weight: 'medium', fill: COLOURS.quiet, anchor: 'end' }),
    `<rect x="${MARGIN}" y="92" width="${WIDTH - 2 * MARGIN}" height="4" fill="${COLOURS.ink}"/>`,
  ];
}

function row(paper: DrawnPaper, top: number, hasLine: boolean, pen: Pen): string {
  const { face, text } = pen;
  const { left, width, size, line } = TITLE;
  const title = showable(paper.title, face, paper.paperId);
  const lines = fitTitle(title, { width, size, weight: 'medium', lines: 2 }, face);
  const first = top + ROW / 2 + 13 - ((lines.length - 1) * line) / 2;
  return [
    hasLine
      ? `<rect x="${MARGIN}" y="${top}" width="${WIDTH - 2 * MARGIN}" height="2" fill="${COLOURS.line}"/>`
      : '',
    text(MARGIN + 24, top + ROW / 2 + 19, String(paper.rank), {
      size: 54,
      weight: 'bold',
      fill: COLOURS.accent,
      anchor: 'middle',
    }),
    ...lines.map((words, index) =>
      text(left, first + index * line, words, { size, weight: 'medium', fill: COLOURS.ink }),
    ),
    curve(paper.curve, top + (ROW - CURVE.height) / 2),
    numbers(paper, top, pen),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** From zero up, so that a level curve looks level; the dot is now. */
function curve(values: Curve, top: number): string {
  const { left, width, height } = CURVE;
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const points = values.flatMap((value, index) =>
    value === null
      ? []
      : [{ x: left + (width * index) / (values.length - 1), y: top + height * (1 - value / most) }],
  );
  const base = `<rect x="${left}" y="${top + height}" width="${width}" height="2" fill="${COLOURS.line}"/>`;
  const [from] = points;
  const to = points.at(-1);
  if (from === undefined || to === undefined) return base;
  const path = points.map(({ x, y }) => `${round(x)},${round(y)}`).join(' L');
  const floor = top + height;
  const dot = `<circle cx="${round(to.x)}" cy="${round(to.y)}" r="8" fill="${COLOURS.accent}"/>`;
  if (points.length === 1) return `${base}\n${dot}`;
  return [
    `<path d="M${path} L${round(to.x)},${floor} L${round(from.x)},${floor} Z" fill="${COLOURS.area}"/>`,
    base,
    `<path d="M${path}" fill="none" stroke="${COLOURS.accent}" stroke-width="5" stroke-linejoin="round" stroke-linecap="round"/>`,
    dot,
  ].join('\n');
}

function numbers({ upvotes, change }: DrawnPaper, top: number, { face, text }: Pen): string {
  const { right, size } = NUMBERS;
  const both = upvotes !== null && change !== null;
  const upper = top + (both ? 46 : 65);
  const lower = top + (both ? 88 : 65);
  if (upvotes === null) return changeText(change, lower, text);
  const count = compactNumber(upvotes);
  const mark = round(right - face.width(count, size, 'bold') - 12);
  return [
    `<path d="M${mark - 22},${upper} h22 l-11,-22 Z" fill="${COLOURS.ink}"/>`,
    text(right, upper, count, { size, weight: 'bold', fill: COLOURS.ink, anchor: 'end' }),
    changeText(change, lower, text),
  ].join('\n');
}

function changeText(change: DrawnPaper['change'], baseline: number, text: Pen['text']): string {
  const { right } = NUMBERS;
  if (change === null) return '';
  if (change === 'new') {
    const badge = { width: 84, height: 38 };
    return [
      `<rect x="${right - badge.width}" y="${baseline - 31}" width="${badge.width}" height="${badge.height}" rx="8" fill="${COLOURS.accent}"/>`,
      text(right - badge.width / 2, baseline, 'NEW', {
        size: 34,
        weight: 'bold',
        fill: COLOURS.ground,
        anchor: 'middle',
      }),
    ].join('\n');
  }
  const fill = change > 0 ? COLOURS.up : COLOURS.quiet;
  const words = change > 0 ? `+${compactNumber(change)}` : signed(change);
  return text(right, baseline, words, { size: 36, weight: 'bold', fill, anchor: 'end' });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
