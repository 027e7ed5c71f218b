import { Routes } from 'discord.js';
import { AppError } from '../../src/errors.js';
import type { Logger } from '../../src/ports/logger.js';
import type { KnownWorkspace, OpenPlace, PlaceList } from '../../src/ports/place-list.js';
import { inTheWay } from '../../src/ports/publisher.js';
import { discordError } from './errors.js';
import { problemsIn } from './inspect.js';
import { createPlaceReader, type DiscordChannel } from './place.js';
import { createRefusalWatch } from './refusals.js';
import { createDiscordRest } from './rest.js';
import { channelsSchema, guildsSchema } from './schema.js';

export interface DiscordPlaceListDeps {
  readonly token: string;
  readonly apiUrl: string;
  readonly logger: Logger;
}

/** Most servers in one answer, and what Discord gives unless asked otherwise (resources/user, "Get Current User Guilds"). */
const PAGE = 200;
/** Of a bot in more servers the first are enough to begin with. */
const MOST_PAGES = 5;

/** The bot's servers and the channels in them that it may post digests to. */
export function createDiscordPlaceList(deps: DiscordPlaceListDeps): PlaceList {
  const rest = createDiscordRest({ ...deps, refusals: createRefusalWatch(deps) });
  const reader = createPlaceReader(rest);
  return {
    workspaces: (signal) =>
      asked(async () => {
        const all: KnownWorkspace[] = [];
        for (let page = 0; page < MOST_PAGES; page += 1) {
          const after = all.at(-1)?.id;
          const query = { limit: String(PAGE), ...(after === undefined ? {} : { after }) };
          const guilds = guildsSchema.parse(await rest('get', Routes.userGuilds(), { query, signal }));
          all.push(...guilds);
          if (guilds.length < PAGE) break;
        }
        return all;
      }),
    places: (guildId, signal) =>
      asked(async () => {
        const answer = await rest('get', Routes.guildChannels(guildId), { signal });
        const rightsIn = await reader.rightsIn(guildId, signal);
        const channels = [...channelsSchema.parse(answer)]
          .map((channel) => ({ ...channel, guild_id: guildId }))
          .sort((a, b) => a.position - b.position);
        const found = channels.map((channel) => placeOf(channel, rightsIn(channel)));
        const open = found.filter((place) => typeof place === 'object');
        return { open, shut: found.filter((place) => place === 'shut').length, cut: false };
      }),
    enter: () => Promise.resolve(),
  };
}

// --- Internal helpers ---

/** `other`: a kind of channel that no digest goes to. */
function placeOf(channel: DiscordChannel, granted: bigint): OpenPlace | 'shut' | 'other' {
  const seen = problemsIn(channel, granted);
  if (seen === null) return 'other';
  if (inTheWay(seen).length > 0) return 'shut';
  const address = { platform: 'discord', workspace: channel.guild_id ?? '', place: channel.id } as const;
  return { address, name: `#${channel.name ?? channel.id}`, layout: seen.layout };
}

async function asked<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    const hint = 'Check the network, and that the bot is still in the server.';
    throw new AppError(`${discordError(cause)}.`, { code: 'platform', retryable: true, hint, cause });
  }
}
