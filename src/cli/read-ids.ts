import { isSlackTeam } from '../channels/address.js';
import { AppError } from '../errors.js';
import type { WorkspaceAddress } from '../ports/workspace-store.js';

const SNOWFLAKE = /^[1-9]\d{4,19}$/;
const SLACK_USER = /^[UW][A-Z0-9]+$/;

export function isDiscordId(text: string): boolean {
  return SNOWFLAKE.test(text);
}

export function isSlackUser(text: string): boolean {
  return SLACK_USER.test(text);
}

/**
 * Reads `slack:TEAM` or `discord:SERVER`.
 * @param more said after the repair
 * @throws AppError `usage` when it is neither
 */
export function readWorkspace(text: string, more = ''): WorkspaceAddress {
  const [platform = '', workspace = '', ...rest] = text.trim().split(':');
  if (rest.length === 0 && platform === 'discord' && isDiscordId(workspace)) return { platform, workspace };
  if (rest.length === 0 && platform === 'slack' && isSlackTeam(workspace)) return { platform, workspace };
  throw new AppError(`"${shortened(text.trim())}" names no workspace.`, {
    code: 'usage',
    hint: `Write slack:TEAM, like slack:T0123ABCD, or discord:SERVER with the server’s number.${more}`,
  });
}

/** What was typed, for a message. */
export function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
