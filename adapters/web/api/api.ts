import { Hono, type Context } from 'hono';
import type { z } from 'zod';
import { paperIdIn } from '../../../src/commands/find-paper.js';
import { describeError } from '../../../src/errors.js';
import type { Logger } from '../../../src/ports/logger.js';
import type { PaperList, Reading, ReadPaper } from '../../../src/reading/reading-types.js';
import { monthSpan, readDay, weekSpan } from '../../../src/reading/spans.js';
import { cleanText } from '../../../src/text/clean.js';
import { sendAnswer } from '../conditional.js';
import { NOW, SELDOM } from '../desk.js';
import type { Door } from '../door.js';
import { paperPath } from '../paths.js';
import { problemOf, sendProblem, type Problem } from '../problem.js';
import type { SitePart } from '../site.js';
import { unreadable, wishedTopic } from '../wish.js';
import { openApi } from './openapi.js';
import { pageOf, type Page } from './paging.js';
import * as schemas from './schemas.js';
import { shapeDetail, shapeFound, shapeList, shapeTopics } from './shape.js';
import { readWish } from './wish-reader.js';

export interface ApiDeps {
  readonly reading: Reading;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly door: Door;
  readonly version: string;
  readonly logger: Pick<Logger, 'error'>;
}

/** Whatever is wrong with a request, as its answer. */
class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

/** `/api/papers`, `/api/papers/ID`, `/api/search`, `/api/topics`, and their description at `/api/openapi.json`. Only read. */
export function createApi(deps: ApiDeps): SitePart {
  const { reading, publicUrl } = deps;
  return (site) => {
    const app = new Hono();
    site.use('/api/*', ...deps.door);
    app.get('/', (c) => c.redirect('/api/openapi.json'));
    app.get('/openapi.json', (c) => send(c, openApi(deps), SELDOM));
    app.get('/topics', (c) => {
      wishOf(schemas.NoWish, c);
      return send(c, shapeTopics(publicUrl), SELDOM);
    });
    app.get('/papers', async (c) => {
      const wish = wishOf(schemas.ListWish, c);
      const list = await listOf(wish, reading);
      const page = pageFor(c, list.papers, wish);
      const maxAge = list.sample || list.old ? null : NOW;
      return send(c, shapeList(list, page, publicUrl), maxAge, [list.madeAt]);
    });
    app.get('/papers/:id{.+}', async (c) => {
      wishOf(schemas.NoWish, c);
      const given = c.req.param('id');
      const id = paperIdIn(given);
      if (id === null) throw new Refused(noId(given));
      if (id !== given) return c.redirect(`/api${paperPath(id)}`, 301);
      const view = await reading.paper(id);
      if (view === null) throw new Refused(noPaper(id));
      return send(c, shapeDetail(view, publicUrl), view.old ? null : NOW);
    });
    app.get('/search', async (c) => {
      const wish = wishOf(schemas.SearchWish, c);
      const found = await find(cleanText(wish.q), reading);
      return send(c, shapeFound(found, pageFor(c, found.papers, wish), publicUrl), NOW);
    });
    app.all('*', (c) => {
      throw new Refused(c.req.method === 'GET' || c.req.method === 'HEAD' ? NO_SUCH : ONLY_READ);
    });
    app.onError((error, c) => answerFault(c, error, deps));
    site.route('/api', app);
  };
}

// --- Internal helpers ---

const NO_SUCH: Problem = {
  status: 404,
  title: 'There is nothing here',
  detail: 'The API has no such path.',
  hint: 'Its paths are /api/papers, /api/papers/ID, /api/search and /api/topics; see /api/openapi.json.',
};
const ONLY_READ: Problem = {
  status: 405,
  title: 'The API is only read',
  detail: 'Nothing can be changed through it.',
  hint: 'Ask with GET or HEAD.',
};

function send(c: Context, value: unknown, maxAge: number | null, stamps: readonly string[] = []): Response {
  const type = 'application/json; charset=utf-8';
  return sendAnswer(c, { type, body: `${JSON.stringify(value)}\n`, maxAge, stamps });
}

