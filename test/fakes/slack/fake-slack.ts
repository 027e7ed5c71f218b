import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Desk } from './asks.js';
import { createFakeEvents, type FakeEvents } from './events.js';
import { anyPost, type FakeSlackRequest, type SlackFault, type SlackFaultAction } from './faults.js';
import { directChannel } from './method-tools.js';
import { createPaceCheck, SLACK_PACE, type SlackPace } from './pace.js';
import { newPerson } from './people-methods.js';
import { createPeople, type FakePeople } from './person.js';
import { attachSocketMode, type FakeSocketMode } from './socket.js';
import {
  channelMessages,
  newState,
  threadReplies,
  type FakeSlackChannel,
  type FakeSlackMessage,
  type FakeSlackPerson,
  type FakeSlackView,
  type State,
} from './state.js';
import { createFakePlaces, type FakePlaces } from './places.js';
import { HOOKS, serve } from './web-api.js';
import { createWire } from './wire.js';

export interface FakeSlackOptions {
  readonly botToken?: string;
  readonly appToken?: string;
  /** Scopes of the bot token; default all that a digest needs. */
  readonly scopes?: readonly string[];
  /** True for Slack's own pace per channel; default none. */
  readonly pace?: boolean | SlackPace;
  /** Milliseconds since 1970; default the machine's clock. */
  readonly clock?: () => number;
}

/**
 * A Slack on the loopback: Web API, Socket Mode or signed HTTP, response URLs, modals and the people in front of
 * them; stateful, enforcing the documented limits. What it accepted is the oracle.
 */
