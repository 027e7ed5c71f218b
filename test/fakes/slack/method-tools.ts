import type { FakeSlackChannel, State } from './state.js';

export type Args = Readonly<Record<string, string>>;

/** A refusal of Slack's: `{ ok: false, error }`. */
export class MethodError extends Error {
  constructor(
    readonly code: string,
    readonly needed: string | null = null,
  ) {
    super(code);
  }
}

/** Carries a method out. @throws MethodError as Slack would answer */
export type Method = (state: State, args: Args) => object;

/** @throws MethodError when the app was not given the scope */
export function need(state: State, scope: string): void {
  if (!state.scopes.has(scope)) throw new MethodError('missing_scope', scope);
  state.usedScopes.add(scope);
}

export function known(state: State, args: Args): FakeSlackChannel {
  const channel = state.channels.get(args['channel'] ?? '');
  if (channel === undefined) throw new MethodError('channel_not_found');
  return channel;
}

/** Where a message may be posted; a person's id stands for the conversation with the bot. */
export function postable(state: State, args: Args): FakeSlackChannel {
  const id = args['channel'] ?? '';
  const channel = state.people.has(id) ? directChannel(state, id) : known(state, args);
  if (channel.isPrivate && !channel.isMember) throw new MethodError('channel_not_found');
  if (channel.isArchived) throw new MethodError('is_archived');
  if (!channel.isMember) {
    if (!state.scopes.has('chat:write.public')) throw new MethodError('not_in_channel');
    state.usedScopes.add('chat:write.public');
  }
  if (channel.postError !== null) throw new MethodError(channel.postError);
  return channel;
}

/** A person's conversation with the bot, made when it is first needed. */
export function directChannel(state: State, personId: string): FakeSlackChannel {
  const found = [...state.channels.values()].find((channel) => channel.personId === personId);
  if (found !== undefined) return found;
  const channel: FakeSlackChannel = {
    id: `D${personId.slice(1)}`,
    name: 'directmessage',
    isPrivate: true,
    personId,
    isArchived: false,
    isMember: true,
    postError: null,
  };
  state.channels.set(channel.id, channel);
  return channel;
}

/** An argument that travels as JSON. */
export function parsed<T>(json: string | undefined, missing: T): T {
  return json === undefined ? missing : (JSON.parse(json) as T);
}
