import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createWebServer, type WebServer, type WebServerOptions } from '../../adapters/web/index.js';
import { AppError } from '../../src/errors.js';
import type { HealthProbe } from '../../src/ports/health.js';
import type { Logger } from '../../src/ports/logger.js';
import { silentLogger } from '../support/silent-logger.js';

const running: WebServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

async function start(
  options: Partial<WebServerOptions> = {},
): Promise<{ url: string; port: number; web: WebServer }> {
  const web = createWebServer({
    host: '127.0.0.1',
    port: 0,
    probes: [],
    mounts: [],
    logger: silentLogger,
    ...options,
  });
  const bound = await web.start();
  running.push(web);
  return { ...bound, web };
}

const well = (name: string): HealthProbe => ({
  name,
  check: () => Promise.resolve({ ok: true, detail: 'answers' }),
});
const get = (url: string, init: RequestInit = {}) =>
  fetch(url, { signal: AbortSignal.timeout(10_000), ...init });

/** Everything the server says on one raw connection. */
async function raw(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  socket.write(request);
  await once(socket, 'close');
  return text;
}

describe('health', () => {
  it('says that the process lives, even when nothing it needs serves', async () => {
    const { url } = await start({
      probes: [{ name: 'database', check: () => Promise.reject(new Error('gone')) }],
    });
    const answer = await get(`${url}/healthz`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toEqual({ status: 'ok' });
  });

  it('is ready when every part serves', async () => {
    const { url } = await start({ probes: [well('database'), well('queue')] });
    const answer = await get(`${url}/readyz`);
    expect(answer.status).toBe(200);
    const part = { ok: true, detail: 'answers' };
    expect(await answer.json()).toEqual({ status: 'ready', parts: { database: part, queue: part } });
  });

  it('is not ready while one part is not, and tells which and why', async () => {
    const probes = [
      well('database'),
      { name: 'slack', check: () => Promise.resolve({ ok: false, detail: 'logging in' }) },
    ];
    const { url } = await start({ probes });
    const answer = await get(`${url}/readyz?verbose`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      status: 'not ready',
      parts: { database: { ok: true }, slack: { ok: false, detail: 'logging in' } },
    });
  });

  it('asks all parts at once and gives up on those that hang', async () => {
    const aborted: string[] = [];
    const hung = (name: string): HealthProbe => ({
      name,
      check: (signal) => {
        signal.addEventListener('abort', () => aborted.push(name));
        return new Promise(() => undefined);
      },
    });
    // One after the other these would take eight seconds, longer than the client waits.
    const { url } = await start({ probes: ['a', 'b', 'c', 'd'].map(hung) });
    const answer = await get(`${url}/readyz`, { signal: AbortSignal.timeout(6_000) });
    expect(answer.status).toBe(503);
    expect(JSON.stringify(await answer.json()).match(/did not answer within 2 s/g)).toHaveLength(4);
    expect(aborted).toEqual(['a', 'b', 'c', 'd']);
  });

  it('shows no secret that an error quotes', async () => {
    const check = () => Promise.reject(new Error('cannot reach redis://:hunter2@cache:6379'));
    const throwing = () => {
      throw new Error('broken at once');
    };
    const { url } = await start({
      probes: [
        { name: 'queue', check },
        { name: 'odd', check: throwing },
      ],
    });
    const text = await (await get(`${url}/readyz`)).text();
    expect(text).not.toContain('hunter2');
    expect(text).toContain('redis://:[secret]@cache:6379');
    expect(text).toContain('broken at once');
  });
});

