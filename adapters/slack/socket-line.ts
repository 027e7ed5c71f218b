import { SocketModeReceiver, type App } from '@slack/bolt';
import { describeError } from '../../src/errors.js';
import type { Logger } from '../../src/ports/logger.js';
import { webClientOptions } from './client.js';
import { redacted, sdkLogger } from './sdk-logger.js';
import { wishOf } from './socket-frame.js';

export interface SocketLineDeps {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly logger: Logger;
  /** Longest `open` may take, from the first call to Slack's greeting. Milliseconds. */
  readonly connectMs: number;
  readonly app: App;
  /** Slack wants this line replaced; it still hears until it is closed. */
  readonly onRefresh: (line: SocketLine) => void;
  /** The line ended without `close` having been asked for. */
  readonly onLost: (line: SocketLine) => void;
}

/** One connection to Slack, from its opening to its end. */
export interface SocketLine {
  /** Resolves when Slack has greeted. Rejects with what the SDK throws, nothing when the socket just closed. */
  open(): Promise<void>;
  /** Ends it; by force when Slack has not closed its end after so many milliseconds. */
  close(withinMs: number): Promise<void>;
}

/** What the SDK's client emits for each message of the socket. */
const MESSAGE = 'ws_message';
/** Said without the message: it may carry a response URL. */
const NOT_HANDLED = 'something that Slack sent could not be handled';

/**
 * Bolt's receiver for one connection, without its own reconnecting. Slack's wish to refresh is taken before the SDK
 * (3.1.0) sees it, because that would close the line first and leave the bot deaf until the next one is greeted. So is
 * what the SDK would stumble over: it lets the rejection go unhandled, which ends the process.
 */
export function createSocketLine(deps: SocketLineDeps): SocketLine {
  const receiver = new SocketModeReceiver({
    appToken: deps.appToken,
    autoReconnectEnabled: false,
    logger: sdkLogger(deps.logger),
    installerOptions: { clientOptions: webClientOptions(deps.apiUrl, deps.logger) },
  });
  receiver.init(deps.app);
  const { client } = receiver;
  let state: 'opening' | 'open' | 'closed' = 'opening';
  const isClosed = () => state === 'closed';

  const line: SocketLine = {
    async open() {
      const guard = setTimeout(() => void client.disconnect(), deps.connectMs);
      await receiver.start().finally(() => clearTimeout(guard));
      if (isClosed()) throw new Error('the socket closed as soon as Slack had greeted');
      state = 'open';
    },
    async close(withinMs) {
      state = 'closed';
      const force = setTimeout(() => void client.disconnect(), withinMs);
      await client.disconnect();
      clearTimeout(force);
    },
  };
  const handlers = client.listeners(MESSAGE);
  client.removeAllListeners(MESSAGE);
  const handle = async (data: unknown, isBinary: boolean): Promise<void> => {
    const wish = wishOf(data, (name) => client.listenerCount(name) > 0);
    if (wish === 'refresh') deps.onRefresh(line);
    if (wish === 'nothing') deps.logger.warn({}, NOT_HANDLED);
    // The SDK's are asynchronous, whatever the emitter's types say.
    if (wish === 'handling')
      await Promise.all(handlers.map((own): unknown => own.call(client, data, isBinary)));
  };
  client.on(MESSAGE, (data: unknown, isBinary: boolean) => {
    handle(data, isBinary).catch((error: unknown) => {
      deps.logger.warn({ error: redacted(describeError(error)) }, NOT_HANDLED);
    });
  });
  // Closed while Slack was still being asked for an address: the SDK goes on all the same.
  client.on('connecting', () => {
    if (isClosed()) setImmediate(() => void client.disconnect());
  });
  client.on('disconnected', () => {
    if (state === 'open') deps.onLost(line);
    state = 'closed';
  });
  return line;
}
