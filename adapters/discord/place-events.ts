import { Events, type Client } from 'discord.js';
import type { HearPlace } from '../../src/channels/place-event.js';
import { REASONS } from './error-codes.js';

/**
 * Passes on what Discord tells of servers and channels. A server that is merely away (`unavailable`) comes as another
 * event, which is left alone: its channels stay as they are.
 */
export function listenToPlaces(client: Client, hear: HearPlace): void {
  const changed = (workspace: string, place: string | null, back: boolean): void =>
    void hear({ kind: 'changed', platform: 'discord', workspace, place, back });
  client.on(Events.GuildDelete, ({ id }) => {
    void hear({ kind: 'lost-workspace', platform: 'discord', workspace: id, reason: REASONS.removed });
  });
  client.on(Events.GuildCreate, ({ id }) => changed(id, null, true));
  client.on(Events.ChannelDelete, (channel) => {
    if (channel.isDMBased()) return;
    void hear({ kind: 'lost', address: addressOf(channel), reason: REASONS.deleted });
  });
  client.on(Events.ChannelUpdate, (before, after) => {
    if (before.isDMBased() || after.isDMBased()) return;
    if (before.name !== after.name)
      void hear({ kind: 'renamed', address: addressOf(after), name: `#${after.name}` });
    // Rights, kind, tags: whatever it is, it may be what was in the way.
    changed(after.guildId, after.id, false);
  });
  client.on(Events.GuildRoleUpdate, ({ guild }) => changed(guild.id, null, false));
}

// --- Internal helpers ---

function addressOf({ guildId, id }: { readonly guildId: string; readonly id: string }) {
  return { platform: 'discord', workspace: guildId, place: id } as const;
}
