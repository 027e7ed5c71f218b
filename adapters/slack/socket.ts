import type { App, Receiver } from '@slack/bolt';
import type { Logger } from '../../src/ports/logger.js';
import { createBackoff, type Backoff } from './backoff.js';
import { slackError } from './errors.js';
import { createSocketLine, type SocketLine } from './socket-line.js';
import { badToken } from './token-errors.js';

export interface SlackSocketDeps {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly logger: Logger;
  /** Pause before the first new try, doubled up to `longestRetryMs`. Default 1 s and 30 s. */
  readonly firstRetryMs?: number;
  readonly longestRetryMs?: number;
  /** Longest a try to connect may take, from the first call to Slack's greeting. Default 20 s. */
  readonly connectMs?: number;
  /** How long a line that was replaced is kept, to acknowledge what it still brought. Default 3 s, Slack's patience. */
  readonly lingerMs?: number;
  /** Longest `stop` waits for Slack to close its end. Default 2 s. */
  readonly stopMs?: number;
}

export interface SlackSocket {
  readonly receiver: Receiver;
  /**
   * Makes the first try; a failure that may pass is tried again in the background.
   * @throws AppError `config` when Slack does not accept the app token
   */
  start(): Promise<void>;
  stop(): Promise<void>;
  health(): { readonly ready: boolean; readonly detail: string };
}

/**
 * Socket Mode with reconnecting done here. At a refresh the new line is greeted before the old one is closed, so that
 * nothing is lost in between; the SDK's own (3.1.0) is deaf for five seconds then, and a refused token ends as an
 * unhandled rejection with no further try.
 */
export function createSlackSocket(deps: SlackSocketDeps): SlackSocket {
  const keeper = newKeeper(deps);
  return {
    receiver: {
      init: (app) => void (keeper.app = app),
      start: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    },
    async start() {
      await connect(keeper).catch((thrown: unknown) => {
        const refused = badToken(thrown, 'SLACK_APP_TOKEN');
        if (refused === null) again(keeper, thrown);
        else set(keeper, 'idle', refused.message);
        if (refused !== null) throw refused;
      });
    },
    async stop() {
      set(keeper, 'stopped', 'stopped');
      for (const timer of keeper.timers) clearTimeout(timer);
      await Promise.all([...keeper.lines].map((line) => end(keeper, line, keeper.deps.stopMs)));
    },
    health: () => ({
      ready: keeper.state === 'connected',
      detail: keeper.state === 'connecting' ? 'connecting' : keeper.detail,
    }),
  };
}

// --- Internal helpers ---

/** The lines of one app and who of them hears. */
interface Keeper {
  readonly deps: Required<SlackSocketDeps>;
  readonly backoff: Backoff;
  readonly lines: Set<SocketLine>;
  readonly timers: Set<NodeJS.Timeout>;
  app: App | null;
  /** The line that is counted on; null while there is none. */
  hearing: SocketLine | null;
  /** A new line is being opened, or will be after a pause. */
  isTrying: boolean;
  state: 'idle' | 'connecting' | 'connected' | 'waiting' | 'stopped';
  detail: string;
}

function newKeeper(deps: SlackSocketDeps): Keeper {
  const defaults = {
    firstRetryMs: 1_000,
    longestRetryMs: 30_000,
    connectMs: 20_000,
    lingerMs: 3_000,
    stopMs: 2_000,
  };
  const full = { ...defaults, ...deps };
  return {
    deps: full,
    backoff: createBackoff({ firstMs: full.firstRetryMs, longestMs: full.longestRetryMs }),
    lines: new Set(),
    timers: new Set(),
    app: null,
    hearing: null,
    isTrying: false,
    state: 'idle',
    detail: 'not started',
  };
}

async function connect(keeper: Keeper): Promise<void> {
  const { deps, app } = keeper;
  if (keeper.state === 'stopped' || app === null) return;
  keeper.isTrying = true;
  if (keeper.hearing === null) keeper.state = 'connecting';
  const line = createSocketLine({
    ...deps,
    app,
    onRefresh: (worn) => {
      if (worn === keeper.hearing && !keeper.isTrying) tryConnecting(keeper);
    },
    onLost: (lost) => forget(keeper, lost),
  });
  keeper.lines.add(line);
  try {
    await line.open();
  } catch (thrown) {
    keeper.lines.delete(line);
    throw thrown;
  } finally {
    keeper.isTrying = false;
  }
  await replace(keeper, line);
}

/** The new line hears from now on; the one before it is kept a little, to acknowledge what it still brought. */
async function replace(keeper: Keeper, line: SocketLine): Promise<void> {
  const { deps, hearing: old } = keeper;
  if (keeper.state === 'stopped') return end(keeper, line, 0);
  keeper.hearing = line;
  set(keeper, 'connected', 'connected');
  keeper.backoff.reset();
  deps.logger.info({}, 'Slack Socket Mode connected');
  if (old !== null) later(keeper, deps.lingerMs, () => void end(keeper, old, deps.stopMs));
}

/** Once started, trying goes on even after a refused token: tokens get repaired, too. */
function again(keeper: Keeper, thrown: unknown): void {
  if (keeper.state === 'stopped') return;
  const retryMs = keeper.backoff.next();
  const known = keeper.detail;
  const refused = badToken(thrown, 'SLACK_APP_TOKEN');
  const error = refused?.message ?? reasonOf(thrown);
  // A line that Slack wants replaced still hears; but a refused token must be seen before that line is gone.
  if (keeper.hearing === null || refused !== null) set(keeper, 'waiting', error);
  const level = known === error ? 'debug' : 'warn';
  keeper.deps.logger[level]({ error, retryMs }, 'Slack Socket Mode not connected, trying again');
  keeper.isTrying = true;
  later(keeper, retryMs, () => tryConnecting(keeper));
}

function tryConnecting(keeper: Keeper): void {
  connect(keeper).catch((thrown: unknown) => again(keeper, thrown));
}

function forget(keeper: Keeper, lost: SocketLine): void {
  keeper.lines.delete(lost);
  if (lost !== keeper.hearing) return;
  keeper.hearing = null;
  if (keeper.state === 'connected') keeper.state = 'connecting';
  if (!keeper.isTrying) tryConnecting(keeper);
}

async function end(keeper: Keeper, line: SocketLine, withinMs: number): Promise<void> {
  await line.close(withinMs);
  keeper.lines.delete(line);
}

function set(keeper: Keeper, state: Keeper['state'], detail: string): void {
  if (keeper.state === 'stopped') return;
  keeper.state = state;
  keeper.detail = detail;
}

function later({ timers }: Keeper, ms: number, act: () => void): void {
  const timer = setTimeout(() => {
    timers.delete(timer);
    act();
  }, ms);
  timers.add(timer);
}

/** The SDK rejects with nothing when the socket closed before Slack greeted. */
function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? slackError(thrown) : 'the socket closed before Slack answered';
}
