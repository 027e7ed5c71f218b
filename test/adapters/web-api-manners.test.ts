import fc from 'fast-check';
import { request } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PROGRAM_LIMIT } from '../../adapters/web/door.js';
import { AppError } from '../../src/errors.js';
import { openApiBench, type ApiBench } from '../support/api-bench.js';

describe('the manners of the API', () => {
  let bench: ApiBench;
  beforeAll(async () => {
    bench = await openApiBench();
  });
  afterEach(() => {
    bench.fault = null;
  });
  afterAll(() => bench.close());

  it('may be read by pages of every origin', async () => {
    const preflight = await bench.ask('/api/papers', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://lab.example',
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'if-none-match',
      },
    });
    expect(preflight.status).toBe(204);
    const said = (name: string) => preflight.headers.get(`access-control-${name}`);
    expect([said('allow-origin'), said('allow-methods'), said('allow-headers'), said('max-age')]).toEqual([
      '*',
      'GET,HEAD',
      'if-none-match',
      '86400',
    ]);
    for (const path of ['/api/papers', '/api/papers?limit=0', '/api/nothing']) {
      const { headers } = await bench.ask(path, { headers: { origin: 'https://lab.example' } });
      expect(headers.get('access-control-allow-origin'), path).toBe('*');
      expect(headers.get('access-control-expose-headers'), path).toBe('ETag,Link,Retry-After');
      expect(headers.get('cross-origin-resource-policy'), path).toBe('cross-origin');
    }
  });

  it('answers 304 to whoever has it, and HEAD without a body', async () => {
    const first = await bench.ask('/api/papers');
    const etag = first.headers.get('etag') ?? '';
    expect(first.headers.get('cache-control')).toBe('public, max-age=30');
    expect(etag).toMatch(/^W\/"/);
    expect((await bench.ask('/api/papers', { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect((await bench.ask('/api/papers?limit=5', { headers: { 'if-none-match': etag } })).status).toBe(200);
    const head = await bench.ask('/api/papers', { method: 'HEAD' });
    expect([head.status, head.text, head.headers.get('etag')]).toEqual([200, '', etag]);
  });

  it('compresses what is long', async () => {
    const plain = await bench.ask('/api/papers?limit=100', { headers: { 'accept-encoding': 'identity' } });
    const zipped = await bench.ask('/api/papers?limit=100', { headers: { 'accept-encoding': 'gzip' } });
    expect([plain.headers.get('content-encoding'), zipped.headers.get('content-encoding')]).toEqual([
      null,
      'gzip',
    ]);
    expect(zipped.headers.get('vary')).toMatch(/accept-encoding/i);
    expect(zipped.text).toBe(plain.text);
  });

  it('tells an address that asks too much when to come back, and answers others', async () => {
    const busy = await bench.open({ requests: 3, seconds: 60 });
    const from = (address: string) =>
      bench.ask('/api/topics', { headers: { 'x-forwarded-for': address }, base: busy });
    for (let nth = 0; nth < 3; nth++) expect((await from('203.0.113.5')).status).toBe(200);
    const refused = await from('203.0.113.5');
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([429, '*']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(refused.told['hint']).toMatch(/go on in \d+ seconds/);
    expect((await from('203.0.113.6')).status).toBe(200);
    expect(PROGRAM_LIMIT).toEqual({ requests: 120, seconds: 60 });
  });

  it('says when the database is away, and notes what nobody expected', async () => {
    bench.fault = new AppError('The database is away.', { code: 'database' });
    const away = await bench.ask('/api/papers');
    expect([away.status, away.headers.get('retry-after'), away.headers.get('cache-control')]).toEqual([
      503,
      '10',
      'no-store',
    ]);
    bench.fault = new Error('a mistake of ours with a secret');
    const broken = await bench.ask('/api/search?q=x');
    expect([broken.status, broken.headers.get('content-type')]).toEqual([
      500,
      'application/problem+json; charset=utf-8',
    ]);
    expect(broken.text).not.toContain('secret');
    expect(JSON.stringify(bench.logged)).toContain('a mistake of ours');
  });

  /** On a connection of its own, so that none that the server has just closed is taken again. */
  const statusOf = async (path: string) => {
    const { statusCode, body } = await request(`${bench.url}${path}`, { reset: true });
    await body.dump();
    return statusCode;
  };

  it('takes any request without failing', async () => {
    const anything = fc
      .string({ unit: 'binary', maxLength: 60 })
      .map((text) => encodeURIComponent(text.replace(/\p{Cs}/gu, '')));
    await fc.assert(
      fc.asyncProperty(anything, anything, async (one, two) => {
        for (const path of [
          `/api/search?q=${one}&cursor=${two}`,
          `/api/papers?topic=${one}`,
          `/api/papers/${one}`,
        ])
          expect([200, 301, 400, 404], path).toContain(await statusOf(path));
      }),
      { numRuns: 40 },
    );
  });
});
