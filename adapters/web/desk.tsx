import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import type { Logger } from '../../src/ports/logger.js';
import type { PaperList, Reading } from '../../src/reading/reading-types.js';
import { FaultPage } from './fault-page.js';
import { createKeeper, type Keeper } from './keeper.js';
import type { Frame } from './layout.js';
import { AGAIN_S } from './problem.js';
import { ListPage, partsOf, type ListPageProps } from './list-page.js';
import { renderPage, sendPage } from './respond.js';

export interface PagesDeps {
  readonly frame: Frame;
  readonly reading: Reading;
  readonly logger: Pick<Logger, 'error'>;
}

/** What the routes of the pages work with. */
export interface Desk extends PagesDeps {
  readonly keeper: Keeper;
  /** A page that says what is wrong. */
  fault(c: Context, status: 400 | 404 | 405 | 500 | 503, title: string, what: Child): Promise<Response>;
  /** A list's page, the one that `?page=` asks for. */
  list(c: Context, list: PaperList, props: ListProps): Promise<Response>;
}

type ListProps = Omit<ListPageProps, 'frame' | 'list' | 'part'>;

/** Seconds that anybody may keep a list of now, and what seldom changes, without asking. */
export const NOW = 30;
export const SELDOM = 600;

export function createDesk(deps: PagesDeps): Desk {
  const { frame } = deps;
  const keeper = createKeeper();
  const fault: Desk['fault'] = async (c, status, title, what) => {
    const page = await renderPage(
      <FaultPage frame={frame} title={title}>
        {what}
      </FaultPage>,
    );
    const answer = sendPage(c, page, null, status);
    if (status === 503) answer.headers.set('retry-after', String(AGAIN_S));
    return answer;
  };
  return {
    ...deps,
    keeper,
    fault,
    list: async (c, list, props) => {
      const part = readPart(c, partsOf(list.papers.length));
      if (part === null) return noSuchPart(c, { fault }, props.path);
      // What is beside a list may change while the list does not.
      const beside = props.neighbours;
      const name = [props.path, part, beside?.earlier?.path, beside?.later?.path].join(' ');
      const page = await keeper.page(
        list,
        name,
        () => <ListPage frame={frame} list={list} part={part} {...props} />,
        `${list.madeAt.slice(11, 16)} UTC`,
        list.madeAt,
      );
      return sendPage(c, page, list.sample || list.old ? 0 : NOW);
    },
  };
}

/** The part that `?page=` asks for, the first without it; null when there is none such. */
export function readPart(c: Context, parts: number): number | null {
  const asked = c.req.query('page') ?? '1';
  const part = /^\d{1,4}$/.test(asked) ? Number(asked) : 0;
  return part >= 1 && part <= parts ? part : null;
}

export function noSuchPart(c: Context, desk: Pick<Desk, 'fault'>, path: string): Promise<Response> {
  return desk.fault(
    c,
    404,
    'No such page',
    <p>
      The list is not that long. <a href={path}>Go to its beginning.</a>
    </p>,
  );
}
