import { checkMessage } from './check-message.js';
import { isListed, page } from './history.js';
import { badManners, pingsIn } from './manners.js';
import { postEphemeral, unfurl } from './answer-methods.js';
import { known, MethodError, need, parsed, postable, type Args, type Method } from './method-tools.js';
import { listChannels } from './list-channels.js';
import { join, usersInfo } from './people-methods.js';
import { channelMessages, threadReplies, type Block, type FakeSlackChannel, type State } from './state.js';
import { openView, publishView, pushView, updateView } from './view-methods.js';

export const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['auth.test', authTest],
  ['chat.postMessage', postMessage],
  ['chat.delete', deleteMessage],
  ['chat.postEphemeral', postEphemeral],
  ['chat.unfurl', unfurl],
  ['users.info', usersInfo],
  ['views.open', openView],
  ['views.push', pushView],
  ['views.update', updateView],
  ['views.publish', publishView],
  ['conversations.join', join],
  ['conversations.list', listChannels],
  ['conversations.info', info],
  ['conversations.history', history],
  ['conversations.replies', replies],
]);

// --- Internal helpers ---

function authTest(state: State): object {
  const { teamId, teamName, botUserId, botId } = state;
  const url = 'https://reading-group.slack.com/';
  return { url, team: teamName, user: 'broadsheet', team_id: teamId, user_id: botUserId, bot_id: botId };
}

function postMessage(state: State, args: Args): object {
  need(state, 'chat:write');
  const channel = postable(state, args);
  const blocks = parsed<readonly Block[]>(args['blocks'], []);
  const text = args['text'] ?? '';
  const refused = checkMessage(text, blocks);
  if (refused !== null) {
    state.violations.push(`${refused.error}: ${refused.why}`);
    throw new MethodError(refused.error);
  }
  if (state.picturesFail && JSON.stringify(blocks).includes('"image_url"'))
    throw new MethodError('invalid_blocks');
  const threadTs = args['thread_ts'] ?? null;
  if (threadTs !== null && !channelMessages(state, channel.id).some(({ ts }) => ts === threadTs))
    throw new MethodError('thread_not_found');
  state.violations.push(...badManners(args, blocks));
  const ts = state.newTs();
  state.messages.push({
    ts,
    channel: channel.id,
    threadTs,
    userId: state.botUserId,
    botId: state.botId,
    text,
    blocks,
    metadata: parsed(args['metadata'], null),
    unfurls: {},
    pings: pingsIn(args, blocks),
    at: state.now(),
    deleted: false,
  });
  return { channel: channel.id, ts, message: { type: 'message', ts, user: state.botUserId, text } };
}

function deleteMessage(state: State, args: Args): object {
  need(state, 'chat:write');
  const channel = known(state, args);
  const message = state.messages.find(
    ({ ts, channel: place, deleted }) => place === channel.id && ts === args['ts'] && !deleted,
  );
  if (message === undefined) throw new MethodError('message_not_found');
  if (message.botId !== state.botId) throw new MethodError('cant_delete_message');
  message.deleted = true;
  return { channel: channel.id, ts: message.ts };
}

function info(state: State, args: Args): object {
  const channel = known(state, args);
  need(state, channel.personId !== null ? 'im:read' : channel.isPrivate ? 'groups:read' : 'channels:read');
  if (channel.isPrivate && !channel.isMember) throw new MethodError('channel_not_found');
  const { id, name, isPrivate, isArchived, isMember } = channel;
  return {
    channel: {
      id,
      name,
      is_channel: !isPrivate,
      is_private: isPrivate,
      is_archived: isArchived,
      is_member: isMember,
    },
  };
}

function history(state: State, args: Args): object {
  const channel = readable(state, args);
  const standing = channelMessages(state, channel.id).filter((message) => isListed(state, message));
  return page(state, standing.reverse(), args);
}

/** The parent first, then its replies, oldest first. A deleted parent with replies stays as a tombstone. */
function replies(state: State, args: Args): object {
  const channel = readable(state, args);
  const { ts = '' } = args;
  const below = threadReplies(state, channel.id, ts).filter((message) => isListed(state, message));
  const parent = state.messages.find((message) => message.channel === channel.id && message.ts === ts);
  if (parent === undefined || (parent.deleted && below.length === 0))
    throw new MethodError('thread_not_found');
  return page(state, [parent, ...below], args);
}

function readable(state: State, args: Args): FakeSlackChannel {
  const channel = known(state, args);
  const scope =
    channel.personId !== null ? 'im:history' : channel.isPrivate ? 'groups:history' : 'channels:history';
  need(state, scope);
  if (!channel.isMember) throw new MethodError(channel.isPrivate ? 'channel_not_found' : 'not_in_channel');
  return channel;
}
