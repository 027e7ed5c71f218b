import { attached } from './attachments.js';
import { ApiError, missingPermissions, unknownMessage, type Answer } from './answer.js';
import { need, seenChannel, storeMessage } from './message-routes.js';
import {
  ANNOUNCEMENT,
  BITS,
  FORUM,
  permissionsIn,
  TEXT,
  THREAD,
  threadsOf,
  visibleMessages,
  type FakeChannel,
  type FakeFile,
  type State,
} from './state.js';
import { checkMessage, invalidForm } from './validate.js';
import { channelJson, messageJson } from './wire.js';

type Json = Record<string, unknown>;
const DURATIONS = new Set<unknown>([60, 1440, 4320, 10080]);

/** Start Thread from Message: one per message, with the message's id. */
export function threadFromMessage(state: State, channelId: string, messageId: string, body: Json): Answer {
  const channel = seenChannel(state, channelId);
  if (channel.type !== TEXT && channel.type !== ANNOUNCEMENT)
    throw new ApiError(400, 50024, 'Cannot execute action on this channel type');
  need(state, channel, BITS.createPublicThreads);
  if (!visibleMessages(state, channelId).some(({ id }) => id === messageId)) throw unknownMessage();
  if (state.channels.has(messageId))
    throw new ApiError(400, 160004, 'A thread has already been created for this message');
  const thread = openThread(state, channel, messageId, body);
  return { status: 201, body: channelJson(thread) };
}

/** Start Thread in Forum: the post's id is the id of its first message. No nonce here: a repeat makes another post. */
export function forumPost(
  state: State,
  channelId: string,
  body: Json,
  files: readonly FakeFile[] = [],
): Answer {
  const channel = seenChannel(state, channelId);
  if (channel.type !== FORUM) throw new ApiError(400, 50024, 'Cannot execute action on this channel type');
  need(state, channel, BITS.sendMessages);
  const message = body['message'];
  if (typeof message !== 'object' || message === null) throw invalidForm(['message: required']);
  if (channel.requireTag && (body['applied_tags'] as unknown[] | undefined)?.length === undefined)
    throw new ApiError(400, 40067, 'A tag is required to create a forum post in this channel');
  if (files.length > 0) need(state, channel, BITS.attachFiles);
  const starter: Json = { ...message, files: attached(message as Json, files) };
  if ('nonce' in starter || 'enforce_nonce' in starter) throw invalidForm(['message.nonce: unknown field']);
  checkMessage(starter);
  if (Array.isArray(starter['embeds']) && starter['embeds'].length > 0) need(state, channel, BITS.embedLinks);
  const id = state.newId();
  const thread = openThread(state, channel, id, body);
  const first = storeMessage(state, id, starter, id);
  return { status: 201, body: { ...channelJson(thread), message: messageJson(state, first) } };
}

/** List Active Guild Threads. */
export function activeThreads(state: State, guildId: string): Answer {
  const threads = [...state.channels.values()].filter(
    (channel) =>
      channel.type === THREAD &&
      channel.guildId === guildId &&
      !channel.archived &&
      (permissionsIn(state, channel) & BITS.viewChannel) !== 0n,
  );
  return { status: 200, body: { threads: threads.map(channelJson), members: [] } };
}

/** List Public Archived Threads: newest archiving first. */
export function archivedThreads(state: State, channelId: string, query: URLSearchParams): Answer {
  const channel = seenChannel(state, channelId);
  need(state, channel, BITS.readMessageHistory, missingPermissions);
  const before = query.get('before');
  const limit = Number(query.get('limit') ?? '50');
  const all = threadsOf(state, channelId)
    .filter((thread) => thread.archived && (before === null || thread.archiveAt < Date.parse(before)))
    .sort((a, b) => b.archiveAt - a.archiveAt);
  const page = all.slice(0, limit);
  return {
    status: 200,
    body: { threads: page.map(channelJson), members: [], has_more: all.length > page.length },
  };
}

function openThread(state: State, parent: FakeChannel, id: string, body: Json): FakeChannel {
  const name = typeof body['name'] === 'string' ? body['name'].trim() : '';
  const duration = body['auto_archive_duration'] ?? 4320;
  const faults = [
    ...(name.length < 1 || name.length > 100 ? ['name: must be 1 to 100 in length'] : []),
    ...(DURATIONS.has(duration) ? [] : ['auto_archive_duration: not one of the choices']),
  ];
  if (faults.length > 0) throw invalidForm(faults);
  const active = [...state.channels.values()].filter(
    (channel) => channel.type === THREAD && channel.guildId === parent.guildId && !channel.archived,
  );
  if (active.length >= state.maxActiveThreads)
    throw new ApiError(400, 160006, 'Maximum number of active threads reached');
  const thread: FakeChannel = {
    id,
    guildId: parent.guildId,
    recipient: null,
    type: THREAD,
    name,
    parentId: parent.id,
    ownerId: state.botId,
    overwrites: [],
    requireTag: false,
    archived: false,
    locked: false,
    archiveAt: state.now(),
    autoArchive: duration as number,
  };
  state.channels.set(id, thread);
  return thread;
}
