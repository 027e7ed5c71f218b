import { AppError } from '../../src/errors.js';
import type { Logger } from '../../src/ports/logger.js';
import type { PlaceList } from '../../src/ports/place-list.js';
import { createSlackCall, type SlackCall } from './client.js';
import { createSlackDirectory } from './directory.js';
import { codeOf, neededScope, slackError } from './errors.js';
import { channelsSchema, type Auth, type ChannelInfo } from './schema.js';
import { createSelf } from './self.js';

export interface SlackPlaceListDeps {
  readonly botToken: string;
  readonly apiUrl: string;
  readonly logger: Logger;
}

/** What Slack recommends as the most at once (methods/conversations.list). */
const PAGE = 200;
/** Two thousand channels: more would meet the method's limit of twenty calls a minute, and nobody leafs so far. */
const MOST_PAGES = 10;

/** The workspace of the token and the channels in it that the bot may post digests to, its own first. */
export function createSlackPlaceList(deps: SlackPlaceListDeps): PlaceList {
  const call = createSlackCall({ ...deps, token: deps.botToken });
  const self = createSelf(call);
  const directory = createSlackDirectory(deps);
  return {
    workspaces: (signal) =>
      asked(async () => {
        const { team_id: id, team } = await self.known(signal);
        return [{ id, name: team ?? id }];
      }),
    places: (workspace, signal) =>
      asked(async () => {
        const auth = await self.known(signal);
        const { channels, cut } = await readAll(call, signal);
        const open = channels.filter((channel) => mayPost(channel, auth)).sort(ownFirst);
        return {
          open: open.map(({ id, name }) => ({
            address: { platform: 'slack', workspace, place: id } as const,
            name: `#${name ?? id}`,
            layout: 'thread' as const,
          })),
          shut: channels.length - open.length,
          cut,
        };
      }),
    enter: async (address, signal) => {
      await directory.join(address, signal);
    },
  };
}

// --- Internal helpers ---

async function readAll(
  call: SlackCall,
  signal: AbortSignal,
): Promise<{ readonly channels: ChannelInfo[]; readonly cut: boolean }> {
  const channels: ChannelInfo[] = [];
  let cursor = '';
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const args = { types: 'public_channel,private_channel', exclude_archived: true, limit: PAGE };
    const answer = await call('conversations.list', cursor === '' ? args : { ...args, cursor }, signal);
    const parsed = channelsSchema.parse(answer);
    channels.push(...parsed.channels);
    cursor = parsed.response_metadata?.next_cursor ?? '';
    if (cursor === '') return { channels, cut: false };
  }
  return { channels, cut: true };
}

/** Into a public channel it can go by itself, given the right to. */
function mayPost(channel: ChannelInfo, auth: Auth): boolean {
  if (channel.is_member === true) return true;
  const scopes = auth.response_metadata?.scopes;
  return channel.is_private !== true && scopes?.includes('channels:join') !== false;
}

function ownFirst(a: ChannelInfo, b: ChannelInfo): number {
  const own = Number(b.is_member === true) - Number(a.is_member === true);
  return own !== 0 ? own : (a.name ?? '').localeCompare(b.name ?? '');
}

async function asked<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    const scope = codeOf(cause) === 'missing_scope' ? (neededScope(cause) ?? 'a permission') : null;
    const hint =
      scope === null
        ? 'Check the network, and try again.'
        : `Add ${scope} under OAuth & Permissions → Bot Token Scopes, and reinstall the app.`;
    throw new AppError(`${slackError(cause)}.`, {
      code: 'platform',
      retryable: scope === null,
      hint,
      cause,
    });
  }
}
