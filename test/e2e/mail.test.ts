import { createServer, type AddressInfo } from 'node:net';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSmtp, type FakeSmtp } from '../fakes/smtp.js';
import { until } from '../support/bot-process.js';
import { openBrowser } from '../support/browser.js';
import { addDueSoon } from '../support/schedules.js';
import { play, type Scene } from '../support/scene.js';

const READER = 'Ada.Reader@example.org';

/** A port that was free a moment ago: the links in mails name it. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What axe-core finds wrong on the page as it is. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const injected = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const found = await injected.axe.run();
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

const linkIn = (text: string | undefined, use: string): string =>
  new RegExp(`http://\\S+/${use}/\\S+`).exec(text ?? '')?.[0] ?? '';

async function mailTo(smtp: FakeSmtp, count: number, bot: ReturnType<Scene['bot']>) {
  await until(
    () => smtp.to(READER).length >= count,
    150_000,
    () => `mail ${count} did not come:\n${bot.stderr()}`,
  );
  return smtp.to(READER)[count - 1]!.parsed;
}

describe('a reader by mail', { timeout: 400_000 }, () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it('subscribes, confirms, gets a digest though the server was down, changes it, and leaves', async () => {
    const smtp = await startSmtp();
    try {
      await play(async ({ env, bot: start, cli }) => {
        const port = await freePort();
        const publicUrl = `http://127.0.0.1:${port}`;
        const mail = { SMTP_URL: smtp.url, MAIL_FROM: 'Broadsheet <papers@example.net>' };
        const ours = { ...env, ...mail, PORT: String(port), PUBLIC_URL: publicUrl };
        const bot = start(ours);
        await bot.waitFor(/Running\./, 120_000);
        const channels = async () =>
          JSON.parse((await cli(['channels', 'list', '--json'], ours)).stdout) as {
            key: string;
            topics: { name: string }[];
            schedule: { zone: string; time: string };
          }[];

        // The box, with the mail server away.
        await smtp.down();
        const page = await browser.newPage({ timezoneId: 'Asia/Tokyo' });
        await page.goto(`${publicUrl}/subscribe`);
        expect(await page.getByLabel('Time zone').inputValue(), 'the zone is known').toBe('Asia/Tokyo');
        expect(await violations(page)).toEqual([]);
        await page.getByLabel('Your mail address').fill('nobody@nowhere');
        await page.getByLabel('Topics').fill('cat:nothing');
        await page.getByRole('button', { name: 'Subscribe' }).click();
        const text = await page.getByRole('main').innerText();
        expect(text).toContain('no domain');
        expect(text).toContain('cat:nothing');
        expect(await page.getByLabel('Topics').inputValue(), 'what was typed stays').toBe('cat:nothing');
        expect(await page.getByLabel('Time zone').inputValue()).toBe('Asia/Tokyo');
        await page.getByLabel('Your mail address').fill(READER);
        await page.getByLabel('Topics').fill('');
        await page.getByRole('button', { name: 'Subscribe' }).click();
        await page.getByRole('heading', { name: 'Please look into your inbox' }).waitFor();
        await bot.waitFor(/letter not sent yet/, 60_000);
        await smtp.up();
        const letter = await mailTo(smtp, 1, bot);
        const confirmUrl = linkIn(letter.text, 'confirm');
        expect(letter.subject).toBe('Please confirm your subscription to Broadsheet');

        // A scanner opens every link; that confirms nothing.
        await page.goto(confirmUrl);
        expect(await channels()).toEqual([]);
        expect(await violations(page)).toEqual([]);
        await page.getByRole('button', { name: 'Confirm' }).click();
        await page.getByRole('heading', { name: 'You are subscribed' }).waitFor();
        const metrics = await (await fetch(`${publicUrl}/metrics`)).text();
        expect(metrics).toMatch(/^broadsheet_letters_total\{kind="confirm",outcome="delay"\} [1-9]/m);
        expect(metrics).toMatch(/^broadsheet_letters_total\{kind="confirm",outcome="sent"\} 1$/m);
        const [channel] = await channels();
        expect(channel).toMatchObject({ schedule: { zone: 'Asia/Tokyo', time: '08:00' } });
        await page.goto(confirmUrl);
        expect(await page.getByRole('main').innerText()).toContain('You are subscribed already');

        // A digest whose time comes while the server is away.
        await smtp.down();
        await addDueSoon((args) => cli(args, ours), channel!.key);
        await bot.waitFor(/part not delivered yet/, 150_000);
        await smtp.up();
        const digest = await mailTo(smtp, 2, bot);
        expect(digest.subject).toMatch(/^5 trending papers: /);
        expect(digest.text).toContain('https://arxiv.org/abs/');

        await page.goto(linkIn(digest.text, 'manage'));
        expect(await page.getByRole('main').innerText()).toContain('A…@example.org');
        expect(await violations(page)).toEqual([]);
        await page.getByLabel('Topics').fill('speech');
        await page.getByLabel('How often').selectOption('weekly:fri');
        await page.getByRole('button', { name: 'Save' }).click();
        await page.getByText('It is changed.').waitFor();
        expect((await channels())[0]).toMatchObject({ topics: [{ name: 'speech' }] });

        // Asked for again: the same answer, and a letter that says so.
        const again = new URLSearchParams({ address: READER.toLowerCase() });
        const answer = await fetch(`${publicUrl}/subscribe`, { method: 'POST', body: again });
        expect(await answer.text()).toContain('Please look into your inbox');
        await until(
          () =>
            smtp.mails.some(({ parsed }) => parsed.subject === 'You are subscribed to Broadsheet already'),
          60_000,
          () => bot.stderr(),
        );

        const unsubscribeUrl = linkIn(digest.text, 'unsubscribe');
        await page.goto(unsubscribeUrl);
        expect(await channels(), 'opening the link ends nothing').toHaveLength(1);
        await page.getByRole('button', { name: 'Unsubscribe' }).click();
        await page.getByRole('heading', { name: 'You are unsubscribed' }).waitFor();
        expect(await channels()).toEqual([]);
        const oneClick = { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) };
        expect((await fetch(unsubscribeUrl, oneClick)).status, 'once more is no fault').toBe(200);
        expect(bot.stdout() + bot.stderr()).not.toMatch(/ada\.reader/i);
        await page.close();
      });
    } finally {
      await smtp.close();
    }
  });
});
