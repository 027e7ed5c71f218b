import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { picturePage } from './page.js';
import { smallPng } from './small-png.js';

const run = promisify(execFile);
const TARGET = resolve('docs/pictures/digest.png');
/** CSS pixels; the picture has twice as many. */
const SIZE = { width: 1240, height: 1184 } as const;

it('photographs a digest in Discord and in Slack', { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-picture-'));
  try {
    const picture = smallPng(await photograph(picturePage(), folder));
    expect(picture.length).toBeLessThan(400_000);
    await mkdir(dirname(TARGET), { recursive: true });
    await writeFile(TARGET, picture);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

async function photograph(html: string, folder: string): Promise<Buffer> {
  const page = join(folder, 'page.html');
  const shot = join(folder, 'shot.png');
  await writeFile(page, html);
  const browser = process.env['CHROMIUM'] ?? 'chromium';
  const args = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    '--force-device-scale-factor=2',
    `--user-data-dir=${folder}`,
    `--window-size=${SIZE.width},${SIZE.height}`,
    `--screenshot=${shot}`,
    `file://${page}`,
  ];
  await run(browser, args, { timeout: 50_000 }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error(
      `The picture needs a browser and found no "${browser}". Install Chromium, or name one in CHROMIUM.`,
    );
  });
  return readFile(shot);
}
