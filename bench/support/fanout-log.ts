import type { FakeDiscord } from '../../test/fakes/discord/fake-discord.js';
import type { World } from '../../test/support/world.js';

export type Platform = 'discord' | 'slack';

export interface FanoutChannels {
  readonly discord: readonly string[];
  readonly slack: readonly string[];
}

/** One request about a channel, as the platform saw it. */
export interface Call {
  readonly at: number;
  readonly channel: string;
  /** What a rate limit of a channel counts: the method, and the channel or thread. */
  readonly bucket: string;
  /** How long a 429 asked to wait, milliseconds; null for every other answer. */
  readonly retryAfterMs: number | null;
  /** True when it asked that of the whole bot. */
  readonly limitsAll: boolean;
}

/** A message as it was taken, whether or not it still stands. */
export interface Seen {
  readonly at: number;
  readonly channel: string;
  /** Everything in it, its marker included. */
  readonly what: string;
}

/** The fakes' own logs, which are the oracle: nothing here asks the bot. */
export interface PlatformLog {
  readonly calls: readonly Call[];
  readonly messages: readonly Seen[];
}

export function logOf(platform: Platform, { discord, slack }: World): PlatformLog {
  return platform === 'discord' ? discordLog(discord) : slackLog(slack);
}

/** The channel that a call of Discord's is about; a thread counts for the channel it is in. */
export function channelOfCall({ state }: FakeDiscord, path: string): string | null {
  const id = /^\/channels\/(\d+)/.exec(path)?.[1];
  return id === undefined ? null : (state.channels.get(id)?.parentId ?? id);
}

// --- Internal helpers ---

function discordLog(discord: FakeDiscord): PlatformLog {
  const { state } = discord;
  return {
    calls: discord.requests.flatMap(({ at, method, path, retryAfterMs, limitsAll }) => {
      const channel = channelOfCall(discord, path);
      return channel === null ? [] : [{ at, channel, bucket: `${method} ${path}`, retryAfterMs, limitsAll }];
    }),
    messages: state.messages.map(({ at, channelId, content, embeds, components }) => ({
      at,
      channel: state.channels.get(channelId)?.parentId ?? channelId,
      what: JSON.stringify([content, embeds, components]),
    })),
  };
}

function slackLog({ requests, state }: World['slack']): PlatformLog {
  return {
    calls: requests.flatMap(({ at, method, args, retryAfterMs }) => {
      const channel = args['channel'];
      const limit = { retryAfterMs, limitsAll: false };
      return channel === undefined ? [] : [{ at, channel, bucket: `${method} ${channel}`, ...limit }];
    }),
    messages: state.messages.map(({ at, channel, text, blocks }) => ({
      at,
      channel,
      what: JSON.stringify([text, blocks]),
    })),
  };
}