function answerFault(c: Context, error: Error, { logger }: ApiDeps): Response {
  if (error instanceof Refused)
    return sendProblem(c, error.problem, error.problem.status === 405 ? { allow: 'GET, HEAD' } : {});
  const problem = problemOf(error);
  if (problem !== null) return sendProblem(c, problem);
  logger.error({ path: c.req.path, error: describeError(error) }, 'an answer of the API could not be made');
  return sendProblem(c, {
    status: 500,
    title: 'Something went wrong here',
    detail: 'The answer could not be made; it has been noted.',
    hint: 'Please try again later.',
  });
}

/** @throws Refused with what is wrong */
function wishOf<S extends z.ZodObject>(schema: S, c: Context): z.infer<S> {
  const wish = readWish(schema, c.req.queries());
  if (!wish.ok) throw new Refused(wish.problem);
  return wish.value;
}

async function listOf(wish: z.infer<typeof schemas.ListWish>, reading: Reading): Promise<PaperList> {
  const { day, week, month, topic } = wish;
  const chosen = Object.entries({ day, week, month, topic }).filter(([, value]) => value !== undefined);
  if (chosen.length > 1)
    throw new Refused({
      status: 400,
      title: 'Several lists are asked for',
      detail: `${chosen.map(([name]) => name).join(' and ')} each choose a list.`,
      hint: 'Give one of day, week, month and topic.',
    });
  if (topic !== undefined) {
    const wished = wishedTopic(topic);
    if ('status' in wished) throw new Refused(wished);
    return wished.query === '' ? reading.lastWeek() : reading.topic(wished);
  }
  if (week === 'last') return reading.lastWeek();
  if (month === 'last') return reading.lastMonth();
  if (day !== undefined) return existing(readDay(day) === null ? null : await reading.day(day), day);
  if (week !== undefined) return existing(weekSpan(week) === null ? null : await reading.week(week), week);
  if (month !== undefined)
    return existing(monthSpan(month) === null ? null : await reading.month(month), month);
  return reading.today();
}

function existing(list: PaperList | null, given: string): PaperList {
  if (list !== null) return list;
  throw new Refused({
    status: 404,
    title: 'There is no such list',
    detail: `No source listed a paper then: “${cleanText(given).slice(0, 60)}”.`,
    hint: 'Write day=2026-11-27, week=2026-W48 or month=2026-11; week=last and month=last always have a list. On weekends and holidays there are none.',
  });
}

async function find(text: string, reading: Reading) {
  const answer = await reading.search(text);
  if (answer.kind === 'fault') throw new Refused(unreadable(answer.error));
  if (answer.kind === 'found') return answer;
  const view = await reading.paper(answer.paperId);
  const papers = view === null ? [] : [view.paper];
  const notices = view === null ? [noPaper(answer.paperId).detail] : [];
  return { kind: 'found', text, papers, notices, near: [], unread: false } as const;
}

function pageFor(
  c: Context,
  papers: readonly ReadPaper[],
  wish: { readonly cursor?: string | undefined; readonly limit: number },
): Page<ReadPaper> {
  const page = pageOf(papers, ({ paperId }) => paperId, wish);
  if (page === null)
    throw new Refused({
      status: 400,
      title: 'That is no cursor',
      detail: 'The cursor was not made here, or was cut off.',
      hint: 'Give what `next` of the page before said, or none to begin anew.',
    });
  if (page.next !== null) {
    const url = new URL(c.req.url);
    url.searchParams.set('cursor', page.next);
    c.header('link', `<${url.pathname}${url.search}>; rel="next"`);
  }
  return page;
}

function noId(given: string): Problem {
  return {
    status: 400,
    title: 'That is no paper’s id',
    detail: `“${cleanText(given).slice(0, 100)}” is neither an arXiv id nor a DOI.`,
    hint: 'Write it like /api/papers/2607.23193, or look for words with /api/search?q=.',
  };
}

function noPaper(id: string): Problem {
  return {
    status: 404,
    title: 'That paper is not known',
    detail: `Neither the catalogue nor the sources have a paper ${id}.`,
    hint: 'Check the id, or look for words of its title with /api/search?q=.',
  };
}
