import type { Logger } from '../../src/ports/logger.js';
import type { LookOutcome, SendRequest } from '../../src/ports/publisher.js';
import type { SlackCall } from './client.js';
import { codeOf, rateLimitMs, slackError } from './errors.js';
import { LIMITS } from './limits.js';
import { blockIdOf } from './marker.js';
import { historySchema, type Auth, type HistoryMessage } from './schema.js';

/** How far before the first send we read: clocks differ. Milliseconds. */
const MARGIN_MS = 120_000;
/** A place with more pages than this in so short a time is not read to its end. */
const MOST_PAGES = 100;

export interface LookDeps {
  readonly call: SlackCall;
  readonly self: (signal: AbortSignal) => Promise<Auth>;
  readonly logger: Logger;
}

/**
 * Reads the channel (head) or the thread (card) back, completely, and looks for our marker.
 * The walk has no upper end: Slack's "now" is right, ours may be behind it and hide the very message we look for.
 * Found twice: the earliest stays, the others are deleted and an error is logged.
 */
export async function lookFor(
  request: SendRequest,
  since: Date,
  deps: LookDeps,
  signal: AbortSignal,
): Promise<LookOutcome> {
  try {
    const self = await deps.self(signal);
    const found = await walk(request, since, self, deps.call, signal);
    if ('error' in found) return { kind: 'cannot-tell', retryAfterMs: null, ...found };
    const [first, ...copies] = [...found].sort((a, b) => Number(a) - Number(b));
    if (first === undefined) return { kind: 'absent' };
    if (copies.length > 0) await removeCopies(request, copies, deps, signal);
    return { kind: 'found', remoteId: first };
  } catch (thrown) {
    if (request.kind === 'card' && codeOf(thrown) === 'thread_not_found') return { kind: 'absent' };
    const lasting = (codeOf(thrown) ?? '') in REPAIRS;
    return {
      kind: 'cannot-tell',
      error: explain(thrown),
      retryAfterMs: rateLimitMs(thrown) ?? null,
      lasting,
    };
  }
}

// --- Internal helpers ---

interface Unread {
  readonly error: string;
  readonly lasting: boolean;
}

/** Timestamps of all copies; why, when the place was not read to its end. */
async function walk(
  request: SendRequest,
  since: Date,
  self: Auth,
  call: SlackCall,
  signal: AbortSignal,
): Promise<readonly string[] | Unread> {
  const source = sourceOf(request);
  if (source === null) return { error: 'the head is not known, so its thread cannot be read', lasting: true };
  const oldest = ((since.getTime() - MARGIN_MS) / 1000).toFixed(6);
  const found = new Set<string>();
  let cursor = '';
  for (let page = 0; page < MOST_PAGES; page++) {
    const limit = page === 0 ? LIMITS.historyPage : LIMITS.historyNextPage;
    const place = { ...source.args, oldest, limit, include_all_metadata: true };
    const answer = historySchema.safeParse(
      await call(source.method, cursor === '' ? place : { ...place, cursor }, signal),
    );
    if (!answer.success)
      return { error: 'Slack answered with something that is not a list of messages', lasting: false };
    for (const message of answer.data.messages) if (isOurs(message, request.key, self)) found.add(message.ts);
    cursor = answer.data.response_metadata?.next_cursor ?? '';
    if (cursor !== '') continue;
    return answer.data.has_more === true
      ? { error: 'Slack did not show the rest', lasting: false }
      : [...found];
  }
  return { error: `the channel has more than ${MOST_PAGES} pages of messages since then`, lasting: true };
}

function sourceOf(request: SendRequest): { method: string; args: Record<string, unknown> } | null {
  const channel = request.address.place;
  if (request.kind === 'head') return { method: 'conversations.history', args: { channel } };
  const ts = request.parents.head;
  return ts === null ? null : { method: 'conversations.replies', args: { channel, ts } };
}

function isOurs(message: HistoryMessage, key: string, self: Auth): boolean {
  const byUs =
    (message.bot_id !== undefined && message.bot_id === self.bot_id) ||
    (message.user !== undefined && message.user === self.user_id);
  if (!byUs) return false;
  const inBlocks = message.blocks?.some((block) => block.block_id === blockIdOf(key)) ?? false;
  return inBlocks || message.metadata?.event_payload?.k === key;
}

async function removeCopies(
  request: SendRequest,
  copies: readonly string[],
  deps: LookDeps,
  signal: AbortSignal,
): Promise<void> {
  const fields = { channel: request.address.place, key: request.key, copies };
  deps.logger.error(fields, 'a message was posted more than once; the later copies are being deleted');
  for (const ts of copies) {
    try {
      await deps.call('chat.delete', { channel: request.address.place, ts }, signal);
    } catch (thrown) {
      deps.logger.error({ ...fields, ts, error: slackError(thrown) }, 'a copy could not be deleted');
    }
  }
}

const REPAIRS: Readonly<Record<string, string>> = {
  missing_scope: 'Give the app channels:history and groups:history and reinstall it.',
  not_in_channel: 'Invite the bot with /invite @Broadsheet, so that it can read the channel back.',
  channel_not_found: 'Invite the bot with /invite @Broadsheet, so that it can read the channel back.',
};

function explain(thrown: unknown): string {
  const repair = REPAIRS[codeOf(thrown) ?? ''];
  return repair === undefined ? slackError(thrown) : `${slackError(thrown)}. ${repair}`;
}
