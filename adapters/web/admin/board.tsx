import type { Hono } from 'hono';
import { describeError } from '../../../src/errors.js';
import type { Logger } from '../../../src/ports/logger.js';
import type { Frame } from '../layout.js';
import { renderPage, sendPage } from '../respond.js';
import { NoBoardPage } from './log-in-page.js';

/** The queue dashboard, or the sentence that says why there is none. */
export type Board = { readonly fetch: (request: Request) => Promise<Response> } | { readonly none: string };

/** Opens it at the first look. @param path where it stands, without a slash at its end */
export type OpenBoard = (path: string) => Promise<Board>;

export const BOARD_PATH = '/admin/queues';

/** Its pages are another program's: they need styles inside of elements, and call their own addresses by script. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Fonts that its page would fetch from elsewhere. */
const FOREIGN_FONTS = /<link\b[^>]*fonts\.googleapis\.com[^>]*>/g;

export interface BoardDeps {
  readonly frame: Frame;
  readonly openBoard: OpenBoard;
  readonly logger: Pick<Logger, 'error'>;
}

export function addBoard(app: Hono, { frame, openBoard, logger }: BoardDeps): void {
  let opened: Promise<Board> | null = null;
  const board = (): Promise<Board> =>
    (opened ??= openBoard(BOARD_PATH).catch((error: unknown) => {
      opened = null;
      logger.error({ error: describeError(error) }, 'the queue dashboard could not be opened');
      return { none: `The queue dashboard could not be opened: ${describeError(error)}` };
    }));
  app.get(BOARD_PATH, (c) => c.redirect(`${BOARD_PATH}/`, 303));
  app.all(`${BOARD_PATH}/*`, async (c) => {
    const found = await board();
    if ('none' in found)
      return sendPage(c, await renderPage(<NoBoardPage frame={frame} why={found.none} />), null);
    return ownPolicy(await found.fetch(c.req.raw));
  });
}

// --- Internal helpers ---

async function ownPolicy(answer: Response): Promise<Response> {
  const headers = new Headers(answer.headers);
  headers.set('content-security-policy', POLICY);
  if (!(headers.get('content-type') ?? '').startsWith('text/html'))
    return new Response(answer.body, { status: answer.status, headers });
  const page = (await answer.text()).replace(FOREIGN_FONTS, '');
  headers.delete('content-length');
  return new Response(page, { status: answer.status, headers });
}