export interface FakeSlack extends FakePeople, FakeEvents, FakePlaces {
  /** For `SLACK_API_URL`, with the slash at the end. */
  readonly url: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly teamId: string;
  /** A public and a private channel with the bot in them. */
  readonly channelId: string;
  readonly privateChannelId: string;
  /** Who does things unless another is named. */
  readonly userId: string;
  readonly state: State;
  /** Every request in order of arrival. */
  readonly requests: readonly FakeSlackRequest[];
  /** What a well-behaved app does not do: broken limits, broadcasts, unfurls, foreign links. */
  readonly violations: readonly string[];
  readonly socket: FakeSocketMode;
  addPerson(overrides?: Partial<FakeSlackPerson>): FakeSlackPerson;
  /** A person's conversation with the bot. */
  direct(user?: string): FakeSlackChannel;
  /** The Home tab of a person; undefined before it was published. */
  home(user?: string): FakeSlackView | undefined;
  /** From now on everything is sent to this address, signed; null: over Socket Mode. */
  listenAt(url: string | null): void;
  /** Lets time pass for triggers and response URLs. Milliseconds. */
  pass(ms: number): void;
  addChannel(overrides?: Partial<FakeSlackChannel>): FakeSlackChannel;
  /** What stands in a channel, oldest first; replies are not among them. */
  messages(channelId: string): readonly FakeSlackMessage[];
  /** What stands in a thread below its head, oldest first. */
  replies(channelId: string, ts: string): readonly FakeSlackMessage[];
  /** Everything that was notified by any message. */
  pings(): readonly string[];
  /** A person deletes a message. */
  deleteMessage(ts: string): void;
  /** Somebody else writes something. */
  say(channelId: string, text: string, threadTs?: string): FakeSlackMessage;
  /** The bot's message once more under a new timestamp, as when a post arrives twice. */
  repeat(message: FakeSlackMessage): FakeSlackMessage;
  /** Lets matching requests fail; by default the next post. */
  fault(
    action: SlackFaultAction,
    options?: { when?: (request: FakeSlackRequest) => boolean; times?: number },
  ): void;
  pace(pace: boolean | SlackPace): void;
  /** Stops listening (connections are refused); `up` listens again on the same port. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

export async function startFakeSlack(options: FakeSlackOptions = {}): Promise<FakeSlack> {
  const { botToken = 'xoxb-fake-bot-token', appToken = 'xapp-fake-app-token', scopes, clock } = options;
  const state = newState(
    { botToken, appToken, ...(scopes === undefined ? {} : { scopes }) },
    clock ?? Date.now,
  );
  const faults: SlackFault[] = [];
  const requests: FakeSlackRequest[] = [];
  let rule = ruleOf(options.pace ?? false);
  let port = 0;
  const report = (violation: string) => state.violations.push(violation);
  const pace = createPaceCheck(() => rule, state.now, report);
  const openSocket = () => socket.open(`ws://127.0.0.1:${port}`);
  const server = createServer((incoming, response) => {
    serve({ state, requests, faults, pace, openSocket }, incoming, response).catch(() => response.destroy());
  });
  // A client that stood still finds its connection as it left it.
  server.keepAliveTimeout = 600_000;
  const socket = attachSocketMode(server);
  port = await listen(server, 0);
  const signingSecret = '8f742231b10e8888abcd99yyyzzz85a5';
  const wire = createWire(socket, signingSecret);
  const desk: Desk = { state, wire, hooksUrl: () => `http://127.0.0.1:${port}${HOOKS}` };
  const addPerson = (person: FakeSlackPerson) => {
    state.people.set(person.id, person);
    return person;
  };
  const reader = addPerson(newPerson('U0READER01'));
  const open = addChannel(state, { id: 'C0PAPERS01' });
  const closed = addChannel(state, { id: 'C0SECRET01', name: 'secret-papers', isPrivate: true });

  const defaults = { user: reader.id, channel: open.id };
  const events = createFakeEvents(desk, defaults);
  return {
    ...createPeople(desk, defaults),
    ...events,
    ...createFakePlaces(state, (event, options) => events.event(event, options)),
    url: `http://127.0.0.1:${port}/api/`,
    botToken,
    appToken,
    signingSecret,
    teamId: state.teamId,
    channelId: open.id,
    privateChannelId: closed.id,
    userId: reader.id,
    state,
    requests,
    violations: state.violations,
    socket,
    addPerson: (overrides = {}) =>
      addPerson(newPerson(`U${String(state.people.size).padStart(9, '0')}`, overrides)),
    direct: (user = reader.id) => directChannel(state, user),
    home: (user = reader.id) => state.views.find(({ type, userId }) => type === 'home' && userId === user),
    listenAt: (url) => wire.listenAt(url),
    pass(ms) {
      state.skewMs += ms;
    },
    addChannel: (overrides = {}) => addChannel(state, overrides),
    messages: (channelId) => channelMessages(state, channelId),
    replies: (channelId, ts) => threadReplies(state, channelId, ts),
    pings: () => state.messages.flatMap((message) => message.pings),
    deleteMessage(ts) {
      for (const message of state.messages) if (message.ts === ts) message.deleted = true;
    },
    say: (channelId, text, threadTs) => keep(state, stranger(state, channelId, text, threadTs ?? null)),
    repeat: (message) => keep(state, { ...message, ts: state.newTs(), at: state.now() }),
    fault(action, { when = anyPost, times = 1 } = {}) {
      faults.push({ action, when, left: times });
    },
    pace(next) {
      rule = ruleOf(next);
    },
    down: () => shut(server, socket),
    async up() {
      await listen(server, port);
    },
    async close() {
      socket.close();
      if (server.listening) await shut(server, socket);
    },
  };
}

// --- Internal helpers ---

function addChannel(state: State, overrides: Partial<FakeSlackChannel>): FakeSlackChannel {
  const channel: FakeSlackChannel = {
    id: `C${String(state.channels.size).padStart(9, '0')}`,
    name: 'papers',
    isPrivate: false,
    personId: null,
    isArchived: false,
    isMember: true,
    postError: null,
    ...overrides,
  };
  state.channels.set(channel.id, channel);
  return channel;
}

function stranger(state: State, channel: string, text: string, threadTs: string | null): FakeSlackMessage {
  const plain = { blocks: [], metadata: null, unfurls: {}, pings: [], deleted: false };
  const author = { userId: 'U0READER01', botId: null };
  return { ts: state.newTs(), channel, threadTs, ...author, text, ...plain, at: state.now() };
}

function keep(state: State, message: FakeSlackMessage): FakeSlackMessage {
  state.messages.push(message);
  return message;
}

function ruleOf(choice: boolean | SlackPace): SlackPace | null {
  if (typeof choice !== 'boolean') return choice;
  return choice ? SLACK_PACE : null;
}

async function shut(server: Server, socket: FakeSocketMode): Promise<void> {
  socket.drop();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
