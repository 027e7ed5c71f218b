import { App, type Receiver } from '@slack/bolt';
import { describeError } from '../../src/errors.js';
import type { Logger } from '../../src/ports/logger.js';
import { webClientOptions } from './client.js';
import type { Ack, Incoming } from './incoming.js';
import { eventSchema, type EventEnvelope } from './payloads.js';
import { redacted, sdkLogger } from './sdk-logger.js';

export interface SlackAppDeps {
  readonly botToken: string;
  readonly apiUrl: string;
  readonly logger: Logger;
  readonly receiver: Receiver;
  readonly onEvent: (event: EventEnvelope) => Promise<void>;
  readonly onIncoming: Incoming;
}

/** Bolt between the wire and our handlers: it acknowledges events by itself, everything else is left to `onIncoming`. */
export function createSlackApp(deps: SlackAppDeps): App {
  const app = new App({
    receiver: deps.receiver,
    clientOptions: webClientOptions(deps.apiUrl, deps.logger),
    logger: sdkLogger(deps.logger),
    authorize: () => Promise.resolve({ botToken: deps.botToken }),
    ignoreSelf: false,
    convoStore: false,
  });
  app.use(async (args) => {
    const event = eventSchema.safeParse(args.body);
    if (event.success) await deps.onEvent(event.data);
    else if ('ack' in args && typeof args.ack === 'function')
      await deps.onIncoming(args.body, args.ack as Ack);
  });
  app.error((error) => {
    deps.logger.error({ error: redacted(describeError(error)) }, 'something from Slack could not be handled');
    return Promise.resolve();
  });
  return app;
}
