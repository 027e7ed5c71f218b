import { legend, line, picture, rect, text } from './svg.js';

/** Bars of one question, one per series; null = not measured. */
export interface BarGroup {
  readonly name: string;
  /** What the numbers are, below the name. */
  readonly measure: string;
  readonly values: readonly (number | null)[];
  /** What was aimed at; a mark across the bars. */
  readonly target?: number;
}

interface Bars {
  readonly title: string;
  readonly description: string;
  /** What the axis shows, with its unit. */
  readonly axis: string;
  readonly series: readonly string[];
  readonly groups: readonly BarGroup[];
}

const WIDTH = 760;
const LEFT = 200;
/** The numbers stand here, clear of bars and marks. */
const RIGHT = 80;
const TOP = 84;
const BAR = 14;
const BETWEEN = 18;
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1] as const;

/** Groups of horizontal bars on an axis from 0 to 1, each with its number. */
export function barPicture({ title, description, axis, series, groups }: Bars): string {
  const each = series.length * BAR + BETWEEN;
  const bottom = TOP + groups.length * each;
  const aimed = groups.some(({ target }) => target !== undefined);
  return picture({ width: WIDTH, height: bottom + 50, title, description }, [
    ...legend(20, 58, series),
    ...(aimed ? [line([620, 54], [644, 54], 'mark'), text(650, 58, 'target')] : []),
    ...TICKS.flatMap((value) => [
      line([across(value), TOP - 8], [across(value), bottom], 'grid'),
      text(across(value), bottom + 16, String(value), { anchor: 'middle', classes: 'soft' }),
    ]),
    ...groups.flatMap((group, at) => groupParts(group, TOP + at * each)),
    line([LEFT, TOP - 8], [LEFT, bottom], 'axis'),
    text((LEFT + WIDTH - RIGHT) / 2, bottom + 38, axis, { anchor: 'middle' }),
  ]);
}

// --- Internal helpers ---

function across(value: number): number {
  return LEFT + value * (WIDTH - LEFT - RIGHT);
}

function groupParts({ name, measure, values, target }: BarGroup, top: number): readonly string[] {
  const height = values.length * BAR;
  const middle = top + height / 2;
  return [
    text(LEFT - 12, middle - 3, name, { anchor: 'end', classes: 'strong' }),
    text(LEFT - 12, middle + 13, measure, { anchor: 'end', classes: 'soft' }),
    ...values.flatMap((value, at) => {
      const y = top + at * BAR;
      if (value === null) return [text(LEFT + 6, y + 11, 'not measured', { classes: 'soft' })];
      const end = across(Math.max(0, value));
      return [
        rect(LEFT, y + 1, end - LEFT, BAR - 2, `fill${at}`),
        text(WIDTH - 20, y + 11, value.toFixed(3), {
          anchor: 'end',
          ...(at === 0 ? { classes: 'strong' } : {}),
        }),
      ];
    }),
    ...(target === undefined
      ? []
      : [line([across(target), top - 4], [across(target), top + height + 4], 'mark')]),
  ];
}
