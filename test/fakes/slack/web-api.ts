import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeFault, type FakeSlackRequest, type SlackFault, type SlackFaultAction } from './faults.js';
import { postToHook } from './hooks.js';
import { MethodError } from './method-tools.js';
import { METHODS } from './methods.js';
import type { PaceCheck } from './pace.js';
import type { State } from './state.js';

export interface WebApi {
  readonly state: State;
  readonly requests: FakeSlackRequest[];
  readonly faults: readonly SlackFault[];
  readonly pace: PaceCheck;
  /** Gives out an address for one socket. */
  readonly openSocket: () => string;
}

/** Below this path are the response URLs. */
export const HOOKS = '/hooks/';
/** How a post to a response URL is called in the log; its arguments are the URL's id and the body. */
export const RESPONSE_URL = 'response_url';

/** One call of a Web API method, or one post to a response URL: log, fault, answer. */
export async function serve(api: WebApi, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const request = requestOf(incoming.url ?? '', await read(incoming), api.state.now());
  api.requests.push(request);
  const bearer = (incoming.headers.authorization ?? '').replace(/^Bearer /, '');
  const fault = takeFault(api.faults, request);
  if (fault === null) answer(api.state, request, response, run(api, request, bearer));
  else await misbehave(fault, api, request, bearer, response);
}

// --- Internal helpers ---

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object | string;
}

function requestOf(url: string, body: string, at: number): FakeSlackRequest {
  const rest = { at, done: false, error: null, retryAfterMs: null };
  if (url.startsWith(HOOKS))
    return { method: RESPONSE_URL, args: { hook: url.slice(HOOKS.length), body }, ...rest };
  const args = Object.fromEntries(new URLSearchParams(body));
  return { method: url.replace(/^\/api\//, ''), args, ...rest };
}

function run(api: WebApi, request: FakeSlackRequest, bearer: string): Answer {
  const { state } = api;
  if (request.method === RESPONSE_URL) return runHook(state, request);
  if (request.method === 'apps.connections.open') {
    if (bearer !== state.appToken) return failure(bearer === '' ? 'not_authed' : 'invalid_auth');
    return success({ url: api.openSocket() });
  }
  if (bearer !== state.botToken) return failure(bearer === '' ? 'not_authed' : 'invalid_auth');
  const method = METHODS.get(request.method);
  if (method === undefined) return failure('unknown_method');
  const wait = request.method === 'chat.postMessage' ? paceOf(api, request.args['channel'] ?? '') : 0;
  if (wait > 0) return limited(wait);
  try {
    return success(method(state, request.args));
  } catch (error) {
    if (!(error instanceof MethodError)) throw error;
    return failure(error.code, error.needed ?? undefined);
  }
}

/** A channel of another workspace counts there. */
function paceOf({ state, pace }: WebApi, channel: string): number {
  return pace(channel, state.channels.get(channel)?.teamId ?? state.teamId);
}

function runHook(state: State, { args }: FakeSlackRequest): Answer {
  const { status, error } = postToHook(state, args['hook'] ?? '', args['body'] ?? '');
  return { status, headers: {}, body: error === null ? 'ok' : { ok: false, error } };
}

async function misbehave(
  fault: SlackFaultAction,
  api: WebApi,
  request: FakeSlackRequest,
  bearer: string,
  response: ServerResponse,
): Promise<void> {
  const { state } = api;
  const accept = () => {
    const result = run(api, request, bearer);
    request.done = isOk(result.body);
    return result;
  };
  switch (fault.act) {
    case 'reset':
      return void response.socket?.resetAndDestroy();
    case 'accept-then-reset':
      accept();
      return void response.socket?.resetAndDestroy();
    case 'accept-then-hang':
      return void accept();
    case 'accept-then-truncate': {
      truncated(response, accept());
      return;
    }
    case 'accept-then-status':
      accept();
      return void response.writeHead(fault.status).end('upstream connect error');
    case 'accept-then-html':
      accept();
      return void response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<html><body>Oops</body></html>');
    case 'accept-then-error':
      accept();
      {
        answer(state, request, response, failure(fault.error));
        return;
      }
    case 'status':
      return void response.writeHead(fault.status).end('upstream connect error');
    case 'error': {
      answer(state, request, response, failure(fault.error, fault.needed));
      return;
    }
    case 'rate-limit': {
      answer(state, request, response, limited(fault.seconds));
      return;
    }
    case 'hang':
      return;
    case 'accept-when':
      await fault.now;
      answer(state, request, response, run(api, request, bearer));
      return;
    case 'accept-late':
      await sleep(fault.ms, undefined, { ref: false });
      {
        answer(state, request, response, run(api, request, bearer));
        return;
      }
  }
}

function answer(state: State, request: FakeSlackRequest, response: ServerResponse, result: Answer): void {
  request.done = isOk(result.body);
  request.error =
    typeof result.body === 'string' ? null : ((result.body as { error?: string }).error ?? null);
  if (result.status === 429) request.retryAfterMs = 1000 * Number(result.headers['retry-after'] ?? 0);
  response.writeHead(result.status, {
    'content-type': 'application/json; charset=utf-8',
    'x-oauth-scopes': [...state.scopes].join(','),
    ...result.headers,
  });
  response.end(typeof result.body === 'string' ? result.body : JSON.stringify(result.body));
}

function isOk(body: object | string): boolean {
  return body === 'ok' || (typeof body === 'object' && 'ok' in body && body.ok === true);
}

function truncated(response: ServerResponse, { body }: Answer): void {
  const text = JSON.stringify(body);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(text.length) });
  response.write(text.slice(0, Math.floor(text.length / 2)), () => response.socket?.destroy());
}

function success(body: object): Answer {
  return { status: 200, headers: {}, body: { ok: true, ...body } };
}

function failure(error: string, needed?: string): Answer {
  return {
    status: 200,
    headers: {},
    body: { ok: false, error, ...(needed === undefined ? {} : { needed }) },
  };
}

function limited(seconds: number | null): Answer {
  const headers = seconds === null ? {} : { 'retry-after': String(seconds) };
  return { status: 429, headers, body: { ok: false, error: 'ratelimited' } };
}

async function read(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
