import type { FC } from 'hono/jsx';
import { shortDay } from '../../src/digests/day.js';
import type { PlainDate } from '../../src/papers/paper.js';
import { monthOf, weekOf, type Span } from '../../src/reading/spans.js';
import { Page, type Frame } from './layout.js';

export interface ArchivePageProps {
  readonly frame: Frame;
  readonly year: number;
  /** Days of the year that have a list, latest first. */
  readonly days: readonly PlainDate[];
  /** First and last day of all; null when nothing is kept yet. */
  readonly span: Span | null;
}

/** Every day of a year that has a list, by month, with the weeks and the months themselves. */
export const ArchivePage: FC<ArchivePageProps> = ({ frame, year, days, span }) => {
  const months = [...new Set(days.map(monthOf))];
  const years = yearsOf(span);
  return (
    <Page
      frame={frame}
      title={`Archive ${String(year)}`}
      path={`/days?year=${String(year)}`}
      description={`Every list of ${String(year)}, by day, week and month.`}
    >
      <header class="head">
        <h1>Archive {year}</h1>
        <p class="stamp">Every day that has a list. Papers are ranked as they stand now.</p>
      </header>
      {years.length < 2 ? null : (
        <nav class="parts" aria-label="Years">
          <ul>
            {years.map((each) => (
              <li>
                <a href={`/days?year=${String(each)}`} {...(each === year ? { 'aria-current': 'page' } : {})}>
                  {each}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {months.length === 0 ? (
        <div class="empty">
          <p>No list is kept of {year}.</p>
        </div>
      ) : (
        <div class="months">
          {months.map((month) => (
            <Month month={month} days={days.filter((day) => monthOf(day) === month)} />
          ))}
        </div>
      )}
    </Page>
  );
};

// --- Internal helpers ---

const Month: FC<{ readonly month: string; readonly days: readonly PlainDate[] }> = ({ month, days }) => {
  const [, name = '', year = ''] = shortDay(`${month}-01`).split(' ');
  const weeks = [...new Set(days.map(weekOf))];
  return (
    <section>
      <h2>
        <a href={`/months/${month}`}>
          {name} {year}
        </a>
      </h2>
      <ul class="days">
        {[...days].reverse().map((day) => (
          <li>
            <a href={`/days/${day}`} aria-label={shortDay(day)}>
              {Number(day.slice(8))}
            </a>
          </li>
        ))}
      </ul>
      <p class="weeks">
        Weeks:{' '}
        {[...weeks].reverse().map((week, index) => (
          <>
            {index === 0 ? '' : ' '}
            <a href={`/weeks/${week}`}>{Number(week.slice(-2))}</a>
          </>
        ))}
      </p>
    </section>
  );
};

function yearsOf(span: Span | null): readonly number[] {
  if (span === null) return [];
  const [first, last] = [Number(span.from.slice(0, 4)), Number(span.to.slice(0, 4))];
  return Array.from({ length: Math.min(30, last - first + 1) }, (_, index) => last - index);
}
