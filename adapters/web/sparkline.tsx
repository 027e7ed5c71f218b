import type { FC } from 'hono/jsx';
import type { UpvotePoint } from '../../src/reading/upvote-points.js';
import { compactNumber, spanText } from '../../src/text/numbers.js';

const WIDTH = 96;
const HEIGHT = 26;
const EDGE = 3;

/** The upvotes over time as a small line, counted from zero, with its meaning as text; nothing for fewer than two readings. */
export const Sparkline: FC<{ readonly history: readonly UpvotePoint[] }> = ({ history }) => {
  const line = lineOf(history, { width: WIDTH - 2 * EDGE, height: HEIGHT - 2 * EDGE });
  if (line === null) return null;
  const { points, last } = line;
  return (
    <svg
      class="spark"
      role="img"
      aria-label={historyText(history)}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`${-EDGE} ${-EDGE} ${WIDTH} ${HEIGHT}`}
    >
      <polyline points={points} />
      <circle cx={last.x} cy={last.y} r="2.5" />
    </svg>
  );
};

/** The line of a history in a box of this size; null for fewer than two readings. Pure. */
export function lineOf(
  history: readonly UpvotePoint[],
  { width, height }: { width: number; height: number },
) {
  const start = Date.parse(history[0]?.at ?? '');
  const end = Date.parse(history.at(-1)?.at ?? '');
  if (history.length < 2 || !(end > start)) return null;
  const top = Math.max(1, ...history.map(({ upvotes }) => upvotes));
  const places = history.map(({ at, upvotes }) => ({
    x: rounded(((Date.parse(at) - start) / (end - start)) * width),
    y: rounded(height - (Math.max(0, upvotes) / top) * height),
  }));
  return {
    points: places.map(({ x, y }) => `${x},${y}`).join(' '),
    last: places.at(-1) ?? { x: 0, y: 0 },
    start,
    end,
    top,
  };
}

/** `Upvotes: from 3 to 84 in 5 h.` @param history at least two readings */
export function historyText(history: readonly UpvotePoint[]): string {
  const [first] = history;
  const last = history.at(-1);
  if (first === undefined || last === undefined) return 'No readings of upvotes yet.';
  const span = spanText(Date.parse(last.at) - Date.parse(first.at));
  return `Upvotes: from ${compactNumber(first.upvotes)} to ${compactNumber(last.upvotes)} in ${span}.`;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
