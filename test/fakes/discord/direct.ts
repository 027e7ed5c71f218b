import { ApiError } from './answer.js';
import { newChannel } from './new-channel.js';
import { DIRECT, type FakeChannel, type State } from './state.js';

/** Create DM: the one conversation with this person, made when it is first asked for. */
export function openDirect(state: State, body: Record<string, unknown>): FakeChannel {
  const { recipient_id: id } = body;
  if (typeof id !== 'string' || !/^\d{1,20}$/.test(id))
    throw new ApiError(400, 50035, 'Invalid Form Body: recipient_id');
  const known = [...state.channels.values()].find(({ recipient }) => recipient?.id === id);
  if (known !== undefined) return known;
  const recipient = { id, name: 'someone' };
  return newChannel(state, { guildId: '@me', type: DIRECT, name: '', recipient });
}
