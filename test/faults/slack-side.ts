import { LogLevel, WebClient } from '@slack/web-api';
import { createSlackPublisher, type SlackPublisherDeps } from '../../adapters/slack/index.js';
import type { ChannelAddress } from '../../src/channels/channel.js';
import type { Publisher, SendRequest } from '../../src/ports/publisher.js';
import { startFakeSlack, type FakeSlack } from '../fakes/slack/fake-slack.js';
import type { FakeSlackRequest, SlackFaultAction } from '../fakes/slack/faults.js';
import { silentLogger } from '../support/silent-logger.js';
import { everyMs } from '../support/slack-publisher.js';
import { LAG_MS, sharedActionOf, type FarSide, type HttpFault, type SideOptions } from './far-side.js';
import { waitFor } from './wait-for.js';

const READS = new Set(['conversations.history', 'conversations.replies']);

export async function startSlackSide(options: SideOptions): Promise<FarSide> {
  const fake = await startFakeSlack({ clock: options.clock });
  Object.assign(fake.state.history, { lagMs: options.lagMs ?? LAG_MS, pageSize: 3 });
  const { botToken } = fake;
  // Conversations that the app may not read back: it lacks the right.
  const unread = new Set<string>();
  fake.fault(
    { act: 'error', error: 'missing_scope', needed: 'im:history' },
    {
      when: ({ method, args }) => READS.has(method) && unread.has(args['channel'] ?? ''),
      times: Infinity,
    },
  );
  const make = (apiUrl: string): Publisher =>
    createSlackPublisher({
      botToken,
      apiUrl,
      logger: silentLogger,
      pace: everyMs(0),
      now: options.clock,
      sleep: options.sleep,
      ...(options.sdkRetries === true ? { call: retrying(botToken, apiUrl) } : {}),
    });
  const unreachable = make('http://127.0.0.1:2/api/');
  const publisher = make(fake.url);
  const isOurs = (request: SendRequest) => (asked: FakeSlackRequest) =>
    asked.method === 'chat.postMessage' && asked.args['channel'] === request.address.place;

  return {
    platform: 'slack',
    rooms: ['thread', 'thread', 'compact', 'direct'],
    secrets: [botToken],
    connection: { apiUrl: fake.url, token: botToken },
    addPlace(room) {
      const { id } = room === 'direct' ? fake.direct(fake.addPerson().id) : fake.addChannel();
      for (const word of ['Good', 'morning', 'all', 'of', 'you']) fake.say(id, word);
      const address = { platform: 'slack', workspace: fake.teamId, place: id } as const;
      return { address, layout: room === 'compact' ? 'compact' : 'thread' };
    },
    publisher: () => publisher,
    unreachable: () => unreachable,
    spoil(request, fault) {
      fake.fault(actionOf(fault, isDirect(fake, request.address)), { when: isOurs(request) });
    },
    spoilLook(request, fault) {
      fake.fault(actionOf(fault, isDirect(fake, request.address)), {
        when: ({ method, args }) => READS.has(method) && args['channel'] === request.address.place,
      });
    },
    spoilMany(faults, rate, chance, note) {
      for (const fault of faults) {
        const when = (asked: FakeSlackRequest) => {
          const isHit = asked.method === 'chat.postMessage' && chance.happens(rate / faults.length);
          if (isHit) note(markerOf(asked), fault);
          return isHit;
        };
        fake.fault(actionOf(fault, false), { when, times: Infinity });
      }
    },
    forbid(address, forbidden) {
      const channel = fake.state.channels.get(address.place);
      if (channel === undefined) return;
      if (!isDirect(fake, address)) channel.isMember = !forbidden;
      else if (forbidden) unread.add(address.place);
      else unread.delete(address.place);
    },
    count: () => fake.state.messages.length,
    newestIn({ place }) {
      const { messages, botId } = fake.state;
      const ts =
        messages.findLast((message) => message.channel === place && message.botId === botId)?.ts ?? '';
      return () => fake.deleteMessage(ts);
    },
    taken: ({ place }) =>
      fake.state.messages
        .filter(({ channel, botId }) => channel === place && botId === fake.state.botId)
        .map(({ ts, threadTs, at, deleted, text, blocks }) => ({
          kind: threadTs === null ? ('head' as const) : ('card' as const),
          id: ts,
          at,
          visible: !deleted,
          text: JSON.stringify([text, blocks]),
        })),
    asked: ({ place }) =>
      fake.requests
        .filter(({ method, args }) => method === 'chat.postMessage' && args['channel'] === place)
        .map((asked) => ({ at: asked.at, body: JSON.stringify(asked.args), marker: markerOf(asked) })),
    markerOf: (key) => key,
    async arrived(request) {
      const before = fake.requests.length;
      await waitFor(() => fake.requests.slice(before).some(isOurs(request)));
    },
    close: () => fake.close(),
  };
}

// --- Internal helpers ---

function markerOf({ args }: FakeSlackRequest): string | null {
  return /"k":"([0-9a-f]{64})"/.exec(args['metadata'] ?? '')?.[1] ?? null;
}

function isDirect({ state }: FakeSlack, { place }: ChannelAddress): boolean {
  return (state.channels.get(place)?.personId ?? null) !== null;
}

function actionOf(fault: HttpFault, direct: boolean): SlackFaultAction {
  if (fault.act !== 'forbidden') return sharedActionOf(fault);
  return { act: 'error', error: direct ? 'messages_tab_disabled' : 'restricted_action' };
}

/** The mistake: the SDK as it comes, but for the minutes between its tries. */
function retrying(token: string, slackApiUrl: string): NonNullable<SlackPublisherDeps['call']> {
  const client = new WebClient(token, {
    slackApiUrl,
    retryConfig: { retries: 3, minTimeout: 1, maxTimeout: 5 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
  return (method, args) => client.apiCall(method, args);
}
