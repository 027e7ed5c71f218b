import type { Channel } from '../channels/channel.js';
import { parseSettings, type SettingsInput } from '../channels/settings.js';
import { countOf } from '../text/numbers.js';
import { changeChannel, settingsOf, type Change } from './change.js';
import { button, notes, problemsReply, refusal, rows, text } from './blocks.js';
import type { Asked, Handler, Kitchen } from './deps.js';
import { checkPlace } from './place.js';
import type { CommandReply } from './reply.js';
import { isAdmin } from './rights.js';
import { NOT_SUBSCRIBED } from './unsubscribe.js';
import {
  EMPTY_DAYS,
  LAYOUTS,
  managersInWords,
  PICTURES,
  quote,
  scheduleInWords,
  SLASH,
  whenInWords,
} from './wording.js';

const FIELDS = ['time', 'zone', 'days', 'count', 'layout', 'managers', 'empty', 'picture'] as const;

/** `schedule […]` and the form: changes what is named and keeps the rest. Every fault is named, and then nothing is changed. */
export const schedule: Handler = async (asked, kitchen) => {
  const input = inputOf(asked);
  const links = await readLinks(asked, kitchen);
  if ('reply' in links) return links.reply;
  const before = await kitchen.channels.get(asked.key);
  const changesChannel = Object.keys(input).length > 0;
  if (!changesChannel && links.wanted === null)
    return before === null ? refusal(NOT_SUBSCRIBED) : howTo(before);
  if (changesChannel) {
    const refused = await refuseChange(input, before, asked, kitchen);
    if (refused !== null) return refused;
  }
  if (links.wanted !== null) await putLinks(links.wanted, asked, kitchen);
  const linksText = links.wanted === null ? '' : linksInWords(links.wanted);
  if (!changesChannel) return { title: null, blocks: [text(linksText)] };
  const changed = await changeChannel(asked, kitchen, (current) => decide(input, current));
  if ('reply' in changed) return changed.reply;
  return changedReply(changed.channel, linksText, asked);
};

/** What the channel is set to, one name and value each. */
export function settingFields(channel: Channel, asked: Asked) {
  const { platform } = asked.request.address;
  const who = asked.request.direct ? 'you' : managersInWords(channel.managers, platform);
  return [
    { name: 'When', value: scheduleInWords(channel.schedule) },
    { name: 'Papers', value: `up to ${channel.count}` },
    { name: 'Looks', value: `${LAYOUTS[channel.layout]}, ${PICTURES[channel.picture]}` },
    { name: 'Who may change it', value: who },
    { name: 'On a day without papers', value: EMPTY_DAYS[channel.empty] },
  ];
}

// --- Internal helpers ---

function inputOf({ options }: Asked): SettingsInput {
  const given = FIELDS.flatMap((name) => {
    const value = options[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given);
}

/** Faults of the input, and of a layout that the place cannot show; null when there are none. */
async function refuseChange(
  input: SettingsInput,
  before: Channel | null,
  asked: Asked,
  kitchen: Kitchen,
): Promise<CommandReply | null> {
  const wanted = decide(input, before);
  if ('reply' in wanted) return wanted.reply;
  const { layout } = wanted.settings;
  if (layout === before?.layout) return null;
  const { problems } = await checkPlace(asked, layout, kitchen);
  if (problems.length === 0) return null;
  return problemsReply(`The layout ${layout} does not work here, so nothing was changed:`, problems);
}

function decide(input: SettingsInput, current: Channel | null): Change {
  if (current === null) return { reply: refusal(NOT_SUBSCRIBED) };
  const parsed = parseSettings(input, current.address.platform, settingsOf(current));
  if (parsed.ok) return { settings: parsed.settings };
  const faults = parsed.faults.map(({ message }) => text(message));
  return { reply: { title: 'Nothing was changed', blocks: faults, failed: true } };
}

type Links = { readonly wanted: boolean | null } | { readonly reply: CommandReply };

/** Whether links are to be shown as cards in the whole workspace; null when that is not asked for, or is so already. */
async function readLinks(asked: Asked, kitchen: Kitchen): Promise<Links> {
  const given = asked.options['links']?.toLowerCase();
  if (given === undefined) return { wanted: null };
  const { platform, workspace } = asked.request.address;
  if (platform !== 'slack')
    return { reply: refusal('Only Slack lets me show links as cards. Nothing was changed.') };
  if (given !== 'on' && given !== 'off')
    return { reply: refusal(`${quote(given)} is neither on nor off. Write links:on or links:off.`) };
  const wanted = given === 'on';
  if ((await kitchen.workspaces.get(platform, workspace)).unfurl === wanted && isForm(asked))
    return { wanted: null };
  const admin = await isAdmin(asked);
  if (typeof admin === 'object') return { reply: admin };
  if (admin) return { wanted };
  return {
    reply: refusal(
      `Links are shown as cards, or not, in the whole workspace: only ${managersInWords('admins', 'slack')} may change that. Nothing was changed.`,
    ),
  };
}

/** A form sends every field, changed or not. */
function isForm({ request }: Asked): boolean {
  return request.action.kind === 'form';
}

async function putLinks(unfurl: boolean, { request }: Asked, kitchen: Kitchen): Promise<void> {
  await kitchen.workspaces.put(request.address.platform, request.address.workspace, { unfurl });
}

function linksInWords(on: boolean): string {
  return on
    ? 'Links to papers are shown as cards in this workspace.'
    : 'Links to papers are no longer shown as cards in this workspace.';
}

function changedReply(channel: Channel, linksText: string, asked: Asked): CommandReply {
  const { pause, nextDueAt, schedule: when } = channel;
  const paused = pause === null ? '' : `It is paused, so nothing comes yet: ${pause.reason}`;
  const next = `The next digest comes on ${whenInWords(nextDueAt, when.zone)}.`;
  return {
    title: 'Changed',
    blocks: [
      text(paused === '' ? next : paused),
      { kind: 'fields', fields: settingFields(channel, asked) },
      ...notes(linksText),
      ...rows(pause === null ? [] : button('Resume', { do: 'resume' })),
    ],
  };
}

/** Asked for without saying what, where no form could be shown. */
function howTo(channel: Channel): CommandReply {
  return {
    title: 'What shall I change?',
    blocks: [
      text(
        `Now: up to ${countOf(channel.count, 'paper', 'papers')}, ${scheduleInWords(channel.schedule)}. Name what you want to change, e.g.\n` +
          `${SLASH} schedule time:09:00 zone:Europe/Berlin days:mon-fri`,
      ),
      ...rows(button('Open the form', { do: 'schedule' }, 'primary')),
    ],
  };
}
