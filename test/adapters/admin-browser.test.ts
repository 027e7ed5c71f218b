import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_TOKEN, openAdminSite } from '../support/admin-site.js';
import { openBrowser } from '../support/browser.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';
import { putChannel } from '../support/put-channel.js';
import { redisIsAvailable, startRedis, type TestRedis } from '../support/redis.js';
import {
  address,
  content,
  minutesAfter,
  NOON,
  settings,
  threadParts,
  today,
  tomorrow,
} from '../support/stored-things.js';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 900 };
const SHOTS = process.env['WEB_SHOTS'];
/** What somebody could have got into any text that the page shows. */
const HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=2</script>"\'&amp;</td>\u202e';

type AdminSite = Awaited<ReturnType<typeof openAdminSite>>;

/** A night on which everything went wrong that can. */
async function spoil(database: TestDatabase, { stores }: AdminSite): Promise<void> {
  await database.setClock(NOON);
  const { sources, channels, pauses, digests } = stores;
  await sources.recordOk('huggingface', minutesAfter(-12));
  await sources.recordOk('arxiv', minutesAfter(-900));
  await database.setClock(minutesAfter(-300));
  await sources.recordFailure('arxiv', `arXiv answered ${HOSTILE}`, minutesAfter(10));
  await database.setClock(NOON);
  const [one, two] = await Promise.all(
    ['22', '23'].map(async (place) => putChannel(channels, { ...address, place }, settings(), today)),
  );
  await pauses.rename(address, HOSTILE);
  await digests.openDue(3_600_000, () => ({ open: today, skipped: [], next: tomorrow }));
  const [work, other] = await digests.work(3_600_000);
  const digest = await digests.get(work?.digestId ?? 0);
  if (digest === null) throw new Error('no digest');
  await digests.freeze(digest, content(), threadParts('a'), (position) => `0123456789abcdef${position}`);
  await database.pool.query(
    `update broadsheet.deliveries set state = 'unknown', parked = true, last_error = $1 where position = 1`,
    [HOSTILE],
  );
  await digests.close(other?.digestId ?? 0, 'failed', HOSTILE);
  await channels.pause(one!.channel.id, { reason: HOSTILE, by: 'platform' });
  await channels.pause(two!.channel.id, { reason: 'x'.repeat(5_000), by: 'person' });
}

describe('the admin pages in a browser', { timeout: 180_000 }, () => {
  let database: TestDatabase;
  let redis: TestRedis | null;
  let browser: Browser;
  let site: AdminSite;
  let axe: string;

  beforeAll(async () => {
    database = await testDatabases[0]!.open();
    redis = redisIsAvailable ? await startRedis() : null;
    const part = (name: string, ok: boolean) => ({
      name,
      check: () => Promise.resolve({ ok, detail: ok ? 'answers' : HOSTILE }),
    });
    const more = redis === null ? {} : { redisUrl: redis.url };
    site = await openAdminSite({ database, ...more, probes: [part('database', true), part('slack', false)] });
    await spoil(database, site);
    browser = await openBrowser();
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await site.stop();
    await redis?.close();
    await database.close();
  });

  const open = async (options: Parameters<Browser['newContext']>[0] = {}) => {
    const context = await browser.newContext({ viewport: DESK, ...options });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('status of 401'))
        faults.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(site.url) && !request.url().startsWith('data:'))
        faults.push(`asked for ${request.url()}`);
    });
    return { context, page, faults };
  };

  /** Types the token. The cookie is for https alone, which a browser takes for granted on this machine. */
  const logIn = async (page: Page, context: BrowserContext): Promise<void> => {
    await page.goto(`${site.url}/admin`);
    await page.getByLabel('Token').fill(ADMIN_TOKEN);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: 'Status', exact: true }).waitFor();
    const [cookie] = await context.cookies(`${site.url}/admin`);
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/admin' });
    expect(await page.evaluate('document.cookie')).toBe('');
  };

  const violations = async (page: Page): Promise<readonly string[]> =>
    page.evaluate(async (source) => {
      (0, eval)(source);
      const { axe: engine } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { failureSummary: string }[] }[] }> };
      };
      const result = await engine.run();
      return result.violations.map(({ id, nodes }) => `${id}: ${String(nodes[0]?.failureSummary)}`);
    }, axe);

  const shoot = async (page: Page, name: string): Promise<void> => {
    if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
  };

  it.each([
    ['light', DESK],
    ['dark', PHONE],
    ['light', PHONE],
  ] as const)('have nothing in the way of anybody: %s, %o', async (colorScheme, viewport) => {
    const { context, page, faults } = await open({ colorScheme, viewport, bypassCSP: true });
    await page.goto(`${site.url}/admin`);
    expect(await violations(page)).toEqual([]);
    await shoot(page, `log-in-${colorScheme}-${String(viewport.width)}`);
    await logIn(page, context);
    expect(await violations(page)).toEqual([]);
    const wide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(wide)).toBeLessThanOrEqual(0);
    await shoot(page, `status-${colorScheme}-${String(viewport.width)}`);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('say first what to do, and show as text whatever came from outside', async () => {
    const { context, page, faults } = await open();
    await logIn(page, context);
    const steps = await page.locator('ol.steps li').allTextContents();
    expect(steps).toHaveLength(3);
    expect(steps[0]).toMatch(/^slack does not serve: <img src=x/);
    expect(steps[1]).toMatch(/^1 message waits for you.*broadsheet deliveries list --state unknown$/);
    expect(steps[2]).toMatch(/^1 channel is paused/);
    expect(await page.locator('main img, main script').count()).toBe(0);
    const main = await page.getByRole('main').innerText();
    for (const text of [
      'arXiv answered <img src=x',
      '5 h',
      '12 min ago',
      'thread 1',
      'discord:11:22',
      '0123456789ab',
    ])
      expect(main).toContain(text);
    expect(main).not.toContain('x'.repeat(1_000));
    expect(main).not.toContain('\u202e');
    expect(await page.title()).toBe('Status · Broadsheet');
    expect(faults).toEqual([]);
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel('Token').waitFor();
    await context.close();
  });

  it.runIf(redisIsAvailable)('show the queues under a policy of their own, to look at only', async () => {
    await site.queue.enqueue({ kind: 'compose', digestId: 4711 }, { id: 'compose-4711' });
    const { context, page, faults } = await open();
    await logIn(page, context);
    await page.getByRole('link', { name: 'Queue dashboard' }).click();
    await page.getByText('deliver-slack').first().waitFor();
    await page.goto(`${site.url}/admin/queues/queue/compose`);
    await page.getByText('id-compose-4711').first().waitFor();
    await shoot(page, 'queues');
    expect(faults).toEqual([]);
    const tried = await page.evaluate(
      async () =>
        (await fetch('/admin/queues/api/queues/compose/empty', { method: 'PUT', body: '{}' })).status,
    );
    expect(tried).toBeGreaterThanOrEqual(400);
    expect((await site.queue.counts()).compose.waiting).toBe(1);
    await context.close();
  });
});
