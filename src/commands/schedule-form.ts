import type { Channel } from '../channels/channel.js';
import type { Asked, Kitchen } from './deps.js';
import type { FormField, FormView } from './reply.js';
import type { ChatPlatform } from './request.js';
import { isAdmin } from './rights.js';
import { daysToType, EMPTY_DAYS, LAYOUTS, managersInWords, PICTURES } from './wording.js';

/** The form of `schedule`, filled with what is set. Most important first: Discord shows five. */
export async function scheduleForm(channel: Channel, asked: Asked, kitchen: Kitchen): Promise<FormView> {
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
      choice('picture', 'Picture', 'The list with its upvote curves', channel.picture, [
        { value: 'on', label: PICTURES.on },
        { value: 'off', label: PICTURES.off },
      ]),
      ...(await linksField(platform, asked, kitchen)),
    ],
  };
}

// --- Internal helpers ---

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
