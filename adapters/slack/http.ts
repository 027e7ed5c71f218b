import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPReceiver } from '@slack/bolt';
import type { Logger } from '../../src/ports/logger.js';
import { isSlackBody, readBody } from './http-body.js';
import { sdkLogger } from './sdk-logger.js';

export interface SlackHttpDeps {
  readonly signingSecret: string;
  readonly logger: Logger;
  /** Wall-clock milliseconds, to judge timestamps. Default: the process's clock. */
  readonly now?: () => number;
}

export interface SlackHttp {
  readonly receiver: HTTPReceiver;
  /**
   * Takes requests for `/slack/…`; the body must not have been read before.
   * @returns false when the path is not Slack's, and nothing was done
   */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
}

/** Everything Slack sends goes here: events, commands, buttons. */
const ENDPOINT = '/slack/events';
/** Slack's own bound for old requests; Bolt does not refuse those from the future. Seconds. */
const MOST_SKEW_S = 300;

/** Slack's HTTP side as a plain request listener. Bolt checks signature and age; timestamps from the future are refused here. */
export function createSlackHttp(deps: SlackHttpDeps): SlackHttp {
  const receiver = new HTTPReceiver({
    signingSecret: deps.signingSecret,
    endpoints: [ENDPOINT],
    logger: sdkLogger(deps.logger),
  });
  const now = deps.now ?? Date.now;

  /** The body is read here, because Bolt (5.1.0) ends in an unhandled rejection for one that is no object. */
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (isFromFuture(request, now())) {
      deps.logger.warn({}, 'a request from the future was refused; check the clock of this machine');
      refuse(response, 401);
      return;
    }
    const rawBody = await readBody(request);
    if (rawBody === null) refuse(response, 413);
    else if (!isSlackBody(rawBody.toString('utf8'), request.headers['content-type'])) refuse(response, 400);
    else receiver.requestListener(Object.assign(request, { rawBody }), response);
  };

  return {
    receiver,
    handle(request, response) {
      const path = (request.url ?? '').split('?', 1)[0] ?? '';
      if (path !== '/slack' && !path.startsWith('/slack/')) return false;
      if (path !== ENDPOINT) refuse(response, 404);
      else if (request.method !== 'POST') refuse(response, 405);
      else take(request, response).catch(() => response.destroy());
      return true;
    },
  };
}

// --- Internal helpers ---

function isFromFuture(request: IncomingMessage, nowMs: number): boolean {
  const seconds = Number(request.headers['x-slack-request-timestamp']);
  return seconds > Math.floor(nowMs / 1000) + MOST_SKEW_S;
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(
    status,
    status === 405 ? { allow: 'POST', connection: 'close' } : { connection: 'close' },
  );
  response.end();
}
