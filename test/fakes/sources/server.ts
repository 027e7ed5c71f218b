import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it arrived. */
export interface LoggedRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
  /** What was sent, as text; empty for a GET. */
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Status answered; 0 while nothing was. */
  status: number;
  /** Requests that were still being answered when this one came. */
  readonly beside: number;
}

/** What goes wrong instead of the right answer. */
export type SourceFaultScript =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  /** Accepts the request and never answers. */
  | { readonly kind: 'hang' }
  /** Sends the first half of the right answer, with a length that fits the half. */
  | { readonly kind: 'truncated' }
  /** Sends the first half and breaks the connection. */
  | { readonly kind: 'broken' }
  | { readonly kind: 'html' }
  /** 200 without a body. */
  | { readonly kind: 'empty' };

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Record<string, string>;
}

export interface FakeSource {
  readonly url: string;
  readonly requests: LoggedRequest[];
  /**
   * Scripts a fault for requests whose path and query contain `part`.
   * @param times how many requests meet it; default all
   */
  fail(part: string, fault: SourceFaultScript, times?: number): void;
  /** Forgets every scripted fault. */
  heal(): void;
  stop(): Promise<void>;
}

const HTML = '<!DOCTYPE html><html><head><title>Sorry</title></head><body><p>We are down.</body></html>';

/**
 * A real HTTP server on 127.0.0.1 with scripted faults, ETags and a log.
 * @param waitMs how long an answer takes, milliseconds, asked for each. Default at once
 */
export async function startFakeSource(
  respond: (request: LoggedRequest) => Answer,
  waitMs: () => number = () => 0,
): Promise<FakeSource> {
  const requests: LoggedRequest[] = [];
  let open = 0;
  const faults: { part: string; fault: SourceFaultScript; left: number }[] = [];
  const server = createServer((request, response) => {
    void wholeBody(request).then(
      (body) => take(request, response, body),
      () => response.destroy(),
    );
  });
  const take = (request: IncomingMessage, response: ServerResponse, body: string): void => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const logged: LoggedRequest = {
      path: url.pathname,
      query: url.searchParams,
      method: request.method ?? 'GET',
      headers: request.headers,
      body,
      at: Date.now(),
      status: 0,
      beside: open,
    };
    open += 1;
    response.on('close', () => (open -= 1));
    requests.push(logged);
    response.on('finish', () => (logged.status = response.statusCode));
    const script = faults.find(({ part, left }) => left > 0 && (request.url ?? '').includes(part));
    if (script !== undefined) script.left -= 1;
    if (script?.fault.kind === 'hang') return;
    const wait = waitMs();
    if (wait === 0) send(response, respond(logged), script?.fault, request);
    else setTimeout(() => send(response, respond(logged), script?.fault, request), wait).unref();
  };
  const url = await listen(server);
  return {
    url,
    requests,
    fail: (part, fault, times = Infinity) => void faults.unshift({ part, fault, left: times }),
    heal: () => void faults.splice(0),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function wholeBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
  return body;
}

function send(
  response: ServerResponse,
  right: Answer,
  fault: SourceFaultScript | undefined,
  request: IncomingMessage,
): void {
  switch (fault?.kind) {
    case 'status':
      response.writeHead(fault.status, { 'content-type': 'text/plain', ...fault.headers });
      response.end(fault.body ?? 'scripted');
      return;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' }).end(HTML);
      return;
    case 'empty':
      response.writeHead(200, { 'content-type': right.type }).end();
      return;
    case 'truncated':
      response.writeHead(200, { 'content-type': right.type });
      response.end(right.body.slice(0, right.body.length / 2));
      return;
    case 'broken':
      response.writeHead(200, { 'content-type': right.type, 'content-length': String(right.body.length) });
      response.write(right.body.slice(0, right.body.length / 2), () => response.destroy());
      return;
    case 'hang':
    case undefined:
      sendRight(response, right, request);
  }
}

function sendRight(response: ServerResponse, right: Answer, request: IncomingMessage): void {
  const etag = `"${createHash('sha256').update(right.body).digest('hex').slice(0, 16)}"`;
  const headers = { 'content-type': right.type, ...(right.status === 200 ? { etag } : {}), ...right.headers };
  if (right.status === 200 && request.headers['if-none-match'] === etag)
    response.writeHead(304, headers).end();
  else response.writeHead(right.status, headers).end(right.body);
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
