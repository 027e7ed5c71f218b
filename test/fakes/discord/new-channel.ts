import { TEXT, type FakeChannel, type State } from './state.js';

/** A channel that everybody may see, kept in the state. */
export function newChannel(state: State, overrides: Partial<FakeChannel> & { guildId: string }): FakeChannel {
  const channel: FakeChannel = {
    id: state.newId(),
    type: TEXT,
    name: 'papers',
    recipient: null,
    parentId: null,
    ownerId: null,
    overwrites: [],
    requireTag: false,
    archived: false,
    locked: false,
    archiveAt: 0,
    autoArchive: 4320,
    ...overrides,
  };
  state.channels.set(channel.id, channel);
  return channel;
}
