import type { FakeAsk } from './asks.js';
import type { FakeEvents } from './events.js';
import { need } from './method-tools.js';
import type { FakeSlackChannel, State } from './state.js';

/** What people do to channels and to the app; each changes the workspace and tells the app as Slack does. */
export interface FakePlaces {
  archive(channel: string): FakeAsk;
  unarchive(channel: string): FakeAsk;
  rename(channel: string, name: string): FakeAsk;
  deleteChannel(channel: string): FakeAsk;
  /** Takes the bot out of a channel; Slack tells it twice, in two ways. */
  kick(channel: string): readonly FakeAsk[];
  /** Puts the bot, or somebody else, into a channel. */
  invite(channel: string, user?: string): FakeAsk;
  /** Makes it private; the id stays. Told as a message in it: an app that does not hear of messages learns nothing. */
  makePrivate(channel: string): void;
  /** The same the other way round. */
  makePublic(channel: string): void;
  /** Says so to an app that hears of every message, as Slack does when it is in the channel. */
  tellOfConversion(channel: string): FakeAsk;
  /** A private channel that is shared with another workspace gets another id. */
  renumber(channel: string, id: string): FakeAsk;
  /** Takes the token away, and says so. */
  uninstall(event?: 'app_uninstalled' | 'tokens_revoked'): FakeAsk;
  /** The same token works again. */
  install(): void;
}

export function createFakePlaces(state: State, send: FakeEvents['event']): FakePlaces {
  const token = state.botToken;
  const of = (id: string): FakeSlackChannel => {
    const channel = state.channels.get(id);
    if (channel === undefined) throw new Error(`the fake Slack has no channel ${id}`);
    return channel;
  };
  /** Events of private channels have names of their own. */
  const tell = (id: string, what: string, rest: object = {}): FakeAsk => {
    const { isPrivate } = of(id);
    need(state, isPrivate ? 'groups:read' : 'channels:read');
    return send({ type: `${isPrivate ? 'group' : 'channel'}_${what}`, channel: id, ...rest });
  };
  const change = (id: string, changes: Partial<FakeSlackChannel>): FakeSlackChannel => {
    const channel = { ...of(id), ...changes };
    state.channels.delete(id);
    state.channels.set(channel.id, channel);
    return channel;
  };
  const member = (id: string, what: string, user: string): FakeAsk =>
    send({ type: `member_${what}_channel`, channel: id, user, team: state.teamId });
  return {
    archive(id) {
      change(id, { isArchived: true });
      return tell(id, 'archive', { user: 'U0READER01' });
    },
    unarchive(id) {
      change(id, { isArchived: false });
      return tell(id, 'unarchive', { user: 'U0READER01' });
    },
    rename(id, name) {
      change(id, { name });
      return tell(id, 'rename', { channel: { id, name, created: 1 } });
    },
    deleteChannel(id) {
      const told = tell(id, 'deleted');
      state.channels.delete(id);
      return told;
    },
    kick(id) {
      change(id, { isMember: false });
      return [tell(id, 'left', { actor_id: 'U0READER01' }), member(id, 'left', state.botUserId)];
    },
    invite(id, user = state.botUserId) {
      if (user === state.botUserId) change(id, { isMember: true });
      return member(id, 'joined', user);
    },
    makePrivate: (id) => void change(id, { isPrivate: true }),
    makePublic: (id) => void change(id, { isPrivate: false }),
    tellOfConversion(id) {
      const { isPrivate } = of(id);
      need(state, isPrivate ? 'groups:history' : 'channels:history');
      const [to, type] = isPrivate ? ['private', 'group'] : ['public', 'channel'];
      return send({
        type: 'message',
        subtype: `channel_convert_to_${to}`,
        channel: id,
        channel_type: type,
        user: 'U0READER01',
        ts: state.newTs(),
        text: `made this channel *${to}*.`,
      });
    },
    renumber(id, next) {
      change(id, { id: next });
      return send({ type: 'channel_id_changed', old_channel_id: id, new_channel_id: next });
    },
    uninstall(type = 'app_uninstalled') {
      Object.assign(state, { botToken: 'xoxb-none-any-more' });
      return send({
        type,
        ...(type === 'tokens_revoked' ? { tokens: { oauth: [], bot: [state.botUserId] } } : {}),
      });
    },
    install: () => void Object.assign(state, { botToken: token }),
  };
}
