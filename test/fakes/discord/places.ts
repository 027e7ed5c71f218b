import { permissionsIn, type FakeChannel, type FakeGuild, type Overwrite, type State } from './state.js';
import { channelJson, guildCreateJson } from './wire.js';

/** What people do to servers and channels; each changes the state and tells every session as Discord does. */
export interface FakePlaces {
  /** Takes the bot out of a server. */
  removeBot(guildId: string): void;
  /** Invites it again. */
  inviteBot(guildId: string): void;
  /** The server is away for a while; nothing is removed. */
  outage(guildId: string): void;
  outageOver(guildId: string): void;
  deleteChannel(channelId: string): void;
  renameChannel(channelId: string, name: string): void;
  /** Sets the rights in a channel. */
  setOverwrites(channelId: string, overwrites: readonly Overwrite[]): void;
  /** Changes the bot's own role. */
  setRole(guildId: string, permissions: bigint): void;
}

type Dispatch = (event: string, data: Record<string, unknown>) => number;

export function createFakePlaces(state: State, dispatch: Dispatch): FakePlaces {
  const guild = (id: string): FakeGuild => {
    const found = state.guilds.get(id);
    if (found === undefined) throw new Error(`the fake Discord has no server ${id}`);
    return found;
  };
  const change = (id: string, changes: Partial<FakeChannel>): FakeChannel => {
    const found = state.channels.get(id);
    if (found === undefined) throw new Error(`the fake Discord has no channel ${id}`);
    const channel = { ...found, ...changes };
    state.channels.set(id, channel);
    return channel;
  };
  return {
    removeBot(id) {
      guild(id).joined = false;
      dispatch('GUILD_DELETE', { id });
    },
    inviteBot(id) {
      guild(id).joined = true;
      dispatch('GUILD_CREATE', guildCreateJson(state, guild(id)));
    },
    outage: (id) => void dispatch('GUILD_DELETE', { id, unavailable: true }),
    outageOver: (id) => void dispatch('GUILD_CREATE', guildCreateJson(state, guild(id))),
    deleteChannel(id) {
      const channel = change(id, {});
      const sees = permissionsIn(state, channel) !== 0n;
      state.channels.delete(id);
      if (sees) dispatch('CHANNEL_DELETE', channelJson(channel));
    },
    renameChannel: (id, name) => void dispatch('CHANNEL_UPDATE', channelJson(change(id, { name }))),
    setOverwrites: (id, overwrites) =>
      void dispatch('CHANNEL_UPDATE', channelJson(change(id, { overwrites }))),
    setRole(id, permissions) {
      const { botRoleId } = guild(id);
      guild(id).bot = permissions;
      const role = { id: botRoleId, name: 'Broadsheet', permissions: permissions.toString(), color: 0 };
      const rest = { hoist: false, position: 0, managed: false, mentionable: false, flags: 0 };
      dispatch('GUILD_ROLE_UPDATE', { guild_id: id, role: { ...role, ...rest } });
    },
  };
}
