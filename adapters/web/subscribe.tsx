import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { MailState } from '../../src/subscriptions/mail-state.js';
import type { LinkUse } from '../../src/subscriptions/links.js';
import type { Subscriptions } from '../../src/subscriptions/subscriptions.js';
import { parseMailSettings, parseWish, type WishInput } from '../../src/subscriptions/wish.js';
import { clientAddress } from './client-address.js';
import { isForeign } from './same-site.js';
import type { SitePart } from './site.js';
import { addSubscribeAssets } from './subscribe-assets.js';
import { SubscribeBox } from './subscribe-box.js';
import { EMPTY_FORM, type FormState } from './subscribe-fields.js';
import * as pages from './subscribe-pages.js';

/** A whole page around a body. */
export type PageAround = (page: { readonly title: string; readonly body: Child }) => Child;

export interface SubscribeDeps {
  readonly mail: MailState;
  /** Null when mail is off. */
  readonly subscriptions: Subscriptions | null;
  readonly publicUrl: string;
  readonly page: PageAround;
}

/** Paths of this part. */
export const SUBSCRIBE_PATHS = ['/subscribe', '/confirm/', '/manage/', '/unsubscribe/'] as const;

/** A form is a few hundred bytes. */
const LARGEST_FORM = 32 * 1024;

const HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // The links are secrets of their readers; `no-referrer` would make browsers send our own forms without their origin.
  'referrer-policy': 'same-origin',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
};

/**
 * Subscribing by mail: the box's form, and the pages behind the links in mails. Opening a link changes nothing, because
 * mail scanners open every link; pressing its button does. `/unsubscribe/…` also takes the one click of RFC 8058.
 */
export function createSubscribePart(deps: SubscribeDeps): SitePart {
  return (app) => {
    addSubscribeAssets(app);
    for (const path of SUBSCRIBE_PATHS) app.use(`${path}${path.endsWith('/') ? '*' : ''}`, headers, limit);
    addBox(app, deps);
    if (deps.subscriptions === null) return;
    addConfirm(app, deps, deps.subscriptions);
    addManage(app, deps, deps.subscriptions);
    addUnsubscribe(app, deps, deps.subscriptions);
  };
}

// --- Internal helpers ---

const headers: MiddlewareHandler = async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(HEADERS)) c.res.headers.set(name, value);
};

const limit = bodyLimit({
  maxSize: LARGEST_FORM,
  onError: (c) => c.text('This form is too long. Please go back and shorten the topics.\n', 413),
});

type Page = Parameters<PageAround>[0];

async function show(
  c: Context,
  { page }: SubscribeDeps,
  shown: Page,
  status: 200 | 403 | 404 | 410 | 422 | 429 | 503 = 200,
) {
  return c.html(await html`<!doctype html>${page(shown)}`, status);
}

function addBox(app: Hono, deps: SubscribeDeps): void {
  const { mail, subscriptions } = deps;
  const box = (form: FormState, open?: boolean): Page => ({
    title: 'Subscribe by mail',
    body: <SubscribeBox level={1} mail={mail} form={form} {...(open === undefined ? {} : { open })} />,
  });
  app.get('/subscribe', (c) => show(c, deps, box(EMPTY_FORM, true)));
  app.post('/subscribe', async (c) => {
    if (subscriptions === null) return show(c, deps, box(EMPTY_FORM), 503);
    if (isForeign(c, deps.publicUrl)) return show(c, deps, pages.foreignPage(), 403);
    const input = await readForm(c);
    const wish = parseWish(input);
    if (!wish.ok) return show(c, deps, box({ input, faults: wish.faults }), 422);
    const { address, settings } = wish.value;
    const { incoming } = c.env as HttpBindings;
    const asked = await subscriptions.ask(address, settings, clientAddress(incoming));
    if (asked.kind === 'taken') return show(c, deps, pages.askedPage());
    c.header('retry-after', String(Math.ceil(asked.waitMs / 1000)));
    return show(c, deps, pages.tooOftenPage(asked.waitMs), 429);
  });
}

