import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Receiver } from '@slack/bolt';
import type { CommandFront } from '../../src/commands/front.js';
import { AppError } from '../../src/errors.js';
import type { Logger } from '../../src/ports/logger.js';
import { createSlackApp } from './app.js';
import { createSlackCall } from './client.js';
import { createEvents } from './events.js';
import { createSlackHttp } from './http.js';
import { createIncoming } from './incoming.js';
import { createSlackReplier } from './replier.js';
import { createSlackSocket, type SlackSocketDeps } from './socket.js';
import { createTokenWatch, type TokenWatch } from './token-watch.js';

export interface SlackConnectionDeps extends Pick<
  SlackSocketDeps,
  'firstRetryMs' | 'longestRetryMs' | 'connectMs' | 'lingerMs' | 'stopMs'
> {
  readonly botToken: string;
  /** With it: Socket Mode. */
  readonly appToken: string | null;
  /** Without an app token: HTTP, requests signed with this. */
  readonly signingSecret: string | null;
  readonly apiUrl: string;
  readonly logger: Logger;
  /** Where everything that people ask for goes. */
  readonly front: CommandFront;
  /** Told how long each acknowledgement took, milliseconds. */
  readonly onAcknowledged?: (ms: number) => void;
  /** How often the bot token is tried. Default five minutes. Milliseconds. */
  readonly tokenCheckMs?: number;
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
  /** Not ready while nothing can arrive, or while Slack does not accept the bot token. */
  health(): { readonly ready: boolean; readonly detail: string };
  /** Takes HTTP requests for `/slack/…`, body unread; false when it is none, or in Socket Mode. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
}

const TOKEN_CHECK_MS = 5 * 60_000;

/** Socket Mode when there is an app token, else signed HTTP. @throws AppError `config` when there is neither */
export function createSlackConnection(deps: SlackConnectionDeps): SlackConnection {
  const line = lineOf(deps);
  const { botToken, apiUrl, logger, front, now = Date.now } = deps;
  const call = createSlackCall({ token: botToken, apiUrl, logger });
  const watch = createTokenWatch({ call, logger, everyMs: deps.tokenCheckMs ?? TOKEN_CHECK_MS });
  const take = { front, call, logger, now, replier: createSlackReplier({ botToken, apiUrl, logger, now }) };
  createSlackApp({
    botToken,
    apiUrl,
    logger,
    receiver: line.receiver,
    onIncoming: createIncoming({ ...take, onAcknowledged: deps.onAcknowledged }),
    onEvent: createEvents({ ...take, onRevoked: (event) => revoked(event, watch, logger) }),
  });
  return {
    async start() {
      await watch.start();
      await line.start();
    },
    async stop() {
      watch.stop();
      await line.stop();
    },
    health() {
      const refusal = watch.refusal();
      return refusal === null ? line.health() : { ready: false, detail: refusal };
    },
    handle: (request, response) => line.handle(request, response),
  };
}

// --- Internal helpers ---

/** One of the two ways in which things arrive. */
interface Line extends SlackConnection {
  readonly receiver: Receiver;
}

function lineOf(deps: SlackConnectionDeps): Line {
  if (deps.appToken !== null) {
    const socket = createSlackSocket({ ...deps, appToken: deps.appToken });
    return { ...socket, handle: () => false };
  }
  if (deps.signingSecret !== null) return httpLine({ ...deps, signingSecret: deps.signingSecret });
  throw new AppError('Slack needs SLACK_APP_TOKEN or SLACK_SIGNING_SECRET beside SLACK_BOT_TOKEN.', {
    code: 'config',
    hint: 'Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP.',
  });
}

function httpLine(deps: Parameters<typeof createSlackHttp>[0]): Line {
  const http = createSlackHttp(deps);
  let detail = 'not started';
  const set = (next: string): Promise<void> => {
    detail = next;
    return Promise.resolve();
  };
  return {
    receiver: http.receiver,
    start: () => set('listening at /slack/events'),
    stop: () => set('stopped'),
    health: () => ({ ready: detail.startsWith('listening'), detail }),
    handle: (request, response) => http.handle(request, response),
  };
}

function revoked(event: string, watch: TokenWatch, logger: Logger): void {
  logger.error({ event }, 'Slack says that the app was removed or its token revoked');
  void watch.look();
}
