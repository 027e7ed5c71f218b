import { MethodError, need, type Args } from './method-tools.js';
import type { FakeSlackChannel, State } from './state.js';

/** `conversations.list`: private channels only where the bot is, pages by cursor, fewer than 1,000 at a time. */
export function listChannels(state: State, args: Args): object {
  const types = (args['types'] ?? 'public_channel').split(',');
  if (types.includes('public_channel')) need(state, 'channels:read');
  if (types.includes('private_channel')) need(state, 'groups:read');
  const limit = Number(args['limit'] ?? 100);
  if (!(limit >= 1 && limit < 1_000)) throw new MethodError('invalid_limit');
  const from = offsetOf(args['cursor'] ?? '');
  const shown = [...state.channels.values()].filter(
    (channel) => isOfType(channel, types) && !(args['exclude_archived'] === 'true' && channel.isArchived),
  );
  const next = from + limit < shown.length ? `after:${from + limit}` : '';
  const channels = shown.slice(from, from + limit).map((channel) => ({
    id: channel.id,
    name: channel.name,
    is_channel: !channel.isPrivate,
    is_private: channel.isPrivate,
    is_archived: channel.isArchived,
    is_member: channel.isMember,
  }));
  return { channels, response_metadata: { next_cursor: next } };
}

// --- Internal helpers ---

function isOfType(channel: FakeSlackChannel, types: readonly string[]): boolean {
  if (channel.personId !== null) return false;
  if (channel.isPrivate) return channel.isMember && types.includes('private_channel');
  return types.includes('public_channel');
}

function offsetOf(cursor: string): number {
  if (cursor === '') return 0;
  const found = /^after:(\d+)$/.exec(cursor);
  if (found === null) throw new MethodError('invalid_cursor');
  return Number(found[1]);
}
