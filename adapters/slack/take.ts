import type { CommandFront } from '../../src/commands/front.js';
import { definitionOf } from '../../src/commands/definitions.js';
import { sentence, type CommandReply } from '../../src/commands/reply.js';
import type { FormName } from '../../src/commands/request.js';
import { SLASH } from '../../src/commands/wording.js';
import { describeError } from '../../src/errors.js';
import type { Logger } from '../../src/ports/logger.js';
import type { Replier } from '../../src/ports/replier.js';
import { CALL_TIMEOUT_MS, type SlackCall } from './client.js';
import { slackError } from './errors.js';
import { formView } from './form-view.js';
import type { Asked } from './requests.js';
import { redacted } from './sdk-logger.js';
import { encodeTarget, type SlackTarget } from './target.js';

export interface TakeDeps {
  readonly front: CommandFront;
  /** Answers what is answered at once, from this process. */
  readonly replier: Replier;
  readonly call: SlackCall;
  readonly logger: Logger;
  /** Wall-clock milliseconds. */
  readonly now: () => number;
}

const FAILED = 'That did not work just now. Please try again in a moment.';

/** A form where the action opens one, else on its way through the core. Never rejects. */
export async function takeAsked(asked: Asked, deps: TakeDeps): Promise<void> {
  try {
    if (await openForm(asked, deps)) return;
    await handOn(asked, deps);
  } catch (error) {
    deps.logger.error(
      { error: redacted(describeError(error)), request: asked.request.id },
      'a request from Slack could not be handed on',
    );
    await tell(asked.target, sentence(FAILED, true), deps);
  }
}

/** A private word, at once and without the queue. Never rejects. */
export async function tell(target: SlackTarget, reply: CommandReply, deps: TakeDeps): Promise<void> {
  try {
    const encoded = encodeTarget(target, 'private', deps.now());
    const outcome = await deps.replier.answer(encoded, reply, AbortSignal.timeout(CALL_TIMEOUT_MS));
    if (outcome.kind !== 'answered')
      deps.logger.warn({ outcome }, 'a person in Slack could not be told something');
  } catch (error) {
    deps.logger.warn(
      { error: redacted(describeError(error)) },
      'a person in Slack could not be told something',
    );
  }
}

// --- Internal helpers ---

async function handOn({ request, target }: Asked, deps: TakeDeps): Promise<void> {
  const { front, replier, now } = deps;
  const encoded = encodeTarget(target, front.visibility(request.action), now());
  const answer = async (reply: CommandReply): Promise<void> => {
    const outcome = await replier.answer(encoded, reply, AbortSignal.timeout(CALL_TIMEOUT_MS));
    if (outcome.kind !== 'answered')
      deps.logger.warn({ outcome, request: request.id }, 'a person in Slack could not be answered');
  };
  const reply = await front.submit(request, encoded, answer);
  if (reply !== null) await answer(reply);
}

/**
 * Without a trigger, as in a text written to the bot, nothing can be opened: what was asked is then answered in words.
 * @returns true when the form, or why there is none, was shown
 */
async function openForm(asked: Asked, deps: TakeDeps): Promise<boolean> {
  const { request, target, trigger, place } = asked;
  if (trigger === null || (request.action.kind !== 'text' && request.action.kind !== 'button')) return false;
  const opened = await deps.front.form(request);
  if (opened === null) return false;
  if ('reply' in opened) await tell(target, opened.reply, deps);
  else {
    const view = formView(opened.form, place);
    try {
      const args = { trigger_id: trigger.id, view };
      await deps.call(`views.${trigger.way}`, args, AbortSignal.timeout(CALL_TIMEOUT_MS));
    } catch (thrown) {
      deps.logger.warn({ error: slackError(thrown), request: request.id }, 'a form could not be opened');
      await tell(target, noForm(opened.form.form), deps);
    }
  }
  return true;
}

function noForm(form: FormName): CommandReply {
  const example = definitionOf(form)?.examples.at(-1) ?? form;
  const words = `The form could not be opened just now. Please try again, or type it: ${SLASH} ${example}`;
  return sentence(words, true);
}
