import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '../../src/errors.js';
import type { Logger } from '../../src/ports/logger.js';
import { createSlackApp, type SlackEvent } from './app.js';
import { CALL_TIMEOUT_MS, createSlackCall } from './client.js';
import { slackError } from './errors.js';
import { createSlackHttp } from './http.js';
import { createSlackSocket, type SlackSocketDeps } from './socket.js';
import { badToken } from './token-errors.js';

export interface SlackConnectionDeps extends Pick<
  SlackSocketDeps,
  'firstRetryMs' | 'longestRetryMs' | 'connectMs' | 'stopMs'
> {
  readonly botToken: string;
  /** With it: Socket Mode. */
  readonly appToken: string | null;
  /** Without an app token: HTTP, requests signed with this. */
  readonly signingSecret: string | null;
  readonly apiUrl: string;
  readonly logger: Logger;
  /** Called once for each event that arrives. */
  readonly onEvent?: (event: SlackEvent) => void;
  /** Wall-clock milliseconds, to judge the age of requests. Default: the process's clock. */
  readonly now?: () => number;
}

/** The live side of Slack: what people and events send to the bot. Posting does not need it. */
export interface SlackConnection {
  /**
   * Checks the bot token and connects. Resolves when connected, or when Slack cannot be reached now: then it goes
   * on trying by itself.
   * @throws AppError `config` that names the variable when Slack does not accept a token
   */
  start(): Promise<void>;
  /** Ends the connection; takes at most a few seconds whatever Slack does. */
  stop(): Promise<void>;
  health(): { readonly ready: boolean; readonly detail: string };
  /** Takes HTTP requests for `/slack/…`, body unread; false when it is none, or in Socket Mode. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
}

/** Socket Mode when there is an app token, else signed HTTP. @throws AppError `config` when there is neither */
export function createSlackConnection(deps: SlackConnectionDeps): SlackConnection {
  const check = () => checkBotToken(deps);
  if (deps.appToken !== null) return socketConnection(deps, deps.appToken, check);
  if (deps.signingSecret !== null) return httpConnection(deps, deps.signingSecret, check);
  throw new AppError('Slack needs SLACK_APP_TOKEN or SLACK_SIGNING_SECRET beside SLACK_BOT_TOKEN.', {
    code: 'config',
    hint: 'Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP.',
  });
}

// --- Internal helpers ---

function socketConnection(
  deps: SlackConnectionDeps,
  appToken: string,
  check: () => Promise<void>,
): SlackConnection {
  const socket = createSlackSocket({ ...deps, appToken });
  createSlackApp({ ...deps, receiver: socket.receiver });
  return {
    async start() {
      await check();
      await socket.start();
    },
    stop: () => socket.stop(),
    health: () => socket.health(),
    handle: () => false,
  };
}

function httpConnection(
  deps: SlackConnectionDeps,
  signingSecret: string,
  check: () => Promise<void>,
): SlackConnection {
  const http = createSlackHttp({ ...deps, signingSecret });
  createSlackApp({ ...deps, receiver: http.receiver });
  let detail = 'not started';
  return {
    async start() {
      await check();
      detail = 'listening at /slack/events';
    },
    stop() {
      detail = 'stopped';
      return Promise.resolve();
    },
    health: () => ({ ready: detail.startsWith('listening'), detail }),
    handle: (request, response) => http.handle(request, response),
  };
}

/** A refused token is an error; a Slack that cannot be reached is not, because it comes back. */
async function checkBotToken(deps: SlackConnectionDeps): Promise<void> {
  const call = createSlackCall({ token: deps.botToken, apiUrl: deps.apiUrl, logger: deps.logger });
  try {
    await call('auth.test', {}, AbortSignal.timeout(CALL_TIMEOUT_MS));
  } catch (thrown) {
    const refused = badToken(thrown, 'SLACK_BOT_TOKEN');
    if (refused !== null) throw refused;
    deps.logger.warn({ error: slackError(thrown) }, 'Slack could not be asked about the bot token');
  }
}
