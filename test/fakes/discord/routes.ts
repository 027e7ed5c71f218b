import { ApiError, missingAccess, type Answer } from './answer.js';
import { overwriteCommands } from './commands.js';
import { respond, type InteractionRecord } from './interactions.js';
import { openDirect } from './direct.js';
import { createMessage, deleteMessage, getMessage, listMessages, seenChannel } from './message-routes.js';
import type { FakeFile, FakeGuild, State } from './state.js';
import { activeThreads, archivedThreads, forumPost, threadFromMessage } from './thread-routes.js';
import { deleteOriginal, editOriginal, followUp } from './webhooks.js';
import { botUser, channelJson, guildJson, memberJson } from './wire.js';

type Json = Record<string, unknown>;

export interface RouteContext {
  readonly state: State;
  readonly interactions: readonly InteractionRecord[];
  readonly gatewayUrl: () => string;
}

interface Call {
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Json;
  readonly files: readonly FakeFile[];
}

type Handler = (context: RouteContext, call: Call) => Answer;

const ok = (body: unknown): Answer => ({ status: 200, body });
const id = (call: Call, index = 0) => call.ids[index] ?? '';

function guildOf(state: State, guildId: string): FakeGuild {
  const guild = state.guilds.get(guildId);
  if (guild === undefined) throw new ApiError(404, 10004, 'Unknown Guild');
  if (!guild.joined) throw missingAccess();
  return guild;
}

/** `:` stands for one id or token. */
const ROUTES: readonly (readonly [method: string, path: string, Handler])[] = [
  ['GET', '/users/@me', ({ state }) => ok(botUser(state))],
  ['GET', '/users/@me/guilds', ({ state }, call) => guilds(state, call.query)],
  ['POST', '/users/@me/channels', ({ state }, call) => ok(channelJson(openDirect(state, call.body)))],
  ['GET', '/gateway', ({ gatewayUrl }) => ok({ url: gatewayUrl() })],
  [
    'GET',
    '/gateway/bot',
    ({ gatewayUrl }) =>
      ok({
        url: gatewayUrl(),
        shards: 1,
        session_start_limit: { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 },
      }),
  ],
  ['GET', '/guilds/:', ({ state }, call) => ok(guildJson(guildOf(state, id(call))))],
  ['GET', '/guilds/:/channels', ({ state }, call) => channels(state, guildOf(state, id(call)))],
  ['GET', '/guilds/:/members/:', ({ state }, call) => member(state, id(call), id(call, 1))],
  ['GET', '/guilds/:/threads/active', ({ state }, call) => activeThreads(state, guildOf(state, id(call)).id)],
  ['GET', '/channels/:', ({ state }, call) => ok(channelJson(seenChannel(state, id(call))))],
  ['GET', '/channels/:/messages', ({ state }, call) => listMessages(state, id(call), call.query)],
  ['GET', '/channels/:/messages/:', ({ state }, call) => getMessage(state, id(call), id(call, 1))],
  ['DELETE', '/channels/:/messages/:', ({ state }, call) => deleteMessage(state, id(call), id(call, 1))],
  [
    'GET',
    '/channels/:/threads/archived/public',
    ({ state }, call) => archivedThreads(state, id(call), call.query),
  ],
  [
    'POST',
    '/channels/:/messages',
    ({ state }, call) => createMessage(state, id(call), call.body, call.files),
  ],
  [
    'POST',
    '/channels/:/messages/:/threads',
    ({ state }, call) => threadFromMessage(state, id(call), id(call, 1), call.body),
  ],
  ['POST', '/channels/:/threads', ({ state }, call) => forumPost(state, id(call), call.body, call.files)],
  ['GET', '/applications/@me', ({ state }) => ok({ id: state.appId, name: 'Paper Desk' })],
  [
    'PUT',
    '/applications/:/commands',
    ({ state }, call) => overwriteCommands(state, id(call), null, call.body),
  ],
  [
    'PUT',
    '/applications/:/guilds/:/commands',
    ({ state }, call) => overwriteCommands(state, id(call), id(call, 1), call.body),
  ],
  [
    'POST',
    '/interactions/:/:/callback',
    ({ state, interactions }, call) => respond(state, interactions, call.ids, call.body),
  ],
  ['PATCH', '/webhooks/:/:/messages/@original', (context, call) => editOriginal({ ...context, ...call })],
  ['DELETE', '/webhooks/:/:/messages/@original', (context, call) => deleteOriginal({ ...context, ...call })],
  ['POST', '/webhooks/:/:', (context, call) => followUp({ ...context, ...call })],
];

const COMPILED = ROUTES.map(([method, path, handler]) => ({
  method,
  pattern: new RegExp(`^${path.replaceAll(':', '([^/]+)')}$`),
  handler,
}));

/** Routes whose token is in the path. */
export function needsNoToken(path: string): boolean {
  return path.startsWith('/interactions/') || path.startsWith('/webhooks/') || path === '/gateway';
}

/** Answers one request against the state; throws ApiError as Discord would refuse. */
export function route(
  context: RouteContext,
  method: string,
  url: URL,
  path: string,
  sent: Pick<Call, 'body' | 'files'>,
): Answer {
  for (const entry of COMPILED) {
    const match = entry.method === method ? entry.pattern.exec(path) : null;
    if (match !== null)
      return entry.handler(context, { ids: match.slice(1), query: url.searchParams, ...sent });
  }
  throw new ApiError(404, 0, '404: Not Found');
}

function member(state: State, guildId: string, userId: string): Answer {
  const guild = guildOf(state, guildId);
  if (userId !== state.botId) throw new ApiError(404, 10007, 'Unknown Member');
  return ok(memberJson(state, guild));
}

/** At most 200 at a time, by rising id (resources/user). */
function guilds(state: State, query: URLSearchParams): Answer {
  const limit = Number(query.get('limit') ?? 200);
  if (!(limit >= 1 && limit <= 200)) throw new ApiError(400, 50035, 'Invalid Form Body');
  const after = BigInt(query.get('after') ?? 0);
  const joined = [...state.guilds.values()]
    .filter(({ joined, id }) => joined && BigInt(id) > after)
    .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  return ok(joined.slice(0, limit).map(({ id, name }) => ({ id, name, icon: null, owner: false })));
}

/** Threads are not among them (resources/guild). */
function channels(state: State, guild: FakeGuild): Answer {
  const all = [...state.channels.values()].filter(
    ({ guildId, parentId }) => guildId === guild.id && parentId === null,
  );
  return ok(all.map((channel, position) => ({ ...channelJson(channel), position })));
}
