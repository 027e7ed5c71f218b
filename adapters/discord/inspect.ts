import { ChannelFlags, ChannelType, PermissionFlagsBits } from 'discord.js';
import type { ChannelAddress, Layout } from '../../src/channels/channel.js';
import type { PlaceReport, Problem } from '../../src/ports/publisher.js';
import { codeOf, discordError } from './errors.js';
import type { DiscordChannel, PlaceReader } from './place.js';

type Right = readonly [bit: bigint, name: string];

const BASIC: readonly Right[] = [
  [PermissionFlagsBits.ViewChannel, 'View Channel'],
  [PermissionFlagsBits.SendMessages, 'Send Messages'],
  [PermissionFlagsBits.EmbedLinks, 'Embed Links'],
  [PermissionFlagsBits.ReadMessageHistory, 'Read Message History'],
];
const IN_THREADS: Right = [PermissionFlagsBits.SendMessagesInThreads, 'Send Messages in Threads'];
const OPEN_THREADS: Right = [PermissionFlagsBits.CreatePublicThreads, 'Create Public Threads'];

/** What the bot must be allowed to do for each layout. */
const NEEDED: Record<Layout, readonly Right[]> = {
  compact: BASIC,
  thread: [...BASIC, OPEN_THREADS, IN_THREADS],
  forum: [...BASIC, IN_THREADS],
};

const TEXT_TYPES = new Set<number>([ChannelType.GuildText, ChannelType.GuildAnnouncement]);
const FORUM_TYPES = new Set<number>([ChannelType.GuildForum]);

/**
 * What keeps the bot from posting in a place, in words; never throws.
 * @param appId makes the invitation in the repair a link that can be clicked; null when it is not known
 */
export async function inspectPlace(
  address: ChannelAddress,
  layout: Layout,
  place: PlaceReader,
  appId: string | null,
  signal: AbortSignal,
): Promise<PlaceReport> {
  let name: string | null = null;
  try {
    const channel = await place.channel(address.place, signal);
    name = channel.name === null || channel.name === undefined ? null : `#${channel.name}`;
    if (channel.guild_id !== address.workspace) return elsewhere(address, name, channel);
    const faults = misfits(layout, channel);
    if (faults.length > 0) return { name, problems: faults };
    const granted = await place.permissions(address, channel, signal);
    return { name, problems: missingRights(granted, layout) };
  } catch (thrown) {
    return { name, problems: [explain(thrown, address, appId)] };
  }
}

// --- Internal helpers ---

function elsewhere(address: ChannelAddress, name: string | null, channel: DiscordChannel): PlaceReport {
  const { guild_id: guild } = channel;
  const message = `Discord channel ${address.place} is not in server ${address.workspace}.`;
  if (guild === undefined) return { name, problems: [problem(message, 'Choose a channel of a server.')] };
  const rightKey = `discord:${guild}:${address.place}`;
  return { name, problems: [problem(message, `Use ${rightKey}.`)], rightKey };
}

function misfits(layout: Layout, channel: DiscordChannel): Problem[] {
  const wanted = layout === 'forum' ? FORUM_TYPES : TEXT_TYPES;
  if (!wanted.has(channel.type)) return [wrongType(layout, channel)];
  if (layout === 'forum' && (channel.flags & ChannelFlags.RequireTag) !== 0)
    return [
      problem(
        'This forum requires a tag on every post.',
        'Switch off “Require people to select tags” in the forum’s settings.',
      ),
    ];
  return [];
}

function wrongType(layout: Layout, channel: DiscordChannel): Problem {
  const needs = layout === 'forum' ? 'a forum channel' : 'a text or announcement channel';
  const hint = FORUM_TYPES.has(channel.type)
    ? 'Use --layout forum.'
    : TEXT_TYPES.has(channel.type)
      ? 'Use --layout thread or --layout compact.'
      : 'Choose another channel.';
  return problem(`Layout ${layout} needs ${needs}, and this is none.`, hint);
}

function missingRights(granted: bigint, layout: Layout): Problem[] {
  return NEEDED[layout]
    .filter(([bit]) => (granted & bit) === 0n)
    .map(([, name]) =>
      problem(
        `The bot lacks the permission “${name}” in this channel.`,
        `Grant it: channel settings → Permissions → the bot’s role → ${name}.`,
      ),
    );
}

function explain(thrown: unknown, address: ChannelAddress, appId: string | null): Problem {
  const code = codeOf(thrown);
  const message = discordError(thrown);
  if (message.startsWith('Discord answered 401'))
    return problem('Discord does not accept the bot token.', 'Put the right token into DISCORD_TOKEN.');
  if (code === 10003 || code === 50035)
    return problem(
      `Discord knows no channel ${address.place}.`,
      'Copy the id again: right-click the channel → Copy Channel ID.',
    );
  if (code === 10004 || code === 10007)
    return problem(`The bot is not in Discord server ${address.workspace}.`, invitation(appId));
  if (code === 50001)
    return problem(
      `The bot may not see channel ${address.place}.`,
      `Grant its role “View Channel” there; if the bot is not in the server: ${invitation(appId)}`,
    );
  return problem(message, 'Try again; see https://discordstatus.com.');
}

function invitation(appId: string | null): string {
  if (appId === null) return 'Invite it from the developer portal (OAuth2 → URL Generator, scope bot).';
  const bits = [...NEEDED.thread].reduce((sum, [bit]) => sum | bit, 0n);
  return `Invite it: https://discord.com/oauth2/authorize?client_id=${appId}&scope=bot&permissions=${bits}`;
}

function problem(message: string, hint: string): Problem {
  return { message, hint };
}
