import { createSlackPublisher, type SlackPublisherDeps } from '../../adapters/slack/index.js';
import type { Payload } from '../../src/digests/delivery.js';
import type { Publisher, SendRequest } from '../../src/ports/publisher.js';
import { keysOf } from '../contracts/publisher-contract.js';
import { startFakeSlack, type FakeSlack, type FakeSlackOptions } from '../fakes/slack/fake-slack.js';
import { sampleContent } from './digest-content.js';
import { recordingLogger, type LogLine } from './slack-fixtures.js';

export interface SlackBench {
  readonly fake: FakeSlack;
  readonly publisher: Publisher;
  readonly log: readonly LogLine[];
  /** The head of the sample digest, on its way to the fake's public channel. */
  readonly head: SendRequest;
  /** Its first card, below that head. */
  card(head: string): SendRequest;
  /** Posts that reached the fake. */
  posts(): number;
}

/** A publisher on a fake workspace, without a pace unless asked for. */
export async function slackBench(
  options: FakeSlackOptions & { readonly paceMs?: number } = {},
): Promise<SlackBench> {
  const fake = await startFakeSlack(options);
  const log: LogLine[] = [];
  const { url: apiUrl, botToken } = fake;
  const logger = recordingLogger(log);
  const publisher = createSlackPublisher({ botToken, apiUrl, logger, pace: everyMs(options.paceMs ?? 0) });
  const keyOf = keysOf('bench');
  const parts = publisher.render(sampleContent(), 'thread', keyOf);
  const request = (position: number, head: string | null): SendRequest => ({
    address: { platform: 'slack', workspace: fake.teamId, place: fake.channelId },
    kind: position === 0 ? 'head' : 'card',
    payload: JSON.parse(JSON.stringify(parts[position]?.payload)) as Payload,
    key: keyOf(position),
    parents: { head, thread: null },
  });
  return {
    fake,
    publisher,
    log,
    head: request(0, null),
    card: (head) => request(1, head),
    posts: () => fake.requests.filter(({ method }) => method === 'chat.postMessage').length,
  };
}

/** A generous bound for one call. */
export const soon = (): AbortSignal => AbortSignal.timeout(10_000);

/** Sends and gives the timestamp. @throws when it was not sent */
export async function sent(bench: SlackBench, request: SendRequest): Promise<string> {
  const outcome = await bench.publisher.send(request, soon());
  if (outcome.kind !== 'sent') throw new Error(`not sent: ${JSON.stringify(outcome)}`);
  return outcome.remoteId;
}

/** One message in so many milliseconds to a channel, and any number to the workspace. */
export function everyMs(ms: number): NonNullable<SlackPublisherDeps['pace']> {
  return { channel: { everyMs: ms, burst: 1 }, workspace: { everyMs: 0, burst: 1 } };
}
