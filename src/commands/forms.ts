import type { Channel } from '../channels/channel.js';
import { askedOf } from './asked.js';
import type { CommandDeps, Asked, Kitchen } from './deps.js';
import type { CommandFront } from './front.js';
import { readText } from './read-text.js';
import { refusal } from './blocks.js';
import type { FormField, FormView } from './reply.js';
import type { Action, ChatPlatform, CommandRequest } from './request.js';
import { isAdmin, refuseStranger } from './rights.js';
import { createTurns } from './turns.js';
import { NOT_SUBSCRIBED } from './unsubscribe.js';
import { daysToType, EMPTY_DAYS, LAYOUTS, managersInWords } from './wording.js';

/** Shows the form an action asks for; a reply instead when it may not be shown, null when the action asks for none. */
export type Forms = (request: CommandRequest, signal: AbortSignal) => ReturnType<CommandFront['form']>;

/**
 * Rights are checked before a form is shown; when it is sent in, they are checked again.
 * @throws what a store throws; whoever answers makes a sentence of it
 */
export function createForms(deps: CommandDeps): Forms {
  const kitchen: Kitchen = { ...deps, turns: createTurns() };
  return async (request, signal) => {
    if (!opensSchedule(request.action)) return null;
    const asked = await askedOf(request, {}, kitchen, signal);
    const refused = await refuseStranger(asked, kitchen);
    if (refused !== null) return { reply: refused };
    const channel = await kitchen.channels.get(asked.key);
    if (channel === null) return { reply: refusal(NOT_SUBSCRIBED) };
    return { form: await scheduleForm(channel, asked, kitchen) };
  };
}

// --- Internal helpers ---

/** `schedule` without options, typed or chosen, and the button that says so. */
function opensSchedule(action: Action): boolean {
  switch (action.kind) {
    case 'command':
      return (
        action.name === 'schedule' && Object.values(action.options).every((value) => value.trim() === '')
      );
    case 'button':
      return action.action.do === 'schedule';
    case 'text': {
      const meant = readText(action.text);
      return meant.kind !== 'text' && opensSchedule(meant);
    }
    case 'form':
    case 'find-similar':
    case 'unfurl':
    case 'home':
      return false;
  }
}

/** Most important first: Discord shows five. */
async function scheduleForm(channel: Channel, asked: Asked, kitchen: Kitchen): Promise<FormView> {
  const { platform } = asked.request.address;
  const { schedule, count } = channel;
  return {
    form: 'schedule',
    title: 'This channel’s digest',
    submit: 'Save',
    fields: [
      {
        name: 'zone',
        label: 'Time zone',
        hint: 'A city of yours, like Europe/Berlin, or UTC',
        kind: 'text',
        value: schedule.zone,
        suggest: 'zone',
      },
      field('time', 'Time of day', 'Local time, like 09:00', schedule.time),
      field('days', 'Days', 'mon-fri, mon,wed,fri, daily or weekly:mon', daysToType(schedule.days)),
      field('count', 'Papers per digest', 'A number from 1 to 20', String(count)),
      choice('layout', 'Looks', 'How a digest is laid out', channel.layout, layoutsOf(platform)),
      choice('managers', 'Who may change this', 'Checked on every change', channel.managers, [
        { value: 'members', label: managersInWords('members', platform) },
        { value: 'admins', label: managersInWords('admins', platform) },
      ]),
      choice('empty', 'On a day without papers', 'What the channel is told', channel.empty, [
        { value: 'silent', label: EMPTY_DAYS.silent },
        { value: 'line', label: EMPTY_DAYS.line },
      ]),
      ...(await linksField(platform, asked, kitchen)),
    ],
  };
}

function field(name: string, label: string, hint: string, value: string): FormField {
  return { name, label, hint, kind: 'text', value };
}

function choice(
  name: string,
  label: string,
  hint: string,
  value: string,
  choices: NonNullable<FormField['choices']>,
): FormField {
  return { name, label, hint, kind: 'choice', value, choices };
}

function layoutsOf(platform: ChatPlatform): NonNullable<FormField['choices']> {
  const layouts =
    platform === 'discord' ? (['thread', 'compact', 'forum'] as const) : (['thread', 'compact'] as const);
  return layouts.map((value) => ({ value, label: LAYOUTS[value] }));
}

/** A setting of the whole workspace, shown to those who may change it. */
async function linksField(
  platform: ChatPlatform,
  asked: Asked,
  kitchen: Kitchen,
): Promise<readonly FormField[]> {
  if (platform !== 'slack' || (await isAdmin(asked)) !== true) return [];
  const { unfurl } = await kitchen.workspaces.get(platform, asked.request.address.workspace);
  return [
    choice('links', 'Links to papers as cards', 'In this whole workspace', unfurl ? 'on' : 'off', [
      { value: 'on', label: 'on' },
      { value: 'off', label: 'off' },
    ]),
  ];
}
