import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerOf, ApiError, type Answer } from './answer.js';
import { takeFault, type Fault, type FaultAction } from './faults.js';
import { formParts } from './form-data.js';
import type { FakeRequest } from './log.js';
import type { Limiter } from './rate-limits.js';
import { tooMany } from './rate-limits.js';
import { needsNoToken, route, type RouteContext } from './routes.js';
import type { FakeFile } from './state.js';

type Json = Record<string, unknown>;

export interface HttpContext extends RouteContext {
  readonly requests: FakeRequest[];
  readonly faults: readonly Fault[];
  readonly limiter: Limiter;
}

const BASE = '/api/v10';

/** One HTTP request from arrival to answer: log, fault, token, rate limit, route. */
export async function handle(
  context: HttpContext,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://fake');
  const name = decodeURIComponent(url.pathname);
  const path = name.startsWith(BASE) ? name.slice(BASE.length) : `!${name}`;
  const method = incoming.method ?? 'GET';
  const { body, files } = await parse(incoming);
  const at = context.state.now();
  const request: FakeRequest = {
    at,
    method,
    path,
    query: url.search,
    body,
    files,
    status: null,
    accepted: false,
    retryAfterMs: null,
    limitsAll: false,
  };
  context.requests.push(request);
  const run = () => answerTo(context, incoming, url, request);
  const fault = takeFault(context.faults, request);
  if (fault === null) write(response, request, run());
  else await fail(fault, response, request, run);
}

function answerTo(context: HttpContext, incoming: IncomingMessage, url: URL, request: FakeRequest): Answer {
  const { method, path, body, files } = request;
  if (!needsNoToken(path) && incoming.headers.authorization !== `Bot ${context.state.token}`)
    return { status: 401, body: { message: '401: Unauthorized', code: 0 } };
  const pass = context.limiter.take(method, path);
  if ('refused' in pass) return pass.refused;
  try {
    const answer = route(context, method, url, path, { body, files });
    request.accepted = true;
    return { ...answer, headers: { ...pass.headers, ...answer.headers } };
  } catch (error) {
    if (error instanceof ApiError) return { ...answerOf(error), headers: pass.headers };
    throw error;
  }
}

async function fail(
  fault: FaultAction,
  response: ServerResponse,
  request: FakeRequest,
  run: () => Answer,
): Promise<void> {
  switch (fault.act) {
    case 'reset':
      response.destroy();
      return;
    case 'accept-then-reset':
      run();
      response.destroy();
      return;
    case 'accept-then-truncate':
      truncate(response, run());
      return;
    case 'accept-then-status':
      run();
      write(response, request, { status: fault.status });
      return;
    case 'accept-then-html':
      run();
      writeHtml(response, request, 200, '<html><body>Oops</body></html>');
      return;
    case 'accept-then-hang':
      run();
      return;
    case 'status':
      if (fault.html !== undefined) writeHtml(response, request, fault.status, fault.html);
      else write(response, request, { status: fault.status, body: fault.body });
      return;
    case 'code':
      write(response, request, { status: fault.status, body: { message: 'Refused', code: fault.code } });
      return;
    case 'rate-limit':
      write(response, request, tooMany(fault.seconds, fault.global ?? false));
      return;
    case 'hang':
      return;
    case 'accept-when':
      await fault.now;
      write(response, request, run());
      return;
    case 'accept-late':
      await sleep(fault.ms, undefined, { ref: false });
      write(response, request, run());
      return;
  }
}

function write(response: ServerResponse, request: FakeRequest, answer: Answer): void {
  request.status = answer.status;
  if (answer.status === 429) {
    request.retryAfterMs = 1000 * Number(answer.headers?.['Retry-After'] ?? 0);
    request.limitsAll = answer.headers?.['X-RateLimit-Global'] === 'true';
  }
  if (response.destroyed) return;
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  response.statusCode = answer.status;
  if (answer.body === undefined) return void response.end();
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(answer.body));
}

function writeHtml(response: ServerResponse, request: FakeRequest, status: number, html: string): void {
  request.status = status;
  response.statusCode = status;
  response.setHeader('Content-Type', 'text/html');
  response.end(html);
}

/** Says how long the answer is, sends half of it, and cuts the line. */
function truncate(response: ServerResponse, answer: Answer): void {
  const text = JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
  });
  response.write(text.slice(0, text.length / 2), () => response.destroy());
}

async function read(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** JSON, or a form with `payload_json` and `files[n]` (Discord: reference, "Uploading Files"). */
async function parse(incoming: IncomingMessage): Promise<{ body: Json; files: FakeFile[] }> {
  const bytes = await read(incoming);
  const type = incoming.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return { body: json(bytes.toString('utf8')), files: [] };
  const parts = formParts(bytes, type);
  const files = parts.flatMap(({ name, fileName, text, bytes }) =>
    /^files\[\d+\]$/.test(name) && fileName !== null ? [{ name: fileName, text, bytes }] : [],
  );
  return { body: json(parts.find(({ name }) => name === 'payload_json')?.text ?? ''), files };
}

function json(text: string): Json {
  return text === '' ? {} : (JSON.parse(text) as Json);
}
