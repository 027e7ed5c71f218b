import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPictureMaker } from '../../adapters/pictures/index.js';
import { pictureRoutes } from '../../adapters/web/pictures.js';
import { AppError } from '../../src/errors.js';
import { pictureId, type Drawing } from '../../src/pictures/drawing.js';
import type { PictureMaker } from '../../src/ports/picture-maker.js';
import { sampleContent } from '../support/digest-content.js';
import { serveSite } from '../support/serve-site.js';
import { silentLogger } from '../support/silent-logger.js';

const drawing = sampleContent().picture!;
const id = pictureId(drawing);
const maker = createPictureMaker();

let web: Awaited<ReturnType<typeof serveSite>> | null = null;
let url = '';
let find: (id: string) => Promise<Drawing | null>;
let today: () => Promise<Drawing | null>;
let preview: () => Promise<Drawing | null>;
const start = async (pictures: PictureMaker) => {
  const part = pictureRoutes({
    find: (asked) => find(asked),
    today: () => today(),
    preview: () => preview(),
    maker: pictures,
    logger: silentLogger,
  });
  web = await serveSite(part);
  ({ url } = web);
};
beforeEach(() => {
  find = (asked) => Promise.resolve(asked === id ? drawing : null);
  today = () => Promise.resolve(drawing);
  preview = () => Promise.resolve(null);
});
afterEach(() => web?.stop());
const get = (path: string, init: RequestInit = {}) =>
  fetch(`${url}${path}`, { signal: AbortSignal.timeout(20_000), ...init });

describe('the pictures on the web', () => {
  it('are PNGs that never change', async () => {
    await start(maker);
    const answer = await get(`/pictures/${id}.png`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const png = Buffer.from(await answer.arrayBuffer());
    expect(png.equals(Buffer.from(await maker.draw(drawing)))).toBe(true);
    const etag = answer.headers.get('etag') ?? '';
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*'])
      expect((await get(`/pictures/${id}.png`, { headers: { 'If-None-Match': known } })).status).toBe(304);
    expect((await get(`/pictures/${id}.png`, { headers: { 'If-None-Match': '"other"' } })).status).toBe(200);
    const head = await get(`/pictures/${id}.png`, { method: 'HEAD' });
    expect([head.status, (await head.arrayBuffer()).byteLength]).toEqual([200, 0]);
  });

  it('show today’s list under one address for ten minutes', async () => {
    await start(maker);
    const answer = await get('/pictures/today.png');
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=600']);
    const etag = answer.headers.get('etag') ?? '';
    expect((await get('/pictures/today.png', { headers: { 'If-None-Match': etag } })).status).toBe(304);
    today = () => Promise.resolve(null);
    expect((await get('/pictures/today.png')).status).toBe(404);
  });

  it('show the digest of the preview, which no ledger has', async () => {
    await start(maker);
    expect((await get('/pictures/preview.png')).status).toBe(404);
    preview = () => Promise.resolve(drawing);
    const answer = await get('/pictures/preview.png?anything');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
  });

  it.each([
    ['an address nobody has', `/pictures/${'0'.repeat(40)}.png`],
    ['no address', '/pictures/'],
    ['another kind of file', `/pictures/${'0'.repeat(40)}.svg`],
    ['a way out', '/pictures/..%2f..%2fetc%2fpasswd.png'],
  ])('are not there under %s', async (_, path) => {
    await start(maker);
    expect((await get(path)).status).toBe(404);
  });

  it('say to come back when they cannot be drawn or looked up', async () => {
    await start({ draw: () => Promise.reject(new AppError('No ink.', { code: 'picture' })) });
    const undrawn = await get(`/pictures/${id}.png`);
    expect([undrawn.status, undrawn.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await undrawn.text()).toBe('No ink. Please try again.\n');
    find = () => Promise.reject(new Error('secret of the database'));
    const unfound = await get(`/pictures/${id}.png`);
    expect(unfound.status).toBe(503);
    expect(await unfound.text()).not.toContain('secret');
  });
});
