import { PermissionFlagsBits, Routes } from 'discord.js';
import type { Logger } from '../../src/ports/logger.js';
import type { LookOutcome, SendRequest } from '../../src/ports/publisher.js';
import { codeOf, discordError, rateLimitMs } from './errors.js';
import { LIMITS } from './limits.js';
import { findPost } from './look-forum.js';
import { markerIn } from './marker.js';
import { isDirect, type PlaceReader } from './place.js';
import type { DiscordRest } from './rest.js';
import { messagesSchema } from './schema.js';
import type { Search } from './search.js';
import { snowflakeAt } from './snowflake.js';

/** Allowance for the difference between our clock and Discord's. */
export const CLOCK_MARGIN_MS = 60_000;
/** 5,000 messages after one of ours: more than can be walked in one call. */
const MOST_PAGES = 50;
const UNKNOWN_CHANNEL = 10003;

/** Missing access, missing permissions. */
const FORBIDDEN = new Set<number | string>([50001, 50013]);

const ABSENT: LookOutcome = { kind: 'absent' };

class TooMuch extends Error {}

/**
 * Reads the place back and looks for the part's marker among the bot's own messages.
 * A negative answer is given only after a complete walk with the right to read history: without that
 * right Discord answers with an empty list instead of an error.
 */
export async function lookFor(
  request: SendRequest,
  since: Date,
  rest: DiscordRest,
  place: PlaceReader,
  logger: Logger,
  signal: AbortSignal,
): Promise<LookOutcome> {
  try {
    if (request.kind === 'thread') return await lookForThread(request, place, signal);
    const marker = markerIn(request.kind === 'post' ? request.payload['message'] : request.payload);
    if (marker === null) return cannotTell('the stored message carries no marker', true);
    const after = snowflakeAt(since.getTime() - CLOCK_MARGIN_MS);
    const me = await place.me(signal);
    const search = { rest, me, marker, after, signal };
    const id =
      request.kind === 'post'
        ? await findPost(request.address, search)
        : await findMessage(channelOf(request), search, logger);
    if (id !== null) return { kind: 'found', remoteId: id };
    return await believed(request, place, signal);
  } catch (thrown) {
    if (codeOf(thrown) === UNKNOWN_CHANNEL) return ABSENT;
    const lasting = thrown instanceof TooMuch || FORBIDDEN.has(codeOf(thrown) ?? 0);
    return { ...cannotTell(discordError(thrown), lasting), retryAfterMs: rateLimitMs(thrown) ?? null };
  }
}

// --- Internal helpers ---

/** A thread has the id of the message it hangs on. */
async function lookForThread(
  request: SendRequest,
  place: PlaceReader,
  signal: AbortSignal,
): Promise<LookOutcome> {
  const { head } = request.parents;
  if (head === null) return cannotTell('the head of this thread is not known', true);
  const thread = await place.channel(head, signal);
  return { kind: 'found', remoteId: thread.id };
}

function channelOf(request: SendRequest): string {
  return request.kind === 'card' && request.parents.thread !== null
    ? request.parents.thread
    : request.address.place;
}

/**
 * Walks forward from `after`, page by page, until an empty page. Found twice (the nonce was forgotten before a late
 * first message came): the earliest stays, the others are deleted and an error is logged.
 */
async function findMessage(channelId: string, search: Search, logger: Logger): Promise<string | null> {
  const found: string[] = [];
  let after = search.after;
  let page = 0;
  for (; page < MOST_PAGES; page++) {
    const query = { after, limit: String(LIMITS.historyPage) };
    const answer = await search.rest('get', Routes.channelMessages(channelId), {
      query,
      signal: search.signal,
    });
    const messages = messagesSchema.parse(answer);
    if (messages.length === 0) break;
    for (const { author, id, ...rest } of messages)
      if (author.id === search.me && markerIn(rest) === search.marker) found.push(id);
    after = messages.map(({ id }) => id).reduce((a, b) => (BigInt(a) > BigInt(b) ? a : b));
  }
  const [first, ...copies] = found.sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  if (first === undefined && page === MOST_PAGES)
    throw new TooMuch('the channel has too many new messages to be read back');
  if (copies.length > 0) await removeCopies(channelId, copies, search, logger);
  return first ?? null;
}

async function removeCopies(
  channelId: string,
  copies: readonly string[],
  { rest, signal }: Search,
  logger: Logger,
): Promise<void> {
  const fields = { channel: channelId, copies };
  logger.error(fields, 'a message was posted more than once; the later copies are being deleted');
  for (const id of copies) {
    try {
      await rest('delete', Routes.channelMessage(channelId, id), { signal });
    } catch (thrown) {
      logger.error({ ...fields, id, error: discordError(thrown) }, 'a copy could not be deleted');
    }
  }
}

async function believed(request: SendRequest, place: PlaceReader, signal: AbortSignal): Promise<LookOutcome> {
  const channel = await place.channel(request.address.place, signal);
  if (isDirect(channel)) return ABSENT;
  const permissions = await place.permissions(request.address, channel, signal);
  const needed = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.ReadMessageHistory;
  if ((permissions & needed) === needed) return ABSENT;
  return cannotTell('the bot may not read this channel back; grant it “Read Message History”', true);
}

function cannotTell(error: string, lasting: boolean): Extract<LookOutcome, { kind: 'cannot-tell' }> {
  return { kind: 'cannot-tell', error, retryAfterMs: null, lasting };
}
