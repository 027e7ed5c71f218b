import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { smallPng } from './small-png.js';

const run = promisify(execFile);

/**
 * Makes a picture of a page with Chromium.
 * @param size CSS pixels; the picture has twice as many
 * @returns its bytes
 */
export async function photograph(
  html: string,
  size: { readonly width: number; readonly height: number },
  target: string,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-picture-'));
  try {
    return await keepPng(await shoot(html, size, folder), target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Keeps a PNG with few colours. @returns its bytes */
export async function keepPng(png: Buffer, target: string): Promise<number> {
  const picture = smallPng(png);
  await mkdir(dirname(resolve(target)), { recursive: true });
  await writeFile(resolve(target), picture);
  return picture.length;
}

// --- Internal helpers ---

async function shoot(
  html: string,
  size: { readonly width: number; readonly height: number },
  folder: string,
): Promise<Buffer> {
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
    `--window-size=${size.width},${size.height}`,
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
