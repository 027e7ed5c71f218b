import type { FakeChannel, FakeGuild, FakeMessage, State } from './state.js';
import { DIRECT, FORUM, THREAD } from './state.js';

/** The state as Discord's JSON. */

export function userJson(id: string, name: string, bot: boolean): object {
  return { id, username: name, discriminator: '0', global_name: null, avatar: null, bot };
}

export function botUser(state: State): object {
  return userJson(state.botId, 'broadsheet', true);
}

/** Never with the nonce: reading a message back does not promise it. */
export function messageJson(state: State, message: FakeMessage): Record<string, unknown> {
  return {
    id: message.id,
    channel_id: message.channelId,
    type: 0,
    author: message.authorId === state.botId ? botUser(state) : userJson(message.authorId, 'someone', false),
    content: message.content,
    embeds: message.embeds.map((embed) => ({ type: 'rich', ...embed })),
    components: message.components,
    attachments: message.files.map(({ name, text }, index) => ({
      id: String(index + 1),
      filename: name,
      size: Buffer.byteLength(text),
      url: `https://cdn.example/${name}`,
      proxy_url: `https://cdn.example/${name}`,
    })),
    mentions: [],
    mention_roles: [],
    mention_everyone: message.pings.includes('@everyone'),
    pinned: false,
    tts: false,
    timestamp: new Date(message.at).toISOString(),
    edited_timestamp: null,
    flags: message.ephemeral ? 1 << 6 : 0,
  };
}

export function channelJson(channel: FakeChannel): Record<string, unknown> {
  if (channel.type === DIRECT) {
    const { id, name } = channel.recipient ?? { id: '0', name: 'nobody' };
    return { id: channel.id, type: DIRECT, flags: 0, recipients: [userJson(id, name, false)] };
  }
  const common = { id: channel.id, guild_id: channel.guildId, type: channel.type, name: channel.name };
  if (channel.type === THREAD)
    return {
      ...common,
      parent_id: channel.parentId,
      owner_id: channel.ownerId,
      message_count: 0,
      member_count: 1,
      rate_limit_per_user: 0,
      thread_metadata: {
        archived: channel.archived,
        locked: channel.locked,
        auto_archive_duration: channel.autoArchive,
        archive_timestamp: new Date(channel.archiveAt).toISOString(),
      },
    };
  return {
    ...common,
    position: 0,
    parent_id: null,
    flags: channel.requireTag ? 1 << 4 : 0,
    permission_overwrites: channel.overwrites.map((item) => ({
      id: item.id,
      type: item.type,
      allow: item.allow.toString(),
      deny: item.deny.toString(),
    })),
    ...(channel.type === FORUM ? { available_tags: [], default_reaction_emoji: null } : {}),
  };
}

export function guildJson(guild: FakeGuild): Record<string, unknown> {
  const role = (id: string, name: string, permissions: bigint) => ({
    id,
    name,
    permissions: permissions.toString(),
    color: 0,
    hoist: false,
    position: 0,
    managed: false,
    mentionable: false,
    flags: 0,
  });
  return {
    id: guild.id,
    name: guild.name,
    owner_id: guild.ownerId,
    roles: [role(guild.id, '@everyone', guild.everyone), role(guild.botRoleId, 'Broadsheet', guild.bot)],
    emojis: [],
    stickers: [],
    features: [],
    preferred_locale: 'en-US',
    verification_level: 0,
    system_channel_flags: 0,
  };
}

export function memberJson(state: State, guild: FakeGuild): Record<string, unknown> {
  return {
    user: botUser(state),
    roles: [guild.botRoleId],
    joined_at: new Date(0).toISOString(),
    deaf: false,
    mute: false,
    flags: 0,
  };
}

/** A guild as the gateway announces it. */
export function guildCreateJson(state: State, guild: FakeGuild): Record<string, unknown> {
  const channels = [...state.channels.values()].filter((channel) => channel.guildId === guild.id);
  return {
    ...guildJson(guild),
    joined_at: new Date(0).toISOString(),
    large: false,
    unavailable: false,
    member_count: 2,
    members: [memberJson(state, guild)],
    channels: channels.filter((channel) => channel.type !== THREAD).map(channelJson),
    threads: channels.filter((channel) => channel.type === THREAD && !channel.archived).map(channelJson),
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}
