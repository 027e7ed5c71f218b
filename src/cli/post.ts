import { platformOff } from '../channels/platform.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { composeDigest } from '../digests/compose.js';
import type { Platform } from '../channels/channel.js';
import type { Digest } from '../digests/digest.js';
import { AppError } from '../errors.js';
import { countOf } from '../text/numbers.js';
import { createDeeds, type Deeds } from '../wiring/deeds.js';
import type { Runtime } from '../wiring/runtime.js';
import { collectForFirstDigest } from '../wiring/terminal-digest.js';
import { requireChannel } from './channels.js';
import type { Output } from './output.js';

export interface PostOptions {
  readonly channel: string;
  readonly json?: boolean;
}

/** Uncertain messages take a minute to settle; after this the running bot, or its next start, goes on. */
const FOLLOW_FOR_MS = 150_000;

/** Composes and delivers a digest of its own, through the same ledger as every other. @returns true when all was posted */
export async function postNow(options: PostOptions, runtime: Runtime, output: Output): Promise<boolean> {
  const { stores } = runtime;
  const channel = await requireChannel(stores.channels, options.channel);
  if (channel.pause !== null)
    throw new AppError(`${channel.key} is paused: ${channel.pause.reason}`, {
      code: 'usage',
      hint: `Resume it first: broadsheet channels resume ${channel.key}`,
    });
  if (runtime.publisherFor(channel.address.platform) === null) throw offError(channel.address.platform);
  const deeds = createDeeds(runtime, null);
  await collectForFirstDigest(runtime, deeds, { print: (line) => process.stderr.write(`${line}\n`) });
  const opened = await stores.digests.openNow(channel.id);
  const ended = await follow(opened.id, runtime, deeds);
  if (options.json === true) output.json(ended);
  else output.line(sentenceOf(ended));
  return ended.outcome === 'posted';
}

// --- Internal helpers ---

function offError(platform: Platform): AppError {
  const { message, hint } = platformOff(platform);
  return new AppError(message, { code: 'config', hint });
}

async function follow(digestId: number, runtime: Runtime, deeds: Deeds): Promise<Digest> {
  const signal = AbortSignal.timeout(FOLLOW_FOR_MS);
  for (;;) {
    const composed = await composeDigest(digestId, deeds.compose, signal);
    const next = composed ?? (await deeds.deliver(digestId, signal));
    const digest = await runtime.stores.digests.get(digestId);
    if (digest === null) throw new AppError('The channel was removed meanwhile.', { code: 'not-found' });
    if (digest.status === 'closed' || next === null || signal.aborted) return digest;
    const now = await runtime.stores.clock.now();
    await sleep(Math.min(5_000, Math.max(50, next.getTime() - now.getTime())));
  }
}

function sentenceOf({ channel, outcome, reason, content, status }: Digest): string {
  if (outcome === 'posted')
    return `Posted ${countOf(content?.cards.length ?? 0, 'paper', 'papers')} to ${channel.key}.`;
  if (status === 'closed') return `${channel.key}: ${outcome ?? 'ended'}. ${reason ?? ''}`.trim();
  const why =
    channel.pause === null
      ? 'The running bot goes on with it.'
      : `The channel is paused: ${channel.pause.reason}`;
  return `Not everything is posted yet. ${why} See: broadsheet deliveries --channel ${channel.key}`;
}
