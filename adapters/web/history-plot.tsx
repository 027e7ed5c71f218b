import type { FC } from 'hono/jsx';
import { shortDay } from '../../src/digests/day.js';
import type { UpvotePoint } from '../../src/reading/upvote-points.js';
import { compactNumber } from '../../src/text/numbers.js';
import { historyText, lineOf } from './sparkline.js';

const WIDTH = 640;
const HEIGHT = 200;
const LEFT = 44;
const BELOW = 26;
const ABOVE = 12;
const RIGHT = 14;
/** Rows of the table of readings: the picture has all of them. */
const MOST_ROWS = 60;

/** All our readings of a paper's upvotes, as a plot and as a table. */
export const HistoryPlot: FC<{ readonly history: readonly UpvotePoint[] }> = ({ history }) => {
  const box = { width: WIDTH - LEFT - RIGHT, height: HEIGHT - ABOVE - BELOW };
  const line = lineOf(history, box);
  if (line === null)
    return (
      <p class="quiet">
        {history.length === 0
          ? 'Nobody’s votes have been read for this paper yet.'
          : 'One reading so far: a line needs two.'}
      </p>
    );
  const ticks = [0, Math.round(line.top / 2), line.top].filter((each, i, all) => all.indexOf(each) === i);
  const heightOf = (value: number): number => box.height - (value / line.top) * box.height;
  return (
    <figure class="plot">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={historyText(history)}>
        <g transform={`translate(${LEFT} ${ABOVE})`}>
          {ticks.map((value) => (
            <g>
              <line class="grid" x1="0" x2={box.width} y1={heightOf(value)} y2={heightOf(value)} />
              <text x="-8" y={heightOf(value) + 4} text-anchor="end">
                {compactNumber(value)}
              </text>
            </g>
          ))}
          <polygon class="area" points={`0,${box.height} ${line.points} ${box.width},${box.height}`} />
          <polyline class="line" points={line.points} />
          <circle cx={line.last.x} cy={line.last.y} r="4" />
          <text x="0" y={box.height + 18}>
            {dayOf(line.start)}
          </text>
          <text x={box.width} y={box.height + 18} text-anchor="end">
            {dayOf(line.end)}
          </text>
        </g>
      </svg>
      <figcaption>{historyText(history)}</figcaption>
      <Readings history={history} />
    </figure>
  );
};

// --- Internal helpers ---

const Readings: FC<{ readonly history: readonly UpvotePoint[] }> = ({ history }) => {
  const step = Math.max(1, Math.ceil(history.length / MOST_ROWS));
  const rows = history.filter((_, i) => i % step === 0 || i === history.length - 1);
  return (
    <details>
      <summary>The readings as a table</summary>
      <div class="scroll" role="region" aria-label="Readings" tabindex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Read at (UTC)</th>
              <th scope="col">Upvotes</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ at, upvotes }) => (
              <tr>
                <td>{at.slice(0, 16).replace('T', ' ')}</td>
                <td>{upvotes}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
};

function dayOf(instant: number): string {
  return shortDay(new Date(instant).toISOString().slice(0, 10));
}
