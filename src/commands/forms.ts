import { askedOf, tidied } from './asked.js';
import { refusal } from './blocks.js';
import type { OptionValues } from './definition.js';
import { definitionOf } from './definitions.js';
import type { Asked, CommandDeps, Kitchen } from './deps.js';
import type { CommandFront } from './front.js';
import { optionsForm } from './options-form.js';
import { readText } from './read-text.js';
import { FORM_NAMES, type Action, type ChatPlatform, type CommandRequest, type FormName } from './request.js';
import { needsRights, refuseStranger } from './rights.js';
import { scheduleForm } from './schedule-form.js';
import { createTurns } from './turns.js';
import { LAST_TOPIC_PAUSE, NOT_SUBSCRIBED } from './unsubscribe.js';

/** Shows the form an action asks for; a reply instead when it may not be shown, null when the action asks for none. */
export type Forms = (request: CommandRequest, signal: AbortSignal) => ReturnType<CommandFront['form']>;

/**
 * Rights are checked before a form is shown; when it is sent in, they are checked again.
 * @throws what a store throws; whoever answers makes a sentence of it
 */
export function createForms(deps: CommandDeps): Forms {
  const kitchen: Kitchen = { ...deps, turns: createTurns() };
  return async (request, signal) => {
    const wanted = wantedForm(request.action, request.address.platform);
    if (wanted === null) return null;
    const { form, given } = wanted;
    const asked = await askedOf(request, given, kitchen, signal);
    const needed = needsRights({ kind: 'form', form, values: {} });
    const refused = needed ? await refuseStranger(asked, kitchen) : null;
    return refused === null ? shown(form, asked, kitchen) : { reply: refused };
  };
}

// --- Internal helpers ---

interface Wanted {
  readonly form: FormName;
  /** What was given along, which the form shows. */
  readonly given: OptionValues;
}

function wantedForm(action: Action, platform: ChatPlatform): Wanted | null {
  switch (action.kind) {
    case 'command': {
      const form = FORM_NAMES.find((name) => name === action.name);
      const given = tidied(action.options);
      return form !== undefined && lacks(form, given, platform) ? { form, given } : null;
    }
    case 'button':
      return action.action.do === 'schedule' ? { form: 'schedule', given: {} } : null;
    case 'text': {
      const meant = readText(action.text);
      return meant.kind === 'text' ? null : wantedForm(meant, platform);
    }
    case 'form':
    case 'find-similar':
    case 'unfurl':
    case 'home':
      return null;
  }
}

/**
 * `schedule` without options; in Slack, where nothing else asks for them, other commands without what they need. A
 * flag shows in no form: whoever gives one is told in words what is missing.
 */
function lacks(form: FormName, given: OptionValues, platform: ChatPlatform): boolean {
  if (form === 'schedule') return Object.keys(given).length === 0;
  const options = platform === 'slack' ? (definitionOf(form)?.options ?? []) : [];
  const hasFlag = options.some(({ kind, name }) => kind === 'flag' && name in given);
  return !hasFlag && options.some(({ required, name }) => required && !(name in given));
}

async function shown(form: FormName, asked: Asked, kitchen: Kitchen): ReturnType<Forms> {
  if (form !== 'schedule' && form !== 'unsubscribe') return { form: optionsForm(form, asked.options) };
  const channel = await kitchen.channels.get(asked.key);
  if (channel === null) return { reply: refusal(NOT_SUBSCRIBED) };
  if (form === 'schedule') return { form: await scheduleForm(channel, asked, kitchen) };
  if (channel.pause?.reason === LAST_TOPIC_PAUSE)
    return { reply: refusal(`This channel has no topic to take out. ${LAST_TOPIC_PAUSE}`) };
  return { form: optionsForm(form, asked.options) };
}
