import { describe, expect, it } from 'vitest';
import { CLOSED_SOURCES, play } from '../support/scene.js';

const LIMIT = 600_000;
const NOTHING = { DISCORD_TOKEN: '', DISCORD_APP_ID: '', SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN: '' };

describe('what a newcomer finds at the printed addresses, with nothing configured', () => {
  it(
    'pages, the preview with its picture, feeds and the API, all of one process',
    () =>
      play(async ({ bot: start }) => {
        const bot = start({ ...NOTHING, ...CLOSED_SOURCES });
        await bot.waitFor(/Running\. Stop with Ctrl-C/, 120_000);
        const addresses = [
          ...bot.stdout().matchAll(/http:\/\/localhost:\d+\S*|http:\/\/127\.0\.0\.1:\d+\S*/g),
        ];
        const preview = addresses.map(([url]) => url).find((url) => url.endsWith('/preview')) ?? '';
        const base = new URL(preview).origin;
        const get = async (path: string) => {
          const answer = await fetch(`${base}${path}`, { signal: AbortSignal.timeout(60_000) });
          return { answer, text: await answer.clone().text() };
        };

        const first = await get('/');
        expect(first.text).toContain('Sample');
        expect(first.text).toMatch(/<link[^>]+application\/atom\+xml[^>]+href="\/feed\.atom"/);
        expect(first.text).toMatch(/<link[^>]+application\/feed\+json[^>]+href="\/feed\.json"/);
        expect((await get('/topics/speech')).text).toContain('href="/topics/speech/feed.atom"');

        const shown = await get('/preview');
        const pictures = [...shown.text.matchAll(/src="(\/pictures\/[^"]+)"/g)].map(([, path]) => path);
        // One in Discord's look, one in Slack's: the same.
        expect(pictures).toHaveLength(2);
        expect(new Set(pictures).size).toBe(1);
        const { answer: picture } = await get(pictures[0]!);
        expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
        const png = Buffer.from(await picture.arrayBuffer());
        expect(png.subarray(1, 4).toString()).toBe('PNG');

        const feed = await get('/feed.atom');
        expect([feed.answer.status, feed.text.includes('<entry>')]).toEqual([200, false]);
        const list = JSON.parse((await get('/api/papers?limit=5')).text) as Record<string, unknown>;
        expect(list).toMatchObject({
          sample: true,
          papers: { length: 5 },
          next: expect.any(String) as string,
        });
        const { text } = await get('/api/openapi.json');
        expect(JSON.parse(text)).toMatchObject({
          openapi: '3.1.1',
          servers: [{ url: expect.stringMatching(/^http/) as string }],
        });
        expect((await get('/subscribe')).text).toMatch(/mail is off/i);
        expect(await bot.stop()).toBe(0);
      }),
    LIMIT,
  );
});
