import { LogLevel, WebClient } from '@slack/web-api';
import { createSlackPublisher, type SlackPublisherDeps } from '../../adapters/slack/index.js';
import type { Publisher, SendRequest } from '../../src/ports/publisher.js';
import { startFakeSlack } from '../fakes/slack/fake-slack.js';
import type { FakeSlackRequest, SlackFaultAction } from '../fakes/slack/faults.js';
import { silentLogger } from '../support/silent-logger.js';
import { everyMs } from '../support/slack-publisher.js';
import { sharedActionOf, type FarSide, type HttpFault, type SideOptions } from './far-side.js';
import { waitFor } from './wait-for.js';

const READS = new Set(['conversations.history', 'conversations.replies']);

export async function startSlackSide(options: SideOptions): Promise<FarSide> {
  const fake = await startFakeSlack({ clock: options.clock });
  Object.assign(fake.state.history, { lagMs: options.lagMs ?? 2_000, pageSize: 3 });
  const { botToken } = fake;
  const make = (apiUrl: string): Publisher =>
    createSlackPublisher({
      botToken,
      apiUrl,
      logger: silentLogger,
      pace: everyMs(0),
      now: options.clock,
      ...(options.sdkRetries === true ? { call: retrying(botToken, apiUrl) } : {}),
    });
  const unreachable = make('http://127.0.0.1:2/api/');
  const publisher = make(fake.url);
  const isOurs = (request: SendRequest) => (asked: FakeSlackRequest) =>
    asked.method === 'chat.postMessage' && asked.args['channel'] === request.address.place;

  return {
    platform: 'slack',
    layouts: ['thread', 'thread', 'compact'],
    secrets: [botToken],
    connection: { apiUrl: fake.url, token: botToken },
    addPlace() {
      const { id } = fake.addChannel();
      for (const word of ['Good', 'morning', 'all', 'of', 'you']) fake.say(id, word);
      return { platform: 'slack', workspace: fake.teamId, place: id };
    },
    publisher: () => publisher,
    unreachable: () => unreachable,
    spoil(request, fault) {
      fake.fault(actionOf(fault), { when: isOurs(request) });
    },
    spoilLook(request, fault) {
      fake.fault(actionOf(fault), {
        when: ({ method, args }) => READS.has(method) && args['channel'] === request.address.place,
      });
    },
    forbid(address, forbidden) {
      const channel = fake.state.channels.get(address.place);
      if (channel !== undefined) channel.isMember = !forbidden;
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
        .map(({ at, args }) => ({
          at,
          body: JSON.stringify(args),
          marker: /"k":"([0-9a-f]{64})"/.exec(args['metadata'] ?? '')?.[1] ?? null,
        })),
    markerOf: (key) => key,
    async arrived(request) {
      const before = fake.requests.length;
      await waitFor(() => fake.requests.slice(before).some(isOurs(request)));
    },
    close: () => fake.close(),
  };
}

// --- Internal helpers ---

function actionOf(fault: HttpFault): SlackFaultAction {
  return fault.act === 'forbidden' ? { act: 'error', error: 'restricted_action' } : sharedActionOf(fault);
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
