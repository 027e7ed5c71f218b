import { checkMessage } from './check-message.js';
import { pingsIn } from './manners.js';
import { MethodError, need, parsed, postable, type Args } from './method-tools.js';
import type { Block, FakeSlackMessage, State } from './state.js';

/** Seen by one person in a channel, who must be in it with the bot. */
export function postEphemeral(state: State, args: Args): object {
  need(state, 'chat:write');
  const channel = postable(state, args);
  const visibleTo = args['user'] ?? '';
  if (!state.people.has(visibleTo)) throw new MethodError('user_not_found');
  if (!channel.isMember) throw new MethodError('not_in_channel');
  const blocks = parsed<readonly Block[]>(args['blocks'], []);
  const text = args['text'] ?? '';
  refuse(state, checkMessage(text, blocks));
  if (state.picturesFail && args['blocks']?.includes('"image_url"')) throw new MethodError('invalid_blocks');
  if (pingsIn(args, blocks).length > 0) state.violations.push('a private answer mentions people');
  const ts = state.newTs();
  const threadTs = args['thread_ts'] ?? null;
  state.replies.push({
    ts,
    channel: channel.id,
    threadTs,
    visibleTo,
    via: 'chat.postEphemeral',
    text,
    blocks,
    replaced: 0,
    at: state.now(),
  });
  return { message_ts: ts };
}

/** Cards for links that stand in the message. */
export function unfurl(state: State, args: Args): object {
  need(state, 'links:write');
  const message = state.messages.find(
    ({ ts, channel, deleted }) => ts === args['ts'] && channel === args['channel'] && !deleted,
  );
  if (message === undefined) throw new MethodError('cannot_find_message');
  const unfurls = parsed<FakeSlackMessage['unfurls']>(args['unfurls'], {});
  if (Object.keys(unfurls).length === 0) throw new MethodError('missing_unfurls');
  for (const [url, { blocks }] of Object.entries(unfurls)) {
    if (!message.text.includes(url)) throw new MethodError('cannot_unfurl_url');
    refuse(state, checkMessage('', blocks));
    if (pingsIn({}, blocks).length > 0) state.violations.push('a card below a link mentions people');
  }
  if (state.picturesFail && args['unfurls']?.includes('"image_url"')) throw new MethodError('invalid_blocks');
  message.unfurls = { ...message.unfurls, ...unfurls };
  return {};
}

// --- Internal helpers ---

function refuse(state: State, refused: ReturnType<typeof checkMessage>): void {
  if (refused === null) return;
  state.violations.push(`${refused.error}: ${refused.why}`);
  throw new MethodError(refused.error);
}
