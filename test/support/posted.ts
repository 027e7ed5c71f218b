import type { World } from './world.js';

/** What a reader finds in a channel: how many heads and threads, and the titles of the cards in order. */
export interface Posted {
  readonly heads: number;
  readonly threads: number;
  /** The head's text with all its markup. */
  readonly head: string;
  readonly cards: readonly string[];
}

export function postedOnDiscord({ discord }: World, channelId = discord.textChannelId): Posted {
  const heads = discord.messages(channelId);
  const threads = discord.threads(channelId);
  const cards = threads.flatMap((thread) => discord.messages(thread.id));
  return {
    heads: heads.length,
    threads: threads.length,
    head: JSON.stringify(heads[0] ?? ''),
    cards: cards.map((message) => plainTitle(message.embeds[0]?.['title'])),
  };
}

export function postedOnSlack({ slack }: World, channelId = slack.channelId): Posted {
  const heads = slack.messages(channelId);
  const replies = heads.flatMap(({ ts }) => slack.replies(channelId, ts));
  return {
    heads: heads.length,
    threads: new Set(replies.map(({ threadTs }) => threadTs)).size,
    head: JSON.stringify(heads[0] ?? ''),
    cards: replies.map((message) => JSON.stringify(message)),
  };
}

/** True when every title stands in `text`, one after the other. */
export function standInOrder(titles: readonly string[], text: string): boolean {
  let from = 0;
  return titles.every((title) => {
    const at = text.indexOf(title, from);
    from = at + title.length;
    return at >= 0;
  });
}

/** Without the place in front and without escapes. */
function plainTitle(title: unknown): string {
  return String(title)
    .replaceAll('\\', '')
    .replace(/^\d+ · /, '');
}
