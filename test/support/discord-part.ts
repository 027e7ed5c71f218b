import type { Layout } from '../../src/channels/channel.js';
import type { SendRequest } from '../../src/ports/publisher.js';
import { keysOf } from '../contracts/publisher-contract.js';
import { sampleContent } from './digest-content.js';
import type { DiscordHarness } from './discord-publisher.js';

const keyOf = keysOf('one part');

/** The request for one part of the sample digest, as the ledger would make it. */
export function partRequest(
  harness: DiscordHarness,
  layout: Layout,
  position: number,
  parents: SendRequest['parents'] = { head: null, thread: null },
): SendRequest {
  const part = harness.publisher.render(sampleContent(), layout, keyOf)[position]!;
  const address = harness.addressOf?.(layout) ?? harness.address;
  return { address, kind: part.kind, payload: part.payload, key: keyOf(position), parents };
}

/** Sends one part and gives its id; fails when it is not sent. */
export async function sent(harness: DiscordHarness, request: SendRequest): Promise<string> {
  const outcome = await harness.publisher.send(request, AbortSignal.timeout(10_000));
  if (outcome.kind !== 'sent') throw new Error(JSON.stringify(outcome));
  return outcome.remoteId;
}

/** Head and thread in place; the parents of a card. */
export async function openThread(harness: DiscordHarness): Promise<SendRequest['parents']> {
  const head = await sent(harness, partRequest(harness, 'thread', 0));
  const thread = await sent(harness, partRequest(harness, 'thread', 1, { head, thread: null }));
  return { head, thread };
}