function addConfirm(app: Hono, deps: SubscribeDeps, subscriptions: Subscriptions): void {
  app.get('/confirm/:token', async (c) => {
    const id = idOf(c, 'confirm', subscriptions);
    if (id === null) return show(c, deps, pages.damagedPage(), 404);
    const settings = await subscriptions.asked(id);
    if (settings !== null) return show(c, deps, pages.confirmPage(settings));
    const shown = await subscriptions.get(id);
    if (shown === null) return show(c, deps, pages.expiredPage(), 410);
    return show(c, deps, pages.confirmedPage(shown, subscriptions.url('manage', id), false));
  });
  app.post('/confirm/:token', async (c) => {
    const id = idOf(c, 'confirm', subscriptions);
    if (id === null) return show(c, deps, pages.damagedPage(), 404);
    if (isForeign(c, deps.publicUrl)) return show(c, deps, pages.foreignPage(), 403);
    const done = await subscriptions.confirm(id);
    if (done.kind === 'gone') return show(c, deps, pages.expiredPage(), 410);
    return show(c, deps, pages.confirmedPage(done.shown, done.manageUrl, done.kind === 'subscribed'));
  });
}

function addManage(app: Hono, deps: SubscribeDeps, subscriptions: Subscriptions): void {
  const leaveUrl = (id: string): string => subscriptions.url('unsubscribe', id);
  app.get('/manage/:token', async (c) => {
    const id = idOf(c, 'manage', subscriptions);
    if (id === null) return show(c, deps, pages.damagedPage(), 404);
    const shown = await subscriptions.get(id);
    if (shown === null) return show(c, deps, pages.gonePage(), 410);
    return show(c, deps, pages.managePage(shown, pages.formOf(shown), leaveUrl(id), false));
  });
  app.post('/manage/:token', async (c) => {
    const id = idOf(c, 'manage', subscriptions);
    if (id === null) return show(c, deps, pages.damagedPage(), 404);
    if (isForeign(c, deps.publicUrl)) return show(c, deps, pages.foreignPage(), 403);
    const before = await subscriptions.get(id);
    if (before === null) return show(c, deps, pages.gonePage(), 410);
    const input = await readForm(c);
    const parsed = parseMailSettings(input);
    const leave = leaveUrl(id);
    if (!parsed.ok)
      return show(c, deps, pages.managePage(before, { input, faults: parsed.faults }, leave, false), 422);
    const shown = await subscriptions.change(id, parsed.value);
    if (shown === null) return show(c, deps, pages.gonePage(), 410);
    return show(c, deps, pages.managePage(shown, pages.formOf(shown), leave, true));
  });
}

/** The link itself is the right to leave, so that a mail program may press the button for its reader. */
function addUnsubscribe(app: Hono, deps: SubscribeDeps, subscriptions: Subscriptions): void {
  app.get('/unsubscribe/:token', async (c) => {
    const id = idOf(c, 'unsubscribe', subscriptions);
    if (id === null) return show(c, deps, pages.damagedPage(), 404);
    const shown = await subscriptions.get(id);
    return shown === null ? show(c, deps, pages.gonePage()) : show(c, deps, pages.unsubscribePage(shown));
  });
  app.post('/unsubscribe/:token', async (c) => {
    const id = idOf(c, 'unsubscribe', subscriptions);
    if (id === null) return show(c, deps, pages.damagedPage(), 404);
    const left = await subscriptions.unsubscribe(id);
    return show(c, deps, left ? pages.unsubscribedPage() : pages.gonePage());
  });
}

function idOf(c: Context, use: LinkUse, subscriptions: Subscriptions): string | null {
  return subscriptions.read(use, c.req.param('token') ?? '');
}

async function readForm(c: Context): Promise<WishInput> {
  const form = await c.req.parseBody();
  const text = (name: string): string => {
    const value = form[name];
    return typeof value === 'string' ? value : '';
  };
  const { input } = EMPTY_FORM;
  return {
    address: text('address'),
    topics: text('topics'),
    time: text('time') || input.time,
    zone: text('zone') || input.zone,
    days: text('days') || input.days,
    ...(text('count') === '' ? {} : { count: text('count') }),
  };
}
