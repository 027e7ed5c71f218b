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
}

export function createPlaceReader(rest: DiscordRest): PlaceReader {
  let known: string | null = null;
  const me = async (signal: AbortSignal) =>
    (known ??= idSchema.parse(await rest('get', Routes.user(), { signal })).id);
  return {
    me,
    async channel(id, signal) {
      return channelSchema.parse(await rest('get', Routes.channel(id), { signal }));
    },
    async permissions(address, channel, signal) {
      const memberId = await me(signal);
      const guild = guildSchema.parse(await rest('get', Routes.guild(address.workspace), { signal }));
      const route = Routes.guildMember(address.workspace, memberId);
      const member = memberSchema.parse(await rest('get', route, { signal }));
      return effectivePermissions({
        guildId: guild.id,
        ownerId: guild.owner_id,
        roles: guild.roles,
        memberId,
        memberRoles: member.roles,
        overwrites: channel.permission_overwrites,
      });
    },
  };
}
