import { REST } from 'discord.js';
import { createDiscordPublisher } from '../../adapters/discord/index.js';
import { nonceOf } from '../../adapters/discord/marker.js';
import type { ChannelAddress, Layout } from '../../src/channels/channel.js';
import type { Publisher, SendRequest } from '../../src/ports/publisher.js';
import { startFakeDiscord, type FakeDiscord } from '../fakes/discord/fake-discord.js';
import type { FaultAction } from '../fakes/discord/faults.js';
import type { FakeRequest } from '../fakes/discord/log.js';
import { BITS, DIRECT, FORUM, TEXT } from '../fakes/discord/state.js';
import { silentLogger } from '../support/silent-logger.js';
import {
  LAG_MS,
  sharedActionOf,
  type Asked,
  type FarSide,
  type HttpFault,
  type Room,
  type SideOptions,
  type Taken,
} from './far-side.js';
import { waitFor } from './wait-for.js';

/** The SDK keeps limits by the machine's clock, 50 calls a second among them: after so many calls a new one is made. */
const CALLS_PER_SDK = 40;
const MARKER = /[a-z2-7]{25}$/;

export async function startDiscordSide(options: SideOptions): Promise<FarSide> {
  const fake = await startFakeDiscord({ clock: options.clock });
  fake.state.historyLagMs = options.lagMs ?? LAG_MS;
  fake.state.historyPage = 3;
  const make = (apiUrl: string): Publisher =>
    createDiscordPublisher({
      token: fake.token,
      apiUrl,
      logger: silentLogger,
      now: options.clock,
      sleep: options.sleep,
      ...(options.sdkRetries === true ? { rest: retrying(fake.token, apiUrl) } : {}),
    });
  const unreachable = make('http://127.0.0.1:2/api');
  let current = make(fake.url);
  let calls = 0;
  const placesOf = (address: ChannelAddress): readonly string[] => [
    address.place,
    ...fake.threads(address.place).map(({ id }) => id),
  ];
  const isPost = (request: FakeRequest) => request.method === 'POST';

  return {
    platform: 'discord',
    rooms: ['thread', 'compact', 'forum', 'direct'],
    secrets: [fake.token],
    connection: { apiUrl: fake.url, token: fake.token },
    addPlace: (room) => addPlace(fake, room),
    publisher() {
      calls += 1;
      if (calls % CALLS_PER_SDK === 0) current = make(fake.url);
      return current;
    },
    unreachable: () => unreachable,
    spoil(request, fault) {
      const path = pathOf(request);
      fake.fault(actionOf(fault, isDirect(request.address)), {
        when: (asked) => isPost(asked) && asked.path === path,
      });
      if (fault.act === 'limit') current = make(fake.url);
    },
    spoilLook(request, fault) {
      const places = placesOf(request.address);
      fake.fault(actionOf(fault, isDirect(request.address)), {
        when: ({ method, path }) =>
          method === 'GET' && places.some((place) => path.startsWith(`/channels/${place}/`)),
      });
      if (fault.act === 'limit') current = make(fake.url);
    },
    spoilMany(faults, rate, chance, note) {
      for (const fault of faults) {
        const when = (asked: FakeRequest) => {
          const isHit = isPost(asked) && chance.happens(rate / faults.length);
          if (isHit) note(markerOf(asked.body), fault);
          return isHit;
        };
        fake.fault(actionOf(fault, false), { when, times: Infinity });
      }
    },
    forbid(address, forbidden) {
      const channel = fake.state.channels.get(address.place);
      // Nothing keeps a bot from reading a conversation of its own.
      if (channel === undefined || channel.type === DIRECT) return;
      const deny = { id: fake.botId, type: 1, allow: 0n, deny: BITS.readMessageHistory } as const;
      channel.overwrites = forbidden ? [deny] : [];
    },
    count: () => fake.state.messages.length,
    newestIn(address) {
      const id = takenIn(fake, address).findLast(({ kind }) => kind !== 'thread')?.id ?? '';
      return () => fake.deleteMessage(id);
    },
    taken: (address) => takenIn(fake, address),
    asked(address) {
      const prefixes = placesOf(address).map((place) => `/channels/${place}/`);
      return fake.requests
        .filter((request) => isPost(request) && prefixes.some((prefix) => request.path.startsWith(prefix)))
        .map(askedOf);
    },
    markerOf: nonceOf,
    async arrived(request) {
      const path = pathOf(request);
      const before = fake.requests.length;
      await waitFor(() => fake.requests.slice(before).some((asked) => isPost(asked) && asked.path === path));
    },
    close: () => fake.close(),
  };
}

