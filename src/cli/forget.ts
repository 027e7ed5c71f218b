import { DISCORD_DIRECT, isSlackTeam } from '../channels/address.js';
import { forgetAllOf, type Forgettable } from '../commands/forget-person.js';
import { AppError } from '../errors.js';
import { parseMailAddress, type MailAddress } from '../subscriptions/mail-address.js';
import { openAddresses } from '../wiring/mail.js';
import type { WorkspaceAddress } from '../ports/workspace-store.js';
import type { Runtime } from '../wiring/runtime.js';
import { openSecrets } from '../wiring/secrets.js';
import type { Output } from './output.js';
import { isDiscordId, isSlackUser, readWorkspace, shortened } from './read-ids.js';

export interface ForgetOptions {
  readonly person?: string;
  readonly workspace?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** Whom to forget, and how to call them. */
export type Whom = { readonly name: string } & (
  | { readonly kind: 'person'; readonly person: Forgettable }
  | { readonly kind: 'reader'; readonly address: MailAddress }
  | ({ readonly kind: 'workspace' } & WorkspaceAddress)
);

const ONE_CHANNEL = ' One channel goes with: broadsheet channels remove KEY';

/** @throws AppError `usage` when it is not exactly one of the two, or none that could be */
export function readForget({ person, workspace }: ForgetOptions): Whom {
  if (person !== undefined && workspace === undefined) return readPerson(person.trim());
  if (workspace !== undefined && person === undefined)
    return { kind: 'workspace', name: workspace.trim(), ...readWorkspace(workspace, ONE_CHANNEL) };
  throw new AppError('Say whom to forget: one person, or one workspace.', {
    code: 'usage',
    hint: 'Use --person slack:TEAM:USER, discord:USER or email:ADDRESS, or --workspace slack:TEAM or discord:SERVER.',
  });
}

/** Deletes and says how much that was. */
export async function forget(whom: Whom, json: boolean, runtime: Runtime, output: Output): Promise<void> {
  const { stores } = runtime;
  if (whom.kind === 'person') {
    const { hashPerson } = await openSecrets(runtime);
    const gone = await forgetAllOf(whom.person, { ...stores, hashPerson });
    report(whom.name, gone, json, output);
    return;
  }
  if (whom.kind === 'reader') {
    const { book } = await openAddresses(runtime);
    report(whom.name, await stores.subscribers.forget(book.hashOf(whom.address)), json, output);
    return;
  }
  const gone = await stores.workspaces.forget(whom.platform, whom.workspace);
  report(whom.name, gone, json, output);
  if (json) return;
  if (whom.platform === 'discord')
    output.line('Papers that its people saved are theirs, not the server’s: forget them with --person.');
  output.line('Remove the bot there too, or people can set it up again.');
}

// --- Internal helpers ---

/** What each figure counts: one, and more. */
const NAMES: Readonly<Record<string, readonly [string, string]>> = {
  channels: ['channel with its digests', 'channels with their digests'],
  saved: ['saved paper', 'saved papers'],
  feedback: ['opinion', 'opinions'],
  digests: ['digest by direct message', 'digests by direct message'],
  setUps: ['note of who set up a channel', 'notes of who set up a channel'],
  subscriptions: ['subscription by mail with its digests', 'subscriptions by mail with their digests'],
  letters: ['letter about a subscription', 'letters about a subscription'],
  settings: ['setting of the workspace', 'settings of the workspace'],
};

function report(name: string, gone: object, json: boolean, output: Output): void {
  if (json) {
    output.json({ forgotten: name, ...gone });
    return;
  }
  const parts = Object.entries(gone).flatMap(([what, count]) => {
    const [one, many] = NAMES[what] ?? [what, what];
    return typeof count !== 'number' || count === 0 ? [] : [`  ${count} ${count === 1 ? one : many}`];
  });
  output.line(parts.length === 0 ? `Nothing is kept about ${name}.` : `Deleted about ${name}:`);
  for (const part of parts) output.line(part);
}

function readPerson(text: string): Whom {
  const [platform = '', ...ids] = text.split(':');
  const id = ids.at(-1) ?? '';
  if (platform === 'discord' && ids.length === 1 && isDiscordId(id))
    return person({ platform, workspace: DISCORD_DIRECT, id, direct: null }, text);
  if (platform === 'email') {
    const parsed = parseMailAddress(ids.join(':'));
    if (!parsed.ok) throw new AppError(parsed.message, { code: 'usage' });
    return { kind: 'reader', address: parsed.value, name: parsed.value.address };
  }
  const [workspace = ''] = ids;
  if (platform === 'slack' && ids.length === 2 && isSlackTeam(workspace) && isSlackUser(id))
    return person({ platform, workspace, id, direct: null }, text);
  throw new AppError(`"${shortened(text)}" names no person.`, {
    code: 'usage',
    hint: 'Write slack:TEAM:USER, like slack:T0123ABCD:U0123ABCD, discord:USER with the user’s number alone, or email:ADDRESS.',
  });
}

function person(of: Forgettable, name: string): Whom {
  return { kind: 'person', person: of, name };
}
