import { ChannelType, Routes } from 'discord.js';
import type { z } from 'zod';
import type { ChannelAddress } from '../../src/channels/channel.js';
import { effectivePermissions } from './permissions.js';
import type { DiscordRest } from './rest.js';
import { channelSchema, guildSchema, idSchema, memberSchema } from './schema.js';

export type DiscordChannel = z.infer<typeof channelSchema>;

/** The workspace of direct messages in an address. */
export const DIRECT = '@me';

const DIRECT_TYPES = new Set<number>([ChannelType.DM, ChannelType.GroupDM]);

/** A conversation outside every server: no roles, no threads. */
export function isDirect(channel: DiscordChannel): boolean {
  return DIRECT_TYPES.has(channel.type);
}

/** Reads what is known of one place; every call may throw what the SDK throws. */
export interface PlaceReader {
  /** The bot's own user id, asked for once. */
  me(signal: AbortSignal): Promise<string>;
  channel(id: string, signal: AbortSignal): Promise<DiscordChannel>;
  /** What the bot may do in a channel of a guild. */
  permissions(address: ChannelAddress, channel: DiscordChannel, signal: AbortSignal): Promise<bigint>;
  /** The same for any channel of one guild, asked for once. */
  rightsIn(guildId: string, signal: AbortSignal): Promise<(channel: DiscordChannel) => bigint>;
}

export function createPlaceReader(rest: DiscordRest): PlaceReader {
  let known: string | null = null;
  const me = async (signal: AbortSignal) =>
    (known ??= idSchema.parse(await rest('get', Routes.user(), { signal })).id);
  const rightsIn: PlaceReader['rightsIn'] = async (guildId, signal) => {
    const memberId = await me(signal);
    const guild = guildSchema.parse(await rest('get', Routes.guild(guildId), { signal }));
    const member = memberSchema.parse(await rest('get', Routes.guildMember(guildId, memberId), { signal }));
    const { id, owner_id: ownerId, roles } = guild;
    const facts = { guildId: id, ownerId, roles, memberId, memberRoles: member.roles };
    return ({ permission_overwrites: overwrites }) => effectivePermissions({ ...facts, overwrites });
  };
  return {
    me,
    async channel(id, signal) {
      return channelSchema.parse(await rest('get', Routes.channel(id), { signal }));
    },
    rightsIn,
    permissions: async (address, channel, signal) => (await rightsIn(address.workspace, signal))(channel),
  };
}
