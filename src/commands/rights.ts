import type { Managers } from '../channels/channel.js';
import { usualManagers } from '../channels/settings.js';
import { describeError } from '../errors.js';
import type { PersonFacts } from '../ports/directory.js';
import { refusal } from './blocks.js';
import type { PlainDeed } from './buttons.js';
import { definitionOf } from './definitions.js';
import type { Asked, Kitchen } from './deps.js';
import type { CommandReply } from './reply.js';
import type { Action } from './request.js';
import { managersInWords, SLASH } from './wording.js';

/** Buttons that change what a channel gets. */
const MANAGING_DEEDS: readonly (PlainDeed | 'subscribe')[] = [
  'schedule',
  'now',
  'resume',
  'taste-reset',
  'subscribe',
];

/** True for what only those may ask who may change the channel's settings, however they ask it. */
export function needsRights(action: Action): boolean {
  switch (action.kind) {
    case 'command':
      return definitionOf(action.name)?.allowed === 'managers';
    case 'button':
      return MANAGING_DEEDS.some((deed) => deed === action.action.do);
    case 'form':
      return definitionOf(action.form)?.allowed !== 'everyone';
    case 'text':
    case 'find-similar':
    case 'unfurl':
    case 'home':
      return false;
  }
}

/**
 * Checks from the event itself, and on Slack from what the workspace says of the person, whether somebody may change
 * the channel's settings. A place that cannot be asked is a refusal.
 * @returns null when they may, else what to answer
 */
export async function refuseStranger(asked: Asked, kitchen: Kitchen): Promise<CommandReply | null> {
  const { request } = asked;
  if (request.direct) return null;
  const { platform } = request.address;
  const channel = await kitchen.channels.get(asked.key);
  const managers = channel?.managers ?? usualManagers(platform);
  if (platform === 'discord')
    return managers === 'members' || request.person.manages === true ? null : strangerOnDiscord();
  const facts = await askDirectory(asked);
  return 'reply' in facts ? facts.reply : judgeOnSlack(managers, facts.facts);
}

/** Whether somebody administers the workspace; false where nobody can tell. @returns a reply when the workspace could not be asked */
export async function isAdmin(asked: Asked): Promise<boolean | CommandReply> {
  const asking = await askDirectory(asked);
  return 'reply' in asking ? asking.reply : (asking.facts?.admin ?? false);
}

// --- Internal helpers ---

function judgeOnSlack(managers: Managers, facts: PersonFacts | null): CommandReply | null {
  if (managers === 'admins' && facts?.admin !== true)
    return refusal(
      `Only ${managersInWords('admins', 'slack')} may change this channel’s digest. Please ask one of them.`,
    );
  if (facts?.guest === true)
    return refusal(
      'Guests may not change this channel’s digest. Please ask a full member of this workspace.',
    );
  return null;
}

function strangerOnDiscord(): CommandReply {
  return refusal(
    `Only ${managersInWords('admins', 'discord')} may change this channel’s digest. Please ask one of them; ` +
      `they can open it to everyone with ${SLASH} schedule managers:members.`,
  );
}

async function askDirectory(
  asked: Asked,
): Promise<{ readonly facts: PersonFacts | null } | { readonly reply: CommandReply }> {
  try {
    return { facts: await asked.person() };
  } catch (error) {
    return {
      reply: refusal(
        `I could not look up who you are, so nothing was changed: ${describeError(error)} Please try again in a moment.`,
      ),
    };
  }
}
