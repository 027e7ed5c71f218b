import { attached } from './attachments.js';
import {
  ApiError,
  missingAccess,
  missingPermissions,
  unknownChannel,
  unknownMessage,
  type Answer,
} from './answer.js';
import {
  BITS,
  FORUM,
  permissionsIn,
  THREAD,
  visibleMessages,
  VOICE,
  type FakeChannel,
  type FakeFile,
  type FakeMessage,
  type State,
} from './state.js';
import { checkMessage, pingsOf } from './validate.js';
import { messageJson } from './wire.js';

type Json = Record<string, unknown>;

/** A channel the bot can see, or the refusal Discord gives. */
export function seenChannel(state: State, id: string): FakeChannel {
  const channel = state.channels.get(id);
  if (channel === undefined) throw unknownChannel();
  need(state, channel, BITS.viewChannel, missingAccess);
  return channel;
}

export function need(state: State, channel: FakeChannel, bits: bigint, refusal = missingPermissions): void {
  if ((permissionsIn(state, channel) & bits) !== bits) throw refusal();
}

/** Create Message. */
export function createMessage(
  state: State,
  channelId: string,
  sent: Json,
  sentFiles: readonly FakeFile[] = [],
): Answer {
  const channel = seenChannel(state, channelId);
  if (channel.type === FORUM) throw new ApiError(400, 40058, 'Cannot send a message in a forum channel');
  if (state.shutDirect.has(channelId)) throw new ApiError(403, 50007, 'Cannot send messages to this user');
  if (channel.type === VOICE) throw new ApiError(400, 50008, 'Cannot send messages in a non-text channel');
  need(state, channel, channel.type === THREAD ? BITS.sendMessagesInThreads : BITS.sendMessages);
  if (channel.locked) throw new ApiError(400, 160005, 'Thread is locked');
  if (sentFiles.length > 0) need(state, channel, BITS.attachFiles);
  const body: Json = { ...sent, files: attached(sent, sentFiles) };
  checkMessage(body);
  if (Array.isArray(body['embeds']) && body['embeds'].length > 0) need(state, channel, BITS.embedLinks);
  const twin = body['enforce_nonce'] === true ? sameNonce(state, body['nonce']) : undefined;
  if (twin?.deleted === true) throw unknownMessage();
  channel.archived = false;
  const message = twin ?? storeMessage(state, channelId, body);
  return { status: 200, body: { ...messageJson(state, message), nonce: body['nonce'] } };
}

export function storeMessage(state: State, channelId: string, body: Json, id = state.newId()): FakeMessage {
  const message: FakeMessage = {
    ...newMessage(state, channelId, { ...body, authorId: state.botId }, id),
    files: (body['files'] ?? []) as readonly FakeFile[],
    nonce: typeof body['nonce'] === 'string' ? body['nonce'] : null,
  };
  state.messages.push(message);
  return message;
}

/** A message that is not in any channel yet. */
export function newMessage(
  state: State,
  channelId: string,
  fields: Json & {
    readonly authorId: string;
    readonly ephemeral?: boolean;
    readonly files?: readonly FakeFile[];
  },
  id = state.newId(),
): FakeMessage {
  return {
    id,
    channelId,
    authorId: fields.authorId,
    at: state.now(),
    nonce: null,
    content: typeof fields['content'] === 'string' ? fields['content'] : '',
    embeds: (fields['embeds'] ?? []) as readonly Json[],
    components: (fields['components'] ?? []) as readonly Json[],
    files: fields.files ?? [],
    pings: pingsOf(fields),
    ephemeral: fields.ephemeral ?? false,
    deleted: false,
  };
}

/** Get Channel Messages: newest first; empty, not refused, without the right to read history. */
export function listMessages(state: State, channelId: string, query: URLSearchParams): Answer {
  const channel = seenChannel(state, channelId);
  if ((permissionsIn(state, channel) & BITS.readMessageHistory) === 0n) return { status: 200, body: [] };
  const limit = Math.min(100, state.historyPage, Number(query.get('limit') ?? '50'));
  const after = query.get('after');
  const before = query.get('before');
  const all = visibleMessages(state, channelId).filter(({ at }) => at <= state.now() - state.historyLagMs);
  const page =
    after !== null
      ? all.filter(({ id }) => BigInt(id) > BigInt(after)).slice(0, limit)
      : all.filter(({ id }) => before === null || BigInt(id) < BigInt(before)).slice(-limit);
  return { status: 200, body: page.reverse().map((message) => messageJson(state, message)) };
}

export function getMessage(state: State, channelId: string, messageId: string): Answer {
  const channel = seenChannel(state, channelId);
  need(state, channel, BITS.readMessageHistory);
  const message = visibleMessages(state, channelId).find(({ id }) => id === messageId);
  if (message === undefined) throw unknownMessage();
  return { status: 200, body: messageJson(state, message) };
}

/** Delete Message: one's own needs no right. */
export function deleteMessage(state: State, channelId: string, messageId: string): Answer {
  const channel = seenChannel(state, channelId);
  const message = visibleMessages(state, channelId).find(({ id }) => id === messageId);
  if (message === undefined) throw unknownMessage();
  if (message.authorId !== state.botId) need(state, channel, BITS.manageMessages);
  message.deleted = true;
  return { status: 204, body: null };
}

function sameNonce(state: State, nonce: unknown): FakeMessage | undefined {
  return state.messages.find(
    (message) => message.nonce === nonce && state.now() - message.at <= state.nonceWindowMs,
  );
}
