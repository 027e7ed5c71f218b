import type { ChannelAddress, Layout } from '../../src/channels/channel.js';
import { createDiscordPublisher } from '../../adapters/discord/index.js';
import type { PublisherHarness, VisiblePart } from '../contracts/publisher-contract.js';
import { startFakeDiscord, type FakeDiscord } from '../fakes/discord/fake-discord.js';
import type { FakeMessage } from '../fakes/discord/state.js';
import { silentLogger } from './silent-logger.js';

export interface DiscordHarness extends PublisherHarness {
  readonly fake: FakeDiscord;
}

/** The real publisher on a fake Discord, with one text and one forum channel. */
export async function discordHarness(): Promise<DiscordHarness> {
  const fake = await startFakeDiscord();
  const publisher = createDiscordPublisher({ token: fake.token, apiUrl: fake.url, logger: silentLogger });
  const addressOf = (layout: Layout): ChannelAddress => ({
    platform: 'discord',
    workspace: fake.guildId,
    place: layout === 'forum' ? fake.forumChannelId : fake.textChannelId,
  });
  return {
    fake,
    publisher,
    address: addressOf('thread'),
    addressOf,
    layouts: ['thread', 'compact', 'forum'],
    visible: () => Promise.resolve(visibleParts(fake)),
    pings: () => Promise.resolve(fake.pings().length),
    close: () => fake.close(),
  };
}

/** What a reader of the text channel and of the forum sees. */
export function visibleParts(fake: FakeDiscord): VisiblePart[] {
  const heads = fake.messages(fake.textChannelId).map((message) => part('head', message));
  const threads = fake
    .threads(fake.textChannelId)
    .flatMap((thread) => [
      { kind: 'thread' as const, text: thread.name },
      ...fake.messages(thread.id).map((message) => part('card', message)),
    ]);
  const posts = fake
    .threads(fake.forumChannelId)
    .flatMap((post) =>
      fake.messages(post.id).map((message) => part(message.id === post.id ? 'head' : 'card', message)),
    );
  return [...heads, ...threads, ...posts];
}

function part(kind: VisiblePart['kind'], message: FakeMessage): VisiblePart {
  const embeds = message.embeds.flatMap((embed) => [
    embed['title'],
    embed['description'],
    (embed['footer'] as { text?: unknown } | undefined)?.text,
  ]);
  const text = [message.content, ...embeds].filter((item) => typeof item === 'string').join('\n');
  return { kind, text: text.replace(/\\([^\p{L}\p{N}\s])/gu, '$1') };
}
