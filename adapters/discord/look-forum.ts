import { Routes } from 'discord.js';
import type { ChannelAddress } from '../../src/channels/channel.js';
import { codeOf } from './errors.js';
import { LIMITS } from './limits.js';
import { markerIn } from './marker.js';
import { threadsSchema } from './schema.js';
import type { Search } from './search.js';
import { snowflakeTime } from './snowflake.js';

const MOST_PAGES = 20;
const GONE = new Set([10003, 10008]);

interface Post {
  readonly id: string;
  readonly parent_id?: string | null | undefined;
  readonly owner_id?: string | undefined;
}

/**
 * Finds a forum post by the marker in its first message, among the active and the archived posts of the forum.
 * @returns the post's id, which is also the id of its first message; null after a complete search
 */
export async function findPost(address: ChannelAddress, search: Search): Promise<string | null> {
  const active = await search.rest('get', Routes.guildActiveThreads(address.workspace), {
    signal: search.signal,
  });
  for (const post of threadsSchema.parse(active).threads)
    if (await isOurs(post, address, search)) return post.id;
  return findArchived(address, search);
}

// --- Internal helpers ---

/** Newest archiving first: a post made since then cannot have been archived before. */
async function findArchived(address: ChannelAddress, search: Search): Promise<string | null> {
  const oldest = snowflakeTime(search.after);
  let before: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const query: Record<string, string> = {
      limit: String(LIMITS.historyPage),
      ...(before === null ? {} : { before }),
    };
    const route = Routes.channelThreads(address.place, 'public');
    const { threads, has_more } = threadsSchema.parse(
      await search.rest('get', route, { query, signal: search.signal }),
    );
    for (const post of threads) if (await isOurs(post, address, search)) return post.id;
    before = threads.at(-1)?.thread_metadata?.archive_timestamp ?? null;
    if (!has_more || before === null || Date.parse(before) < oldest) return null;
  }
  throw new Error('the forum has too many archived posts to be read back');
}

async function isOurs(post: Post, address: ChannelAddress, search: Search): Promise<boolean> {
  const candidate =
    (post.parent_id ?? address.place) === address.place &&
    post.owner_id === search.me &&
    BigInt(post.id) >= BigInt(search.after);
  if (!candidate) return false;
  try {
    const route = Routes.channelMessage(post.id, post.id);
    return markerIn(await search.rest('get', route, { signal: search.signal })) === search.marker;
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code !== null && GONE.has(code)) return false;
    throw thrown;
  }
}
