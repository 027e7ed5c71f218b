import type { InteractionRecord } from './interactions.js';
import { DIRECT, type FakeMessage, type State } from './state.js';
import { channelJson, messageJson, userJson } from './wire.js';

type Json = Record<string, unknown>;

const TYPES = { command: 2, 'message-command': 2, component: 3, autocomplete: 4, modal: 5 } as const;

/** The gateway event of something a person did. @param data of that kind of interaction */
export function interactionJson(state: State, interaction: InteractionRecord, data: Json): Json {
  const { id, token, channelId, user, permissions, message, userInstalled } = interaction;
  const channel = state.channels.get(channelId);
  if (channel === undefined) throw new Error(`the fake Discord has no channel ${channelId}`);
  const direct = channel.type === DIRECT;
  const person = userJson(user.id, user.name, false);
  const member = {
    user: person,
    roles: [],
    permissions: permissions.toString(),
    joined_at: new Date(0).toISOString(),
    deaf: false,
    mute: false,
    flags: 0,
  };
  const place = direct
    ? { user: person, context: 1 }
    : { guild_id: channel.guildId, guild: { id: channel.guildId, features: [] }, member, context: 0 };
  return {
    id,
    application_id: state.appId,
    type: TYPES[interaction.kind],
    token,
    version: 1,
    channel_id: channelId,
    channel: { ...channelJson(channel), permissions: permissions.toString() },
    ...place,
    ...(message === null ? {} : { message: messageJson(state, message) }),
    data,
    app_permissions: '0',
    locale: 'en-US',
    entitlements: [],
    authorizing_integration_owners: userInstalled ? { 1: user.id } : { 0: direct ? '0' : channel.guildId },
    attachment_size_limit: 10_485_760,
  };
}

/** What “Apps” in a message's menu sends. */
export function messageCommandData(state: State, name: string, message: FakeMessage): Json {
  return {
    id: state.newId(),
    type: 3,
    name,
    target_id: message.id,
    resolved: { messages: { [message.id]: messageJson(state, message) } },
  };
}