// --- Internal helpers ---

/** A room with other people's messages in it. */
function addPlace(
  fake: FakeDiscord,
  room: Room,
): { readonly address: ChannelAddress; readonly layout: Layout } {
  if (room === 'direct') {
    const { id } = fake.addDirect({ id: fake.state.newId(), name: 'somebody' });
    fake.say(id, 'Good morning to you');
    return { address: { platform: 'discord', workspace: '@me', place: id }, layout: 'compact' };
  }
  const { id } = fake.addChannel({ type: room === 'forum' ? FORUM : TEXT });
  if (room !== 'forum') for (const word of ['Good', 'morning', 'all', 'of', 'you']) fake.say(id, word);
  return { address: { platform: 'discord', workspace: fake.guildId, place: id }, layout: room };
}

function isDirect({ workspace }: ChannelAddress): boolean {
  return workspace === '@me';
}

function pathOf({ kind, address, parents }: SendRequest): string {
  if (kind === 'post') return `/channels/${address.place}/threads`;
  if (kind === 'thread') return `/channels/${address.place}/messages/${parents.head ?? ''}/threads`;
  return `/channels/${kind === 'card' ? (parents.thread ?? '') : address.place}/messages`;
}

function actionOf(fault: HttpFault, direct: boolean): FaultAction {
  if (fault.act === 'forbidden') return { act: 'code', status: 403, code: direct ? 50007 : 50013 };
  // What a proxy in front of Discord says.
  if (fault.act === '502')
    return { act: 'status', status: 502, html: '<html><body>Bad gateway</body></html>' };
  return sharedActionOf(fault);
}

function takenIn(fake: FakeDiscord, { place }: ChannelAddress): readonly Taken[] {
  const { messages, channels, botId } = fake.state;
  const threads = fake.threads(place);
  const isForum = channels.get(place)?.type === FORUM;
  const below = new Set(threads.map(({ id }) => id));
  const own = messages.filter(
    ({ channelId, authorId }) => authorId === botId && (channelId === place || below.has(channelId)),
  );
  const posted = own.map((message) => ({
    // A card in the channel itself, because no thread could be opened, has no line above it.
    kind: message.content === '' ? ('card' as const) : ('head' as const),
    id: message.id,
    at: message.at,
    visible: !message.deleted,
    text: JSON.stringify([message.content, message.embeds, message.components]),
  }));
  const opened = threads.map(({ id, archiveAt }) => ({
    kind: 'thread' as const,
    id,
    at: archiveAt,
    visible: true,
    text: '',
  }));
  return isForum ? posted : [...posted, ...opened];
}

function askedOf({ at, path, body }: FakeRequest): Asked {
  return { at, body: JSON.stringify([path, body]), marker: markerOf(body) };
}

/** Of a message, or of the first one of a forum post. */
function markerOf(body: FakeRequest['body']): string | null {
  const ids = [...JSON.stringify(body).matchAll(/"custom_id":"([^"]*)"/g)].map(([, id]) => id ?? '');
  return ids.map((id) => MARKER.exec(id)?.[0]).find((marker) => marker !== undefined) ?? null;
}

/** The mistake: discord.js as it comes, but for its waiting. */
function retrying(
  token: string,
  apiUrl: string,
): NonNullable<Parameters<typeof createDiscordPublisher>[0]['rest']> {
  const rest = new REST({ api: apiUrl, retries: 3, timeout: 15_000, rejectOnRateLimit: () => true }).setToken(
    token,
  );
  return (method, route, { body, query, signal }) =>
    rest[method](route, {
      signal,
      ...(body === undefined ? {} : { body }),
      ...(query === undefined ? {} : { query: new URLSearchParams(query) }),
    });
}
