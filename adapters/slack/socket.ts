import { SocketModeReceiver } from '@slack/bolt';
import type { Logger } from '../../src/ports/logger.js';
import { createBackoff } from './backoff.js';
import { webClientOptions } from './client.js';
import { slackError } from './errors.js';
import { sdkLogger } from './sdk-logger.js';
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
  /** Longest `stop` waits for Slack to close its end. Default 2 s. */
  readonly stopMs?: number;
}

export interface SlackSocket {
  readonly receiver: SocketModeReceiver;
  /**
   * Makes the first try; a failure that may pass is tried again in the background.
   * @throws AppError `config` when Slack does not accept the app token
   */
  start(): Promise<void>;
  stop(): Promise<void>;
  health(): { readonly ready: boolean; readonly detail: string };
}

/** How soon a try to connect ends after `stop`, milliseconds. */
const STOPPED_EVERY_MS = 50;

/**
 * Socket Mode on Bolt's receiver, with reconnecting done here: the SDK's own (3.1.0) is deaf for five seconds at
 * every routine refresh, and a refused token during a reconnect ends as an unhandled rejection with no further try.
 */
export function createSlackSocket(deps: SlackSocketDeps): SlackSocket {
  const receiver = makeReceiver(deps);
  const { client } = receiver;
  const backoff = createBackoff({
    firstMs: deps.firstRetryMs ?? 1_000,
    longestMs: deps.longestRetryMs ?? 30_000,
  });
  let state: 'idle' | 'connecting' | 'connected' | 'waiting' | 'stopped' = 'idle';
  let detail = 'not started';
  let timer: NodeJS.Timeout | undefined;
  const stopped = () => state === 'stopped';
  const set = (next: typeof state, text: string) => {
    if (!stopped()) [state, detail] = [next, text];
  };

  const connect = async (): Promise<void> => {
    if (stopped()) return;
    state = 'connecting';
    await startWithin(receiver, deps.connectMs ?? 20_000, stopped);
    if (stopped()) return closeWithin(client, 0);
    set('connected', 'connected');
    backoff.reset();
    deps.logger.info({}, 'Slack Socket Mode connected');
  };

  /** Once started, trying goes on even after a refused token: tokens get repaired, too. */
  const again = (thrown: unknown): void => {
    if (stopped()) return;
    const retryMs = backoff.next();
    const known = detail;
    set('waiting', reasonOf(thrown));
    const level = known === detail ? 'debug' : 'warn';
    deps.logger[level]({ error: detail, retryMs }, 'Slack Socket Mode not connected, trying again');
    timer = setTimeout(() => void connect().catch(again), retryMs);
  };

  client.on('disconnected', () => {
    if (state === 'connected') connect().catch(again);
  });

  return {
    receiver,
    async start() {
      detail = 'connecting';
      await connect().catch((thrown: unknown) => {
        const refused = badToken(thrown, 'SLACK_APP_TOKEN');
        if (refused === null) again(thrown);
        else set('idle', refused.message);
        if (refused !== null) throw refused;
      });
    },
    async stop() {
      set('stopped', 'stopped');
      clearTimeout(timer);
      await closeWithin(client, deps.stopMs ?? 2_000);
    },
    health: () => ({ ready: state === 'connected', detail: state === 'connecting' ? 'connecting' : detail }),
  };
}

// --- Internal helpers ---

/** Connects, or gives up after so long, or soon after it was stopped. Rejects with what the SDK gives. */
async function startWithin(receiver: SocketModeReceiver, ms: number, stopped: () => boolean): Promise<void> {
  const { client } = receiver;
  const guard = setTimeout(() => void client.disconnect(), ms);
  // A disconnect before the socket opens, while Slack is asked for its address, goes unheard: it is said again.
  const watch = setInterval(() => {
    if (stopped()) void client.disconnect();
  }, STOPPED_EVERY_MS);
  await receiver.start().finally(() => {
    clearTimeout(guard);
    clearInterval(watch);
  });
}

/** Asks Slack to close; a second request while the first is unanswered ends the connection by force. */
async function closeWithin(client: SocketModeReceiver['client'], ms: number): Promise<void> {
  const force = setTimeout(() => void client.disconnect(), ms);
  await client.disconnect();
  clearTimeout(force);
}

function makeReceiver(deps: SlackSocketDeps): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken: deps.appToken,
    autoReconnectEnabled: false,
    logger: sdkLogger(deps.logger),
    installerOptions: { clientOptions: webClientOptions(deps.apiUrl, deps.logger) },
  });
}

/** The SDK rejects with nothing when the socket closed before Slack greeted. */
function reasonOf(thrown: unknown): string {
  const refused = badToken(thrown, 'SLACK_APP_TOKEN');
  if (refused !== null) return refused.message;
  return thrown instanceof Error ? slackError(thrown) : 'the socket closed before Slack answered';
}
