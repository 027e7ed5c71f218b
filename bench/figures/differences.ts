import { signed } from './pages.js';
import { line, picture, rect, text } from './svg.js';

export interface DifferenceRow {
  readonly name: string;
  /** One per column; null = it has nothing to do with it. */
  readonly values: readonly (number | null)[];
}

interface Differences {
  readonly title: string;
  readonly description: string;
  readonly columns: readonly string[];
  /** What the numbers are, with their unit. */
  readonly axis: string;
  readonly rows: readonly DifferenceRow[];
}

const LEFT = 270;
const COLUMN = 150;
const TOP = 92;
const ROW = 18;

/** How each row moves each column's number: bars to the left make it worse, to the right better. One scale for all. */
export function differencePicture({ title, description, columns, axis, rows }: Differences): string {
  const most = Math.max(1, ...rows.flatMap(({ values }) => values.map((value) => Math.abs(value ?? 0))));
  const bottom = TOP + rows.length * ROW;
  const middle = (column: number): number => LEFT + column * COLUMN + COLUMN / 2;
  /** Room for the number beside the longest bar. */
  const reach = COLUMN / 2 - 38;
  const width = LEFT + columns.length * COLUMN + 10;
  return picture({ width, height: bottom + 40, title, description }, [
    ...columns.map((name, at) => text(middle(at), 66, name, { anchor: 'middle', classes: 'strong' })),
    ...columns.map((_, at) => line([middle(at), TOP - 12], [middle(at), bottom], 'axis')),
    ...rows.flatMap(({ name, values }, at) => {
      const y = TOP + at * ROW;
      return [
        text(20, y + 12, name),
        line([20, y + ROW - 0.5], [width - 20, y + ROW - 0.5], 'grid'),
        ...values.flatMap((value, column) => barParts(value, middle(column), y, reach / most)),
      ];
    }),
    text(LEFT + (columns.length * COLUMN) / 2, bottom + 26, axis, { anchor: 'middle' }),
  ]);
}

// --- Internal helpers ---

function barParts(value: number | null, middle: number, y: number, scale: number): readonly string[] {
  if (value === null) return [];
  const length = Math.abs(value) * scale;
  const words = signed(value);
  const worse = value < 0;
  return [
    rect(worse ? middle - length : middle, y + 3, length, ROW - 7, worse ? 'fill2' : 'fill0'),
    text(worse ? middle - length - 4 : middle + length + 4, y + 12, words, {
      anchor: worse ? 'end' : 'start',
      classes: 'soft',
    }),
  ];
}
