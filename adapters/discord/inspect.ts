import { ChannelFlags, ChannelType, DiscordAPIError } from 'discord.js';
import type { ChannelAddress, Layout } from '../../src/channels/channel.js';
import type { PlaceReport, Problem } from '../../src/ports/publisher.js';
import { codeOf, discordError } from './errors.js';
import { inviteLink, NEEDED, SPARED, WITHOUT } from './invite.js';
import { DIRECT, isDirect, type DiscordChannel, type PlaceReader } from './place.js';

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
  let known: Omit<PlaceReport, 'problems'> = { name: null };
  try {
    const channel = await place.channel(address.place, signal);
    known = { name: nameOf(channel), layouts: layoutsOf(channel) };
    const server = channel.guild_id ?? DIRECT;
    if (server !== address.workspace) return { ...known, ...elsewhere(address, server) };
    const faults = misfits(layout, channel);
    if (faults.length > 0) return { ...known, problems: faults };
    if (isDirect(channel)) return { ...known, problems: [] };
    const granted = await place.permissions(address, channel, signal);
    return { ...known, problems: missingRights(granted, layout) };
  } catch (thrown) {
    const unsure = thrown instanceof DiscordAPIError ? {} : ({ unsure: true } as const);
    return { ...known, problems: [explain(thrown, address, appId)], ...unsure };
  }
}

/** What is in the way of a digest in the layout that a channel shows best; null for a kind that shows none. */
export function problemsIn(
  channel: DiscordChannel,
  granted: bigint,
): { readonly layout: Layout; readonly problems: readonly Problem[] } | null {
  const [layout] = layoutsOf(channel);
  if (layout === undefined) return null;
  return { layout, problems: [...misfits(layout, channel), ...missingRights(granted, layout)] };
}

// --- Internal helpers ---

function elsewhere(address: ChannelAddress, server: string): Pick<PlaceReport, 'problems' | 'rightKey'> {
  const rightKey = `discord:${server}:${address.place}`;
  const message = `Discord channel ${address.place} is not in server ${address.workspace}.`;
  return { problems: [problem(message, `Use ${rightKey}.`)], rightKey };
}

function nameOf(channel: DiscordChannel): string | null {
  if (isDirect(channel)) return 'direct messages';
  return channel.name === null || channel.name === undefined ? null : `#${channel.name}`;
}

/** What this kind of channel can show, best first. */
function layoutsOf(channel: DiscordChannel): readonly Layout[] {
  if (isDirect(channel)) return ['compact'];
  if (TEXT_TYPES.has(channel.type)) return ['thread', 'compact'];
  return FORUM_TYPES.has(channel.type) ? ['forum'] : [];
}

function misfits(layout: Layout, channel: DiscordChannel): Problem[] {
  if (!layoutsOf(channel).includes(layout)) return [wrongType(layout, channel)];
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
  const hint = layoutsOf(channel).join(' or ');
  if (isDirect(channel))
    return problem('Direct messages have no threads and no posts.', `Use layout ${hint}.`);
  const needs = layout === 'forum' ? 'a forum channel' : 'a text or announcement channel';
  return problem(
    `Layout ${layout} needs ${needs}, and this is none.`,
    hint === '' ? 'Choose another channel.' : `Use layout ${hint}.`,
  );
}

function missingRights(granted: bigint, layout: Layout): Problem[] {
  return NEEDED[layout]
    .filter(([bit]) => (granted & bit) === 0n)
    .map(([bit, name]) => ({
      message: `The bot lacks the permission “${name}” in this channel.${WITHOUT.get(bit) ?? ''}`,
      hint: `Grant it: channel settings → Permissions → the bot’s role → ${name}.`,
      ...(SPARED.includes(bit) ? { harmless: true } : {}),
    }));
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
  return `Invite it: ${inviteLink(appId)}`;
}

function problem(message: string, hint: string): Problem {
  return { message, hint };
}
