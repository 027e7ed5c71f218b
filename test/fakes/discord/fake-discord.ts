import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Fault, FaultAction } from './faults.js';
import { anyPost } from './faults.js';
import { attachGateway, type FakeGateway } from './gateway.js';
import { handle } from './http.js';
import type { InteractionRecord } from './interactions.js';
import type { FakeRequest } from './log.js';
import { newMessage } from './message-routes.js';
import { newChannel } from './new-channel.js';
import { createPeople, READER, type People } from './people.js';
import { createFakePlaces, type FakePlaces } from './places.js';
import { createLimiter, DISCORD_LIMITS, type RateLimits } from './rate-limits.js';
import {
  ALL_NEEDED,
  DIRECT,
  FORUM,
  idMaker,
  threadsOf,
  visibleMessages,
  type FakeChannel,
  type FakeGuild,
  type FakeMessage,
  type FakeUser,
  type State,
} from './state.js';

export interface FakeDiscordOptions {
  readonly token?: string;
  /** True for Discord's own limits; default none. */
  readonly rateLimits?: boolean | RateLimits;
  /** Milliseconds since 1970; default the machine's clock. */
  readonly clock?: () => number;
}

/** A Discord on the loopback: REST and gateway, stateful, enforcing the documented limits. What it accepted is the oracle. */
export interface FakeDiscord extends People, FakePlaces {
  /** For `DISCORD_API_URL`. */
  readonly url: string;
  readonly token: string;
  readonly appId: string;
  readonly botId: string;
  /** A guild with a text and a forum channel that the bot may do everything needed in. */
  readonly guildId: string;
  readonly textChannelId: string;
  readonly forumChannelId: string;
  readonly state: State;
  /** Every request in order of arrival. */
  readonly requests: readonly FakeRequest[];
  readonly interactions: readonly InteractionRecord[];
  readonly gateway: FakeGateway;
  addGuild(overrides?: Partial<FakeGuild>): FakeGuild;
  addChannel(overrides?: Partial<FakeChannel>): FakeChannel;
  /** A conversation of the bot with one person. */
  addDirect(user?: FakeUser): FakeChannel;
  /** What stands in a channel or thread for all to see, oldest first. */
  messages(channelId: string): readonly FakeMessage[];
  /** Threads of a text channel or posts of a forum, oldest first. */
  threads(channelId: string): readonly FakeChannel[];
  /** Everything that was notified by any message. */
  pings(): readonly string[];
  deleteMessage(messageId: string): void;
  /** Somebody else writes something. */
  say(channelId: string, content: string, embeds?: readonly Record<string, unknown>[]): FakeMessage;
  /** Lets matching requests fail; by default the next POST to a channel. */
  fault(action: FaultAction, options?: { when?: (request: FakeRequest) => boolean; times?: number }): void;
  rateLimits(limits: boolean | RateLimits): void;
  /** Moves this Discord's clock forward: interactions grow old, tokens expire. Milliseconds. */
  advance(ms: number): void;
  /** Stops listening (connections are refused); `up` listens again on the same port. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

export async function startFakeDiscord(options: FakeDiscordOptions = {}): Promise<FakeDiscord> {
  const state = newState(options.token ?? 'fake-discord-token', options.clock ?? Date.now);
  const faults: Fault[] = [];
  const requests: FakeRequest[] = [];
  const interactions: InteractionRecord[] = [];
  let limits = limitsOf(options.rateLimits ?? false);
  let port = 0;
  const gatewayUrl = () => `ws://127.0.0.1:${port}/gateway`;
  const limiter = createLimiter(
    () => limits,
    () => state.now(),
  );
  const context = { state, interactions, gatewayUrl, requests, faults, limiter };
  const server = createServer((incoming, response) => {
    handle(context, incoming, response).catch(() => response.destroy());
  });
  // A client that stood still finds its connection as it left it.
  server.keepAliveTimeout = 600_000;
  const gateway = attachGateway(server, state, gatewayUrl);
  port = await listen(server, 0);
  const guild = addGuild(state, {});
  const text = newChannel(state, { guildId: guild.id });
  const forum = newChannel(state, { guildId: guild.id, type: FORUM, name: 'paper-posts' });
  const down = async () => {
    gateway.drop();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  };

  const people = createPeople(state, interactions, (event, data) => gateway.dispatch(event, data), text.id);

  return {
    ...people,
    ...createFakePlaces(state, (event, data) => gateway.dispatch(event, data)),
    url: `http://127.0.0.1:${port}/api`,
    token: state.token,
    appId: state.appId,
    botId: state.botId,
    guildId: guild.id,
    textChannelId: text.id,
    forumChannelId: forum.id,
    state,
    requests,
    interactions,
    gateway,
    addGuild: (overrides = {}) => addGuild(state, overrides),
    addChannel: (overrides = {}) => newChannel(state, { guildId: guild.id, ...overrides }),
    addDirect: (user = READER) =>
      newChannel(state, { guildId: '@me', type: DIRECT, name: '', recipient: user }),
    messages: (channelId) => visibleMessages(state, channelId),
    threads: (channelId) => threadsOf(state, channelId),
    pings: () => state.messages.flatMap((message) => message.pings),
    deleteMessage(messageId) {
      for (const message of state.messages) if (message.id === messageId) message.deleted = true;
    },
    say(channelId, content, embeds = []) {
      const message = newMessage(state, channelId, { content, embeds, authorId: '700000000000000001' });
      state.messages.push(message);
      return message;
    },
    fault(action, { when = anyPost, times = 1 } = {}) {
      faults.push({ action, when, left: times });
    },
    rateLimits(next) {
      limits = limitsOf(next);
    },
    advance(ms) {
      state.skew += ms;
    },
    down,
    async up() {
      await listen(server, port);
    },
    async close() {
      gateway.close();
      await down();
    },
  };
}

function newState(token: string, clock: () => number): State {
  const now = () => clock() + state.skew;
  const state: State = {
    token,
    appId: '600000000000000001',
    botId: '600000000000000002',
    guilds: new Map(),
    channels: new Map(),
    messages: [],
    nonceWindowMs: 180_000,
    historyLagMs: 0,
    historyPage: 100,
    maxActiveThreads: 1_000,
    commands: new Map(),
    shutDirect: new Set(),
    skew: 0,
    newId: idMaker(now),
    now,
  };
  return state;
}

function addGuild(state: State, overrides: Partial<FakeGuild>): FakeGuild {
  const guild: FakeGuild = {
    id: state.newId(),
    name: 'Reading group',
    ownerId: '700000000000000009',
    everyone: 0n,
    bot: ALL_NEEDED,
    botRoleId: state.newId(),
    joined: true,
    ...overrides,
  };
  state.guilds.set(guild.id, guild);
  return guild;
}

function limitsOf(choice: boolean | RateLimits): RateLimits | null {
  if (typeof choice !== 'boolean') return choice;
  return choice ? DISCORD_LIMITS : null;
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
