import { AppError } from '../errors.js';
import type { Preference, WorkspaceAddress, WorkspaceStore } from '../ports/workspace-store.js';
import { table, type Output } from './output.js';
import { readWorkspace } from './read-ids.js';

export interface WorkspaceOptions {
  readonly prefer?: string;
  readonly json?: boolean;
}

const PREFERENCES: readonly Preference[] = ['no-duplicate', 'delivery'];

/** What is done with a message that nobody can look for. */
const IN_WORDS: Record<Preference, string> = {
  'no-duplicate': 'waits for a person',
  delivery: 'is sent once more, and may be there twice',
};

/** One row for each workspace with settings of its own. */
export async function listWorkspaces(
  workspaces: Pick<WorkspaceStore, 'list'>,
  json: boolean,
  output: Output,
): Promise<void> {
  const rows = await workspaces.list();
  if (json) {
    output.json(rows);
    return;
  }
  if (rows.length === 0) {
    output.line('Every workspace has the usual settings. Change one with:');
    output.line('  broadsheet workspaces set slack:TEAM --prefer delivery');
    return;
  }
  const lines = rows.map(({ prefer, unfurl, ...which }) => [
    nameOf(which),
    `${prefer}: ${IN_WORDS[prefer]}`,
    unfurl ? 'shown as cards' : 'left alone',
  ]);
  output.line(table(['workspace', 'a message that cannot be looked for', 'links to papers'], lines));
}

/** What to change, and where. */
export interface WorkspaceChange {
  readonly which: WorkspaceAddress;
  readonly prefer: Preference;
}

/** @throws AppError `usage` when the workspace is none, or nothing that can be set is to be set */
export function readWorkspaceChange(where: string, { prefer }: WorkspaceOptions): WorkspaceChange {
  return { which: readWorkspace(where), prefer: preferenceOf(prefer) };
}

export async function setWorkspace(
  { which, prefer }: WorkspaceChange,
  json: boolean,
  workspaces: Pick<WorkspaceStore, 'get' | 'put'>,
  output: Output,
): Promise<void> {
  const { platform, workspace } = which;
  await workspaces.put(platform, workspace, { prefer });
  if (json) output.json({ ...which, ...(await workspaces.get(platform, workspace)) });
  else output.line(`In ${nameOf(which)} a message that cannot be looked for ${IN_WORDS[prefer]}.`);
}

// --- Internal helpers ---

function preferenceOf(text: string | undefined): Preference {
  const known = PREFERENCES.find((one) => one === text);
  if (known !== undefined) return known;
  throw new AppError(text === undefined ? 'What shall be set?' : `"${text}" is not a preference.`, {
    code: 'usage',
    hint: `Give --prefer ${PREFERENCES.join(' or ')}.`,
  });
}

function nameOf({ platform, workspace }: WorkspaceAddress): string {
  return `${platform}:${workspace}`;
}
