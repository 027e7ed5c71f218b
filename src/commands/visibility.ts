import { refusal } from './blocks.js';
import type { Visibility } from './definition.js';
import { definitionOf } from './definitions.js';
import type { CommandReply } from './reply.js';
import type { Action, Person } from './request.js';
import { SLASH } from './wording.js';

/** Whether all may see the answer to something. @param readText what typed text asks for */
export function visibilityOf(action: Action, readText: (text: string) => Action): Visibility {
  switch (action.kind) {
    case 'command':
      return definitionOf(action.name)?.visibility(action.options) ?? 'private';
    case 'button':
      return action.action.do === 'share' ? 'public' : 'private';
    case 'text': {
      const read = readText(action.text);
      return read.kind === 'text' ? 'private' : visibilityOf(read, readText);
    }
    case 'form':
      return definitionOf(action.form)?.visibility(action.values) ?? 'private';
    case 'unfurl':
      return 'public';
    default:
      return 'private';
  }
}

/** Who may not write in a place does not write there through the bot either. @returns null when nothing speaks against it */
export function refuseSilenced(action: Action, person: Person): CommandReply | null {
  if (person.mayPost !== false || visibilityOf(action, (text) => ({ kind: 'text', text })) === 'private')
    return null;
  return refusal(
    `You may not write in this channel, so I cannot show this to everyone here. ${privateWay(action)}`,
  );
}

// --- Internal helpers ---

function privateWay(action: Action): string {
  if (action.kind === 'command' && action.name === 'show')
    return `To see a paper by yourself, use ${SLASH} search with its id, link or title.`;
  if (action.kind === 'command') return `Use ${SLASH} ${action.name} without share to see it by yourself.`;
  return 'Nothing was posted; you can go on reading it by yourself.';
}
