import type { Logger } from '../../src/ports/logger.js';
import type { LookOutcome, SendRequest } from '../../src/ports/publisher.js';
import type { SlackCall } from './client.js';
import { codeOf, neededScope, rateLimitMs, slackError } from './errors.js';
import { LIMITS } from './limits.js';
import { blockIdOf } from './marker.js';
import { historySchema, type Auth, type HistoryMessage } from './schema.js';
import type { WalkMemory } from './walk-memory.js';

/** How far before the first send we read: clocks differ. Milliseconds. */
const MARGIN_MS = 120_000;
/** A place with more pages than this in so short a time is not read to its end. */
const MOST_PAGES = 100;

export interface LookDeps {
  /** Calls about the place of the message; waits with what Slack has asked to wait with. */
  readonly call: SlackCall;
  readonly self: (signal: AbortSignal) => Promise<Auth>;
  readonly logger: Logger;
  readonly memory: WalkMemory;
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
    const found = await walk(request, since, self, deps, signal);
    if ('error' in found) return { kind: 'cannot-tell', retryAfterMs: null, ...found };
    const [first, ...copies] = [...found].sort((a, b) => Number(a) - Number(b));
    if (first === undefined) return { kind: 'absent' };
    if (copies.length > 0) await removeCopies(request, copies, deps, signal);
    return { kind: 'found', remoteId: first };
  } catch (thrown) {
    if (request.kind === 'card' && codeOf(thrown) === 'thread_not_found') return { kind: 'absent' };
    const lasting = REPAIRS.has(codeOf(thrown) ?? '');
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
  readonly retryAfterMs?: number;
}

/** Timestamps of all copies; why, when the place was not read to its end. */
async function walk(
  request: SendRequest,
  since: Date,
  self: Auth,
  deps: LookDeps,
  signal: AbortSignal,
): Promise<readonly string[] | Unread> {
  const source = sourceOf(request);
  if (source === null) return { error: 'the head is not known, so its thread cannot be read', lasting: true };
  const oldest = ((since.getTime() - MARGIN_MS) / 1000).toFixed(6);
  const name = `${request.key} ${oldest}`;
  const half = deps.memory.take(name);
  const found = new Set<string>(half?.found);
  let cursor = half?.cursor ?? '';
  for (let page = 0; page < MOST_PAGES; page++) {
    const limit = cursor === '' ? LIMITS.historyPage : LIMITS.historyNextPage;
    const place = { ...source.args, oldest, limit, include_all_metadata: true };
    const read = await readPage(source.method, cursor === '' ? place : { ...place, cursor }, deps, signal);
    if ('retryAfterMs' in read) {
      if (cursor !== '') deps.memory.keep(name, { cursor, found: [...found] });
      return read;
    }
    const answer = historySchema.safeParse(read.answer);
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

/** One page; or how long Slack wants to be left alone. */
async function readPage(
  method: string,
  args: Readonly<Record<string, unknown>>,
  { call }: LookDeps,
  signal: AbortSignal,
): Promise<{ readonly answer: unknown } | (Unread & { readonly retryAfterMs: number })> {
  try {
    return { answer: await call(method, args, signal) };
  } catch (thrown) {
    const ms = rateLimitMs(thrown) ?? null;
    if (ms === null) throw thrown;
    return { error: slackError(thrown), lasting: false, retryAfterMs: ms };
  }
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

const INVITE = 'Invite the bot with /invite @Broadsheet, so that it can read the channel back.';

/** What only a person can mend. */
const REPAIRS: ReadonlyMap<string, string> = new Map([
  ['missing_scope', 'Give the app channels:history, groups:history and im:history, and reinstall it.'],
  ['not_in_channel', INVITE],
  ['channel_not_found', INVITE],
]);

function explain(thrown: unknown): string {
  const scope = neededScope(thrown);
  const repair =
    scope === null ? REPAIRS.get(codeOf(thrown) ?? '') : `Give the app ${scope}, and reinstall it.`;
  return repair === undefined ? slackError(thrown) : `${slackError(thrown)}. ${repair}`;
}
