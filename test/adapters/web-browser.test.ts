import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.js';
import { testDatabases, type TestDatabase } from '../support/databases.js';
import { createReadingWorld, storePapers } from '../support/reading-world.js';
import { NOON } from '../support/stored-things.js';
import { webPapers } from '../support/web-papers.js';
import { openWebSite } from '../support/web-site.js';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 900 };
const PATHS = [
  '/',
  '/week',
  '/days?year=2026',
  '/topics',
  '/topics/speech',
  '/search?q=speech',
  '/search?q=speech+%22open',
  '/papers/2611.00001',
  '/about',
  '/preview',
  '/nowhere',
];
const THUMBNAILS = 'https://cdn-thumbnails.huggingface.co/';
const SHOTS = process.env['WEB_SHOTS'];

/** What a browser knows of a cell of a table. */
interface Cell {
  readonly textContent: string;
  readonly ownerDocument: {
    createRange(): {
      selectNodeContents(node: unknown): void;
      getClientRects(): ArrayLike<unknown>;
    };
  };
}

describe('the pages in a browser', { timeout: 180_000 }, () => {
  let database: TestDatabase;
  let browser: Browser;
  let site: Awaited<ReturnType<typeof openWebSite>>;
  let axe: string;

  beforeAll(async () => {
    database = await testDatabases[0]!.open();
    await database.setClock(NOON);
    const world = createReadingWorld(database.pool);
    await storePapers(world.stores, webPapers());
    site = await openWebSite(world.reading);
    browser = await openBrowser();
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await site.stop();
    await database.close();
  });

  /** A page that notes what it asks others for, and what it must not do. */
  const open = async (path: string, options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({ viewport: DESK, ...options });
    const page = await context.newPage();
    const foreign: string[] = [];
    const faults: string[] = [];
    await page.route(/^https?:/, (route) => {
      const url = route.request().url();
      if (url.startsWith(site.url)) return route.continue();
      foreign.push(url);
      return route.abort();
    });
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) faults.push(message.text());
    });
    await page.goto(`${site.url}${path}`);
    return { page, foreign, faults, close: () => context.close() };
  };

  const violations = async (page: Page): Promise<readonly string[]> =>
    page.evaluate(async (source) => {
      // The page's own policy lets no script of others in; what a test evaluates is not held by it.
      (0, eval)(source);
      const { axe: engine } = globalThis as unknown as {
        axe: {
          run(): Promise<{
            violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[];
          }>;
        };
      };
      const result = await engine.run();
      return result.violations.map(
        ({ id, nodes }) => `${id}: ${String(nodes[0]?.target)} ${String(nodes[0]?.failureSummary)}`,
      );
    }, axe);

  it.each(PATHS)(
    '%s has nothing in the way of anybody, in light and dark, on a desk and on a phone',
    async (path) => {
      for (const [colorScheme, viewport] of [
        ['light', DESK],
        ['dark', PHONE],
      ] as const) {
        const { page, foreign, faults, close } = await open(path, { colorScheme, viewport, bypassCSP: true });
        expect(await violations(page)).toEqual([]);
        const wide = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        expect(wide).toBeLessThanOrEqual(0);
        expect(foreign.filter((url) => !url.startsWith(THUMBNAILS))).toEqual([]);
        expect(faults).toEqual([]);
        const name = `${path.replace(/[^a-z0-9]+/g, '-')}${colorScheme}-${String(viewport.width)}.png`;
        if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/${name}`, fullPage: true });
        await close();
      }
    },
  );

  it.each(PATHS)('%s keeps to its own policy', async (path) => {
    const { page, faults, foreign, close } = await open(path);
    await page.waitForLoadState('load');
    expect(faults).toEqual([]);
    expect(foreign.filter((url) => !url.startsWith(THUMBNAILS))).toEqual([]);
    await close();
  });

  it('break no word at the head of a table', async () => {
    for (const viewport of [DESK, PHONE]) {
      const { page, close } = await open('/about', { viewport });
      const heads = await page.$$eval('thead th', (cells) =>
        (cells as unknown as readonly Cell[]).map((cell) => {
          const range = cell.ownerDocument.createRange();
          range.selectNodeContents(cell);
          return {
            words: cell.textContent.trim().split(' ').length,
            lines: range.getClientRects().length,
          };
        }),
      );
      expect(heads.length).toBeGreaterThan(2);
      for (const { words, lines } of heads) expect(lines).toBeLessThanOrEqual(words);
      await close();
    }
  });

  it('are used with the keyboard alone', async () => {
    const { page, close } = await open('/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.getAttribute("href")')).toBe('/papers/2611.00001');
    const outline = 'getComputedStyle(document.activeElement).outlineStyle';
    expect(await page.evaluate(outline)).toBe('solid');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('SUMMARY');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.parentElement.open')).toBe(true);
    await page.locator('#q').focus();
    await page.keyboard.type('laundry');
    await Promise.all([page.waitForURL(/search\?q=laundry/), page.keyboard.press('Enter')]);
    expect(await page.locator('ol.papers h2').first().textContent()).toBe('Robots That Fold Laundry');
    await close();
  });

  it('are whole without a script', async () => {
    const { page, close } = await open('/', { javaScriptEnabled: false });
    expect(await page.locator('ol.papers > li').count()).toBe(20);
    await page.locator('.lead summary').click();
    expect(await page.locator('.lead details p').isVisible()).toBe(true);
    await page.locator('.lead h2 a').click();
    expect(await page.locator('h1').textContent()).toContain('Attention to the Morning Paper');
    expect(await page.locator('svg[role=img]').first().getAttribute('aria-label')).toContain('from 4 to 68');
    expect(await page.locator('button[data-copy]').first().isVisible()).toBe(false);
    await close();
  });

  it('copy with a script', async () => {
    const { page, close } = await open('/papers/2611.00001', {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await page.locator('button[data-copy=command]').click();
    await page.locator('button', { hasText: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('/papers show 2611.00001');
    await close();
  });
});
