import type { Context, Hono } from 'hono';
import { addDays, shortDay } from '../../src/digests/day.js';
import type { PlainDate } from '../../src/papers/paper.js';
import type { PaperList } from '../../src/reading/reading-types.js';
import { monthOf, monthSpan, readDay, weekOf, weekSpan, type Span } from '../../src/reading/spans.js';
import { ArchivePage } from './archive-page.js';
import { NOW, type Desk } from './desk.js';
import type { Neighbours } from './list-page.js';
import { searchPath } from './paths.js';
import { renderPage, sendPage } from './respond.js';

/** So far away a neighbouring day with a list is looked for; holidays are shorter. */
const REACH_DAYS = 31;

/** Today, the last week and month, and everything earlier. */
export function addListRoutes(app: Hono, desk: Desk): void {
  const { reading } = desk;
  app.get('/', async (c) => {
    const query = c.req.query('q');
    if (query !== undefined) return c.redirect(searchPath(query.slice(0, 1_000)));
    const list = await reading.today();
    const neighbours = list.sample ? {} : { neighbours: await besideDay(list.span.to, desk) };
    return desk.list(c, list, { path: '/', ...neighbours });
  });
  app.get('/week', async (c) => {
    const list = await reading.lastWeek();
    return desk.list(c, list, { path: '/week', empty: <Nothing />, neighbours: beside(list, weekPath) });
  });
  app.get('/month', async (c) => {
    const list = await reading.lastMonth();
    return desk.list(c, list, { path: '/month', empty: <Nothing />, neighbours: beside(list, monthPath) });
  });
  app.get('/days', (c) => archive(c, desk));
  app.get('/weeks', (c) => c.redirect('/week'));
  app.get('/months', (c) => c.redirect('/month'));
  app.get('/days/:day', (c) => day(c, desk));
  app.get('/weeks/:week', async (c) => {
    const name = c.req.param('week');
    const span = weekSpan(name);
    if (span === null) return notADate(c, desk, name, 'week', weekOf('2026-11-27'));
    const list = await reading.week(name);
    return list === null ? noList(c, desk, span) : desk.list(c, list, namedProps(list, weekPath));
  });
  app.get('/months/:month', async (c) => {
    const name = c.req.param('month');
    const span = monthSpan(name);
    if (span === null) return notADate(c, desk, name, 'month', '2026-11');
    const list = await reading.month(name);
    return list === null ? noList(c, desk, span) : desk.list(c, list, namedProps(list, monthPath));
  });
}

// --- Internal helpers ---

const Nothing = () => (
  <p>
    No source listed a paper in this time. <a href="/">See the latest list there is.</a>
  </p>
);

interface Place {
  readonly path: string;
  readonly label: string;
}
type PathOf = (day: PlainDate) => Place;

const dayPath: PathOf = (date) => ({ path: `/days/${date}`, label: shortDay(date) });
const weekPath: PathOf = (date) => ({
  path: `/weeks/${weekOf(date)}`,
  label: `Week ${String(Number(weekOf(date).slice(-2)))}`,
});
const monthPath: PathOf = (date) => ({
  path: `/months/${monthOf(date)}`,
  label: shortDay(`${monthOf(date)}-01`).slice(2),
});

/** The last seven or thirty days lead to the calendar's weeks and months. */
function beside({ span, sample }: PaperList, pathOf: PathOf): Neighbours {
  return { earlier: sample ? null : pathOf(span.from), later: null };
}

function namedProps({ span }: PaperList, pathOf: PathOf) {
  const [before, after] = [addDays(span.from, -1), addDays(span.to, 1)];
  const { path } = pathOf(span.from);
  return { path, neighbours: { earlier: pathOf(before), later: pathOf(after) } };
}

async function day(c: Context, desk: Desk): Promise<Response> {
  const name = c.req.param('day') ?? '';
  const date = readDay(name);
  if (date === null) return notADate(c, desk, name, 'day', '2026-11-27');
  const list = await desk.reading.day(date);
  if (list === null) return noList(c, desk, { from: date, to: date });
  return desk.list(c, list, { path: `/days/${date}`, neighbours: await besideDay(date, desk) });
}

/** The nearest days with a list before and after a day. */
async function besideDay(date: PlainDate, { reading }: Desk): Promise<Neighbours> {
  const around = { from: addDays(date, -REACH_DAYS), to: addDays(date, REACH_DAYS) };
  const days = await reading.days(around);
  const earlier = days.find((each) => each < date);
  const later = days.findLast((each) => each > date);
  return {
    earlier: earlier === undefined ? null : dayPath(earlier),
    later: later === undefined ? null : dayPath(later),
  };
}

function notADate(c: Context, desk: Desk, given: string, what: string, example: string): Promise<Response> {
  return desk.fault(
    c,
    400,
    `That is no ${what}`,
    <p>
      “{given.slice(0, 60)}” is no {what} of the calendar. Write it like {example}.
    </p>,
  );
}

/** Why there is no list, and where the nearest ones are. */
async function noList(c: Context, desk: Desk, { from, to }: Span): Promise<Response> {
  const whole = await desk.reading.span();
  const today = new Date().toISOString().slice(0, 10);
  const near = whole === null || from > whole.to || to < whole.from ? null : await besideDay(from, desk);
  const places = [near?.earlier ?? null, near?.later ?? null].filter((place) => place !== null);
  return desk.fault(
    c,
    404,
    from > today ? 'That has not come yet' : 'No list of that time',
    <>
      <p>
        {from > today
          ? 'Lists are made day by day; this one is still to come.'
          : 'No source had a list then: on weekends and holidays there is none, and nothing is kept from before Broadsheet began to read.'}
      </p>
      {whole === null ? (
        <p>No list is kept yet.</p>
      ) : (
        <p>
          {places.length > 0 ? (
            <>
              Nearest:{' '}
              {places.map(({ path, label }) => (
                <>
                  <a href={path}>{label}</a>{' '}
                </>
              ))}
            </>
          ) : (
            <>
              There are lists from <a href={`/days/${whole.from}`}>{shortDay(whole.from)}</a> to{' '}
              <a href={`/days/${whole.to}`}>{shortDay(whole.to)}</a>.
            </>
          )}
        </p>
      )}
    </>,
  );
}

async function archive(c: Context, desk: Desk): Promise<Response> {
  const span = await desk.reading.span();
  const asked = c.req.query('year') ?? (span?.to ?? new Date().toISOString()).slice(0, 4);
  if (!/^(?:19|20|21)\d\d$/.test(asked)) return notADate(c, desk, asked, 'year', '2026');
  const days = await desk.reading.days({ from: `${asked}-01-01`, to: `${asked}-12-31` });
  const page = await renderPage(
    <ArchivePage frame={desk.frame} year={Number(asked)} days={days} span={span} />,
  );
  return sendPage(c, page, NOW);
}