describe('the other pages', () => {
  it('tells a visitor what this is', async () => {
    const { url } = await start();
    const answer = await get(url);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('Broadsheet');
  });

  it.each(['/favicon.ico', '/healthz/more', '//healthz', '/%2e%2e/etc/passwd', '/slack'])(
    'knows no page at %s',
    async (path) => {
      const { port } = await start();
      const text = await raw(port, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect(text).toMatch(/^HTTP\/1\.1 404 /);
    },
  );

  it('answers HEAD with the headers alone, and refuses what is neither GET nor HEAD', async () => {
    const { url } = await start();
    const head = await get(`${url}/healthz`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '16', '']);
    const post = await get(`${url}/healthz`, { method: 'POST', body: 'x' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('answers nonsense with 400 and nothing about itself', async () => {
    const { port } = await start();
    const text = await raw(port, 'NONSENSE\r\n\r\n');
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).not.toMatch(/node|\.js|at /i);
  });
});

describe('mounts', () => {
  it('get the request first, with its body unread and its path untouched', async () => {
    const { url } = await start({
      mounts: [
        {
          prefix: '/slack/',
          handle: (request, response) => {
            let body = '';
            request.on('data', (chunk: Buffer) => (body += chunk.toString()));
            request.on('end', () => response.end(`${request.method} ${request.url} ${body}`));
            return true;
          },
        },
      ],
    });
    const answer = await get(`${url}/slack/events?a=b%2Fc`, { method: 'POST', body: '{"x": 1 }' });
    expect(await answer.text()).toBe('POST /slack/events?a=b%2Fc {"x": 1 }');
    expect((await get(`${url}/healthz`)).status).toBe(200);
  });

  it('may pass, and then the page is looked for', async () => {
    const { url } = await start({ mounts: [{ prefix: '/slack/', handle: () => false }] });
    expect((await get(`${url}/slack/unknown`)).status).toBe(404);
  });

  it('that throw are answered with 500 and logged, without a stack', async () => {
    const errors: string[] = [];
    const logger: Logger = {
      ...silentLogger,
      error: (fields, message) => errors.push(`${message} ${JSON.stringify(fields)}`),
    };
    const handle = () => {
      throw new Error('secret detail');
    };
    const { url } = await start({ logger, mounts: [{ prefix: '/slack/', handle }] });
    const answer = await get(`${url}/slack/events`, { method: 'POST', body: 'x' });
    expect(answer.status).toBe(500);
    expect(await answer.text()).toBe('Something went wrong here.\n');
    expect(errors).toEqual(['a request could not be answered {"error":"secret detail"}']);
  });
});

describe('starting and stopping', () => {
  it('names PORT and the repair when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const web = createWebServer({ host: '127.0.0.1', port, probes: [], mounts: [], logger: silentLogger });
    const fault = await web.start().catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(AppError);
    expect(fault).toMatchObject({
      code: 'config',
      message: `Port ${port} on 127.0.0.1 is taken by another program.`,
    });
    expect((fault as AppError).hint).toContain('set PORT');
    await web.stop();
    other.close();
  });

  it('names HOST when there is no such address here', async () => {
    const web = createWebServer({ host: '192.0.2.1', port: 0, probes: [], mounts: [], logger: silentLogger });
    await expect(web.start()).rejects.toMatchObject({ code: 'config', hint: 'Check HOST and PORT.' });
  });

  it('gives an address that can be opened when it listens everywhere', async () => {
    const { url, port } = await start({ host: '0.0.0.0' });
    expect(url).toBe(`http://localhost:${port}`);
    expect((await get(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  });

  it('finishes what is under way, closes idle connections, and refuses new ones', async () => {
    let arrived = (): void => undefined;
    const busy = new Promise<void>((resolve) => (arrived = resolve));
    const { url, port, web } = await start({
      mounts: [
        {
          prefix: '/slack/',
          handle: (_request, response) => {
            arrived();
            setTimeout(() => response.end('done'), 300);
            return true;
          },
        },
      ],
    });
    const idle = connect(port, '127.0.0.1');
    await once(idle, 'connect');
    const idleClosed = once(idle.resume(), 'close');
    const answer = get(`${url}/slack/x`);
    await busy;
    const stopped = web.stop();
    expect(await (await answer).text()).toBe('done');
    await Promise.all([stopped, idleClosed]);
    await expect(get(`${url}/healthz`)).rejects.toThrow();
  });

  it('cuts off a request that never ends', async () => {
    const { port, web } = await start({ mounts: [{ prefix: '/slack/', handle: () => true }] });
    const hung = raw(port, 'GET /slack/x HTTP/1.1\r\nHost: x\r\n\r\n');
    await get(`http://127.0.0.1:${port}/healthz`);
    await web.stop();
    expect(await hung).toBe('');
  });

  it('can be stopped twice, and before it was started', async () => {
    const { web } = await start();
    await web.stop();
    await web.stop();
    await createWebServer({
      host: '127.0.0.1',
      port: 0,
      probes: [],
      mounts: [],
      logger: silentLogger,
    }).stop();
  });
});
