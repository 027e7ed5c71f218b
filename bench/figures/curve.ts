import { dot, line, picture, polyline, text } from './svg.js';

interface Curve {
  readonly title: string;
  readonly description: string;
  readonly across: string;
  readonly upward: string;
  /** Numbers at both axes; x ≥ 0. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** A height worth looking at. */
  readonly mark?: { readonly y: number; readonly name: string };
}

const WIDTH = 760;
const HEIGHT = 380;
const [LEFT, RIGHT, TOP, BOTTOM] = [80, 40, 56, 64];

/** One curve with a dot per measurement. The x-axis runs by square root: the first steps matter most. */
export function curvePicture({ title, description, across, upward, points, mark }: Curve): string {
  const most = Math.max(...points.map(({ x }) => x));
  const step = 5;
  const top = step * Math.ceil((Math.max(mark?.y ?? 0, ...points.map(({ y }) => y)) + 1) / step);
  const x = (value: number): number => LEFT + Math.sqrt(value / most) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM);
  const ticks = Array.from({ length: top / step + 1 }, (_, at) => at * step);
  return picture({ width: WIDTH, height: HEIGHT, title, description }, [
    ...ticks.flatMap((value) => [
      line([LEFT, y(value)], [WIDTH - RIGHT, y(value)], value === 0 ? 'axis' : 'grid'),
      text(LEFT - 8, y(value) + 4, String(value), { anchor: 'end', classes: 'soft' }),
    ]),
    ...points.map((point) =>
      text(x(point.x), HEIGHT - BOTTOM + 18, String(point.x), { anchor: 'middle', classes: 'soft' }),
    ),
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 18, across, { anchor: 'middle' }),
    text(26, (TOP + HEIGHT - BOTTOM) / 2, upward, { anchor: 'middle', turned: -90 }),
    ...(mark === undefined
      ? []
      : [
          line([LEFT, y(mark.y)], [WIDTH - RIGHT, y(mark.y)], 'mark'),
          text(LEFT + 8, y(mark.y) - 7, mark.name),
        ]),
    polyline(
      points.map((point) => [x(point.x), y(point.y)]),
      'line0',
    ),
    ...points.flatMap((point) => [
      dot([x(point.x), y(point.y)], 'fill0'),
      text(x(point.x) + 12, y(point.y) + 18, point.y.toFixed(0), { anchor: 'middle' }),
    ]),
  ]);
}
