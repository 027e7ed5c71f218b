import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Child } from 'hono/jsx';
import type { Logger } from '../../../src/ports/logger.js';
import type { OperatorStatus } from '../../../src/status/operator-status.js';
import { nextSteps } from '../../../src/status/next-steps.js';
import { clientAddress } from '../client-address.js';
import type { Frame } from '../layout.js';
import { sendProblem } from '../problem.js';
import { renderPage, sendPage } from '../respond.js';
import { isForeign } from '../same-site.js';
import type { SitePart } from '../site.js';
import { createAttempts } from './attempts.js';
import { addBoard, type OpenBoard } from './board.js';
import { LogInPage } from './log-in-page.js';
import { createSessions, SESSION_MS } from './session.js';
import { StatusPage } from './status-page.js';
import { ADMIN_STYLE_PATH, addAdminStyle } from './style.js';

export interface AdminDeps {
  /** What opens these pages. */
  readonly token: string;
  readonly frame: Frame;
  readonly status: () => Promise<OperatorStatus>;
  readonly openBoard: OpenBoard;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
}

const COOKIE = 'broadsheet-admin';
const PATH = '/admin';
/** A token and a name. */
const LARGEST_FORM = 4 * 1024;
const WRONG = 'That is not the token. Nothing was shown.';

/**
 * Pages for whoever runs this: `/admin` tells how everything stands, `/admin/status.json` the same to programs,
 * `/admin/queues/` shows the queues. Opened by the token, typed into a form that leaves a cookie, or sent as
 * `Authorization: Bearer`.
 */
export function createAdminPart(deps: AdminDeps): SitePart {
  const door = createDoor(deps);
  return (app) => {
    addAdminStyle(app);
    app.use(PATH, headers, door.gate);
    app.use(`${PATH}/*`, headers, door.gate);
    door.add(app);
    app.get(PATH, async (c) => show(c, <StatusPage frame={deps.frame} status={await deps.status()} />));
    app.get(`${PATH}/status.json`, async (c) => {
      const status = await deps.status();
      return c.json({ ...status, steps: nextSteps(status) });
    });
    addBoard(app, deps);
  };
}

// --- Internal helpers ---

const headers: MiddlewareHandler = async (c, next) => {
  await next();
  c.res.headers.set('x-robots-tag', 'noindex');
  if (c.req.path !== ADMIN_STYLE_PATH) c.res.headers.set('cache-control', 'no-store');
};

async function show(c: Context, page: Child, status = 200): Promise<Response> {
  return sendPage(c, await renderPage(page), null, status);
}

interface Door {
  /** Lets in whoever has the token or a cookie; shows the form to all others. */
  readonly gate: MiddlewareHandler;
  /** The routes that people come in and go out by. */
  readonly add: SitePart;
}

type Tried = 'open' | 'closed' | { readonly waitMs: number };

function createDoor(deps: AdminDeps): Door {
  const sessions = createSessions(deps.token, deps.now);
  const attempts = createAttempts(deps.now);
  const tryToken = (c: Context, text: string): Tried => {
    const address = clientAddress((c.env as HttpBindings).incoming);
    const waitMs = attempts.waitMs(address);
    if (waitMs > 0) return { waitMs };
    if (sessions.isToken(text)) return 'open';
    attempts.failed(address);
    deps.logger.warn({ address }, 'a wrong admin token was given');
    return 'closed';
  };
  const refuse = async (
    c: Context,
    tried: Exclude<Tried, 'open'>,
    fault: string | null,
  ): Promise<Response> => {
    if (tried !== 'closed') return tooOften(c, tried.waitMs, deps);
    const answer = wantsPage(c)
      ? await show(c, <LogInPage frame={deps.frame} fault={fault} />, 401)
      : unauthorized(c);
    answer.headers.set('www-authenticate', 'Bearer realm="Broadsheet admin"');
    return answer;
  };
  const gate: MiddlewareHandler = async (c, next) => {
    if (c.req.path === ADMIN_STYLE_PATH || c.req.path === `${PATH}/log-in`) return next();
    const [, bearer] = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '') ?? [];
    if (bearer !== undefined) {
      const tried = tryToken(c, bearer);
      return tried === 'open' ? next() : refuse(c, tried, WRONG);
    }
    if (!sessions.isOpen(getCookie(c, COOKIE) ?? '')) return refuse(c, 'closed', null);
    const changes = c.req.method !== 'GET' && c.req.method !== 'HEAD';
    if (changes && isForeign(c, deps.frame.publicUrl)) return c.text('This came from another site.\n', 403);
    return next();
  };
  return { gate, add: (app) => addDoor(app, deps, tryToken, refuse, sessions.make) };
}

function addDoor(
  app: Hono,
  deps: AdminDeps,
  tryToken: (c: Context, text: string) => Tried,
  refuse: (c: Context, tried: Exclude<Tried, 'open'>, fault: string | null) => Promise<Response>,
  newSession: () => string,
): void {
  const limit = bodyLimit({ maxSize: LARGEST_FORM, onError: (c) => c.text('That is too long.\n', 413) });
  app.get(`${PATH}/log-in`, (c) => c.redirect(PATH, 303));
  app.post(`${PATH}/log-in`, limit, async (c) => {
    if (isForeign(c, deps.frame.publicUrl)) return c.text('This came from another site.\n', 403);
    const { token } = await c.req.parseBody();
    const tried = tryToken(c, typeof token === 'string' ? token.trim() : '');
    if (tried !== 'open') return refuse(c, tried, WRONG);
    setCookie(c, COOKIE, newSession(), {
      path: PATH,
      httpOnly: true,
      sameSite: 'Strict',
      secure: deps.frame.publicUrl.startsWith('https:'),
      maxAge: SESSION_MS / 1000,
    });
    deps.logger.info({}, 'somebody has logged in to the admin pages');
    return c.redirect(PATH, 303);
  });
  app.post(`${PATH}/log-out`, (c) => {
    deleteCookie(c, COOKIE, { path: PATH });
    return c.redirect(PATH, 303);
  });
}

async function tooOften(c: Context, waitMs: number, { frame }: AdminDeps): Promise<Response> {
  const retryAfter = Math.ceil(waitMs / 1000);
  const detail = `Too many wrong tokens came from this address. Try again in ${String(Math.ceil(retryAfter / 60))} min.`;
  const hint = 'Wait, and check ADMIN_TOKEN.';
  if (!wantsPage(c))
    return sendProblem(c, { status: 429, title: 'Too many tries', detail, hint, retryAfter });
  const answer = await show(c, <LogInPage frame={frame} fault={detail} />, 429);
  answer.headers.set('retry-after', String(retryAfter));
  return answer;
}

function unauthorized(c: Context): Response {
  return c.json({ title: 'Unauthorized', detail: 'Send ADMIN_TOKEN as Authorization: Bearer.' }, 401);
}

/** A browser that shows a page; programs and the board's own calls want no form. */
function wantsPage(c: Context): boolean {
  return (c.req.header('accept') ?? '').includes('text/html');
}
