import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError, describeError } from '../../src/errors.js';
import type { HealthProbe } from '../../src/ports/health.js';
import type { Logger } from '../../src/ports/logger.js';
import { askProbes } from './readiness.js';

/** Something that answers below a path of its own, with the request's body unread. */
export interface Mount {
  /** Starts and ends with a slash. */
  readonly prefix: string;
  /** @returns false when it does not know the path; nothing may have been answered then */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
}

export interface WebServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly probes: readonly HealthProbe[];
  readonly mounts: readonly Mount[];
  /** What `/metrics` shows; without it there is no such page. */
  readonly metrics?: () => Promise<{ readonly contentType: string; readonly body: string }>;
  readonly logger: Logger;
  /** How long a client may take to send a request. Default 10 s for its head, 30 s for all of it. Milliseconds. */
  readonly patience?: { readonly headMs: number; readonly wholeMs: number };
}

export interface WebServer {
  /** @throws AppError `config` when the port cannot be had */
  start(): Promise<{ readonly port: number; readonly url: string }>;
  /** Answers what is under way for two seconds at most, then closes every connection. */
  stop(): Promise<void>;
}

const LINGER_MS = 2_000;
const PATIENCE = { headMs: 10_000, wholeMs: 30_000 };
/** How often Node looks for connections that are past these limits, as a part of the shorter one. */
const CHECKS = 2;

/** The one HTTP port: `/healthz` (the process lives), `/readyz` (everything it needs serves), `/metrics`, and what is mounted. */
export function createWebServer(options: WebServerOptions): WebServer {
  const { headMs, wholeMs } = options.patience ?? PATIENCE;
  const server = createServer(
    {
      headersTimeout: headMs,
      requestTimeout: wholeMs,
      connectionsCheckingInterval: Math.ceil(headMs / CHECKS),
    },
    (request, response) => {
      answer(options, request, response).catch((error: unknown) => {
        options.logger.error({ error: describeError(error) }, 'a request could not be answered');
        if (response.headersSent) response.destroy();
        else reply(request, response, text(500, 'Something went wrong here.'));
      });
    },
  );
  return { start: () => listen(server, options), stop: () => close(server) };
}

// --- Internal helpers ---

interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const text = (status: number, body: string): Page => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: `${body}\n`,
});
const json = (status: number, value: unknown): Page => ({
  status,
  type: 'application/json; charset=utf-8',
  body: `${JSON.stringify(value)}\n`,
});

async function answer(
  options: WebServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const mount = options.mounts.find(({ prefix }) => path.startsWith(prefix));
  if (mount?.handle(request, response) === true) return;
  reply(request, response, await pageOf(path, request.method ?? 'GET', options));
}

async function pageOf(path: string, method: string, { probes, metrics }: WebServerOptions): Promise<Page> {
  const isMetrics = path === '/metrics' && metrics !== undefined;
  if (!isMetrics && !['/', '/healthz', '/readyz'].includes(path))
    return text(404, 'There is nothing here. Try /healthz or /readyz.');
  if (method !== 'GET' && method !== 'HEAD') return text(405, 'Only GET and HEAD are answered here.');
  if (isMetrics) {
    const { contentType, body } = await metrics();
    return { status: 200, type: contentType, body };
  }
  if (path === '/') return text(200, 'Broadsheet runs here. Health: /healthz and /readyz');
  if (path === '/healthz') return json(200, { status: 'ok' });
  const { ready, parts } = await askProbes(probes);
  return json(ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', parts });
}

function reply(request: IncomingMessage, response: ServerResponse, { status, type, body }: Page): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

async function listen(
  server: Server,
  { host, port }: WebServerOptions,
): Promise<{ port: number; url: string }> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw portFault(error, host, port);
  }
  const bound = (server.address() as AddressInfo).port;
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return { port: bound, url: `http://${shown}:${bound}` };
}

function portFault(error: unknown, host: string, port: number): AppError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return new AppError(`Port ${port} on ${host} is taken by another program.`, {
      code: 'config',
      hint: 'Stop that program, or set PORT to another number.',
      cause: error,
    });
  return new AppError(`Cannot listen on ${host}, port ${port}: ${describeError(error)}.`, {
    code: 'config',
    hint: 'Check HOST and PORT.',
    cause: error,
  });
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), LINGER_MS);
  await closed;
  clearTimeout(force);
}
