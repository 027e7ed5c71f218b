/** What a picture of figures consists of: plain SVG, with its own ground, so that it is legible on any page. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  /** Stands above the picture, and is what a reader without eyes is told first. */
  readonly title: string;
  /** One sentence on what the picture shows. */
  readonly description: string;
}

/** Colours of the series, in this order; the first is ours. Told apart by lightness, too, not by hue alone. */
const LIGHT = ['#0969da', '#6e7781', '#d4852c', '#b8c0c8'] as const;
const DARK = ['#58a6ff', '#9aa4af', '#e8a657', '#4d5661'] as const;

const STYLE = [
  `text{font-family:system-ui,-apple-system,"Segoe UI",Lato,"Noto Sans",sans-serif;font-size:12px;fill:#1f2328}`,
  `.title{font-size:16px;font-weight:600}.strong{font-weight:600}.soft{fill:#59636e}`,
  `.ground{fill:#fff}.grid{stroke:#d8dee4}.axis{stroke:#6e7781}.mark{stroke:#1a7f37;stroke-dasharray:5 4}`,
  ...LIGHT.map((colour, at) => `.fill${at}{fill:${colour}}.line${at}{stroke:${colour};fill:none}`),
  `@media (prefers-color-scheme:dark){text{fill:#e6edf3}.soft{fill:#9aa4af}.ground{fill:#0d1117}`,
  `.grid{stroke:#2b323b}.axis{stroke:#7d8590}.mark{stroke:#3fb950}`,
  ...DARK.map((colour, at) => `.fill${at}{fill:${colour}}.line${at}{stroke:${colour}}`),
  `}`,
].join('\n');

/** A whole picture. The same frame and parts give the same bytes. */
export function picture(frame: Frame, parts: readonly string[]): string {
  const { width, height, title, description } = frame;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(description)}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="ground" width="${width}" height="${height}" rx="6"/>`,
    text(20, 30, title, { classes: 'title' }),
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

interface TextOptions {
  readonly classes?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Degrees, about its own point. */
  readonly turned?: number;
}

/** @param y of the foot of the letters */
export function text(x: number, y: number, words: string, options: TextOptions = {}): string {
  const { classes, anchor = 'start', turned } = options;
  const more = [
    classes === undefined ? '' : ` class="${classes}"`,
    anchor === 'start' ? '' : ` text-anchor="${anchor}"`,
    turned === undefined ? '' : ` transform="rotate(${turned} ${short(x)} ${short(y)})"`,
  ];
  return `<text x="${short(x)}" y="${short(y)}"${more.join('')}>${escaped(words)}</text>`;
}

export function rect(x: number, y: number, width: number, height: number, classes: string): string {
  return `<rect class="${classes}" x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"/>`;
}

type Point = readonly [x: number, y: number];

export function line([x1, y1]: Point, [x2, y2]: Point, classes: string): string {
  return `<line class="${classes}" x1="${short(x1)}" y1="${short(y1)}" x2="${short(x2)}" y2="${short(y2)}"/>`;
}

export function polyline(points: readonly Point[], classes: string): string {
  const at = points.map(([x, y]) => `${short(x)},${short(y)}`).join(' ');
  return `<polyline class="${classes}" stroke-width="2.5" points="${at}"/>`;
}

export function dot([x, y]: Point, classes: string): string {
  return `<circle class="${classes}" cx="${short(x)}" cy="${short(y)}" r="4"/>`;
}

/** Names of the series with their colours, side by side. */
export function legend(x: number, y: number, names: readonly string[]): readonly string[] {
  let left = x;
  return names.flatMap((name, at) => {
    const entry = [rect(left, y - 10, 12, 12, `fill${at}`), text(left + 18, y, name)];
    left += 18 + widthOf(name) + 22;
    return entry;
  });
}

/** About how wide 12 pixel letters run. */
export function widthOf(words: string): number {
  return 6.6 * words.length;
}

// --- Internal helpers ---

function short(value: number): string {
  return String(Number(value.toFixed(1)));
}

function escaped(words: string): string {
  return words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
