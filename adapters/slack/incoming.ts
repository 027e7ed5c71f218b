import { describeError } from '../../src/errors.js';
import { sentence } from '../../src/commands/reply.js';
import { BUTTON_PREFIX } from './buttons.js';
import { FIND_SIMILAR } from './manifest.js';
import {
  buttonSchema,
  closedSchema,
  commandSchema,
  shortcutSchema,
  submissionSchema,
  suggestionSchema,
} from './payloads.js';
import {
  fromButton,
  fromClosed,
  fromCommand,
  fromShortcut,
  fromSubmission,
  type Asked,
  type Unreadable,
} from './requests.js';
import { redacted } from './sdk-logger.js';
import { suggestOptions } from './suggestions.js';
import { takeAsked, tell, type TakeDeps } from './take.js';

/** Acknowledges what arrived, with a body where Slack takes one. */
export type Ack = (body?: object) => Promise<void>;

/** What is done with everything but events: acknowledged before anything else, then handed on. Never rejects. */
export type Incoming = (body: unknown, ack: Ack) => Promise<void>;

const STALE = 'This button is from another version of the bot, so it does nothing here. Sorry!';
const STALE_FORM =
  'This form is from another version of the bot, so nothing was done. Please ask for it again.';
const UNREADABLE = 'Slack sent this in a form that the bot does not know, so nothing was done. Sorry!';

export interface IncomingDeps extends TakeDeps {
  /** Told how long an acknowledgement took, milliseconds, from when the request was here. */
  readonly onAcknowledged?: ((ms: number) => void) | undefined;
}

export function createIncoming(deps: IncomingDeps): Incoming {
  return async (body, given) => {
    const startedAt = performance.now();
    const ack: Ack = async (answer) => {
      await given(answer);
      deps.onAcknowledged?.(performance.now() - startedAt);
    };
    const suggestion = suggestionSchema.safeParse(body);
    if (suggestion.success)
      return acknowledge(ack, { options: await suggestOptions(suggestion.data, deps.front) }, deps);
    const command = commandSchema.safeParse(body);
    if (!command.success && isCommand(body))
      return acknowledge(ack, { response_type: 'ephemeral', text: UNREADABLE }, deps);
    await acknowledge(ack, undefined, deps);
    if (command.success) return takeAsked(fromCommand(command.data), deps);
    const button = buttonSchema.safeParse(body);
    if (button.success) return takeButton(button.data, deps);
    const form = submissionSchema.safeParse(body);
    if (form.success) return takeOrTell(fromSubmission(form.data), STALE_FORM, deps);
    const shortcut = shortcutSchema.safeParse(body);
    if (shortcut.success && shortcut.data.callback_id === FIND_SIMILAR)
      return takeOrTell(fromShortcut(shortcut.data), STALE, deps);
    const closed = closedSchema.safeParse(body);
    if (closed.success) return takeOrTell(fromClosed(closed.data), STALE, deps);
    deps.logger.debug({}, 'something from Slack is none of ours');
  };
}

// --- Internal helpers ---

async function takeButton(body: Parameters<typeof fromButton>[0], deps: TakeDeps): Promise<void> {
  const isOurs = body.actions[0]?.action_id.startsWith(BUTTON_PREFIX) === true;
  // A link's button reports itself, too.
  if (isOurs) await takeOrTell(fromButton(body), STALE, deps);
}

async function takeOrTell(asked: Asked | Unreadable | null, words: string, deps: TakeDeps): Promise<void> {
  if (asked === null) return;
  if ('request' in asked) await takeAsked(asked, deps);
  else await tell(asked.target, sentence(words, true), deps);
}

/** A lost acknowledgement (the socket closed in between) is no reason not to answer: the response URL still works. */
async function acknowledge(ack: Ack, body: object | undefined, { logger }: TakeDeps): Promise<void> {
  try {
    await ack(body);
  } catch (error) {
    logger.warn({ error: redacted(describeError(error)) }, 'an acknowledgement did not reach Slack');
  }
}

function isCommand(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'command' in body;
}
