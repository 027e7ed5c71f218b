import type { CommandReply } from '../../src/commands/reply.js';
import type { Logger } from '../../src/ports/logger.js';
import type { AnswerOutcome, ReplyTarget } from '../../src/ports/replier.js';
import { ANSWERED, attemptCall, bareIfInvalid, type Attempt } from './attempt.js';
import type { SlackCall } from './client.js';
import { DIRECT } from './marker.js';
import { context } from './message.js';
import { replyMessages, type ReplyMessage } from './reply-render.js';
import { postResponse, responseUrl } from './response-url.js';
import type { SlackTarget } from './target.js';

/** One answer on its way. */
export interface Errand {
  readonly reply: CommandReply;
  readonly target: ReplyTarget;
  readonly call: SlackCall;
  readonly apiUrl: string;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

export type To<K extends SlackTarget['kind']> = Extract<SlackTarget, { kind: K }>;
type Post = (message: ReplyMessage, index: number) => Promise<Attempt>;

const ONLY_YOU =
  'I may not post where you asked for this, so only you see it. Type /invite @Broadsheet there, then ask again.';
const QUIET = { unfurl_links: false, unfurl_media: false } as const;
/** Answers that were refused because of the place; then nobody has seen anything, and the person is told directly. */
export const NO_PLACE = new Set([
  'channel_not_found',
  'not_in_channel',
  'user_not_in_channel',
  'is_archived',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'messages_tab_disabled',
  'expired_trigger_id',
  'exchanged_trigger_id',
  'invalid_trigger_id',
  'trigger_expired',
  'trigger_exchanged',
  'push_limit_reached',
  'not_found',
]);

/** Through the response URL; a public request that failed is answered privately. */
export async function respond(to: To<'response'>, errand: Errand): Promise<AnswerOutcome> {
  const { reply, apiUrl, signal } = errand;
  const url = responseUrl(to.url, apiUrl);
  if (url === null) return { kind: 'refused', error: 'the response URL is not one of Slack’s' };
  return sendAll(errand, (message, index) =>
    postResponse(
      url,
      {
        ...(to.replace ? marked(message) : message),
        ...thread(to.threadTs),
        response_type: isPublic(errand) ? 'in_channel' : 'ephemeral',
        // A page that cannot be shown leaves the one that can.
        replace_original: to.replace && index === 0 && reply.failed !== true,
        ...QUIET,
      },
      signal,
    ),
  );
}

/**
 * Without a response URL: where a form was sent in. Where the place takes no message, the person gets it directly, as it
 * was certainly not shown; an answer for all to see then says so.
 */
export async function postTo(to: To<'ephemeral' | 'direct'>, errand: Errand): Promise<AnswerOutcome> {
  const { call, signal } = errand;
  const isForAll = isPublic(errand);
  const [method, place] =
    to.kind === 'ephemeral' && !isForAll
      ? (['chat.postEphemeral', { channel: to.channel, user: to.user }] as const)
      : (['chat.postMessage', { channel: to.channel ?? to.user, ...QUIET }] as const);
  let post: Post = (message) => {
    const made = to.kind === 'direct' ? marked(message) : message;
    return attemptCall(call, method, { ...made, ...thread(to.threadTs), ...place }, signal);
  };
  return sendAll(errand, async (message, index) => {
    const first = await post(message, index);
    if (index > 0 || first.code === null || !NO_PLACE.has(first.code)) return first;
    const direct = directTo(to.user, errand);
    post = (one, at) => direct(isForAll && at === 0 ? withNotice(one) : one, at);
    return post(message, index);
  });
}

/** To the person's own conversation with the bot. */
export function sendDirectly(user: string, errand: Errand): Promise<AnswerOutcome> {
  return sendAll(errand, directTo(user, errand));
}

// --- Internal helpers ---

/** A public request that failed is answered privately. */
function isPublic({ target, reply }: Errand): boolean {
  return target.visibility === 'public' && reply.failed !== true;
}

function withNotice(message: ReplyMessage): ReplyMessage {
  return { ...message, blocks: [context([ONLY_YOU]), ...message.blocks] };
}

/** Posting to a person's id reaches the conversation with the bot, whether it exists yet or not. */
function directTo(user: string, { call, signal }: Errand): Post {
  return (message) =>
    attemptCall(call, 'chat.postMessage', { ...marked(message), ...QUIET, channel: user }, signal);
}

function marked({ text, blocks }: ReplyMessage): ReplyMessage {
  return {
    text,
    blocks: blocks.map((block, index) => (index === 0 ? { ...block, block_id: DIRECT } : block)),
  };
}

/** All messages of an answer, the first deciding: once it is there, the person has an answer. */
async function sendAll({ reply, logger }: Errand, post: Post): Promise<AnswerOutcome> {
  const messages = replyMessages(reply);
  for (const [index, message] of messages.entries()) {
    const { outcome } = await bareIfInvalid(message.blocks, (blocks) => post({ ...message, blocks }, index));
    if (outcome.kind === 'answered') continue;
    if (index === 0) return outcome;
    logger.warn({ outcome, sent: index, of: messages.length }, 'a long answer was not sent to its end');
    break;
  }
  return ANSWERED.outcome;
}

function thread(ts: string | undefined): { readonly thread_ts?: string } {
  return ts === undefined ? {} : { thread_ts: ts };
}
