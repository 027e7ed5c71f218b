import { App, type Receiver } from '@slack/bolt';
import { z } from 'zod';
import { describeError } from '../../src/errors.js';
import type { Logger } from '../../src/ports/logger.js';
import { webClientOptions } from './client.js';
import { redacted, sdkLogger } from './sdk-logger.js';
import { createSeen } from './seen.js';
import { escapeControl } from './text.js';

/** An event that arrived; each id once. */
export interface SlackEvent {
  readonly id: string;
  readonly type: string;
}

export interface SlackAppDeps {
  readonly botToken: string;
  readonly apiUrl: string;
  readonly logger: Logger;
  readonly receiver: Receiver;
  /** Called once for each event id. Default: nothing. */
  readonly onEvent?: (event: SlackEvent) => void;
}

/** Event ids remembered; Slack's last repeat comes after five minutes. */
const REMEMBERED_EVENTS = 10_000;

const eventSchema = z.object({ event_id: z.string(), event: z.object({ type: z.string() }) });
const commandSchema = z.object({
  command: z.string(),
  team_id: z.string().regex(/^[A-Z0-9]{1,30}$/),
  channel_id: z.string().regex(/^[A-Z0-9]{1,30}$/),
});

/** Bolt, with everything that arrives acknowledged at once. */
export function createSlackApp(deps: SlackAppDeps): App {
  const app = new App({
    receiver: deps.receiver,
    clientOptions: webClientOptions(deps.apiUrl, deps.logger),
    logger: sdkLogger(deps.logger),
    authorize: () => Promise.resolve({ botToken: deps.botToken }),
    ignoreSelf: false,
    convoStore: false,
  });
  const isNew = createSeen(REMEMBERED_EVENTS);
  app.use(async (args) => {
    const event = eventSchema.safeParse(args.body);
    if (event.success) takeEvent(event.data, isNew, deps);
    else if ('ack' in args && typeof args.ack === 'function')
      await (args.ack as (answer?: object) => Promise<void>)(answerTo(args.body));
  });
  app.error((error) => {
    deps.logger.error({ error: redacted(describeError(error)) }, 'something from Slack could not be handled');
    return Promise.resolve();
  });
  return app;
}

// --- Internal helpers ---

function takeEvent(
  { event_id: id, event: { type } }: z.infer<typeof eventSchema>,
  isNew: (id: string) => boolean,
  deps: SlackAppDeps,
): void {
  if (isNew(id)) deps.onEvent?.({ id, type });
  else deps.logger.debug({ event: id, type }, 'a repeated Slack event was dropped');
}

/** A private sentence for a command; nothing for buttons, shortcuts and the like. */
function answerTo(body: unknown): object | undefined {
  const command = commandSchema.safeParse(body);
  if (!command.success) return undefined;
  const { team_id: team, channel_id: channel, command: name } = command.data;
  const add = `broadsheet channels add slack:${team}:${channel} --time 09:00 --zone Europe/Berlin`;
  return {
    response_type: 'ephemeral',
    text: `${escapeControl(name)} is not available yet. Whoever runs Broadsheet adds this channel with \`${add}\`.`,
  };
}
