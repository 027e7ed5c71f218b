import { platformOff } from '../channels/platform.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { composeDigest } from '../digests/compose.js';
import type { Platform } from '../channels/channel.js';
import type { Digest } from '../digests/digest.js';
import { openByHand } from '../digests/open-now.js';
import { AppError } from '../errors.js';
import { countOf } from '../text/numbers.js';
import { createDeeds, type Deeds } from '../wiring/deeds.js';
import type { Runtime } from '../wiring/runtime.js';
import { collectForFirstDigest } from '../wiring/terminal-digest.js';
import { requireChannel } from './channels.js';
import { slotName, type Output } from './output.js';

export interface PostOptions {
  readonly channel: string;
  readonly json?: boolean;
}

/** Uncertain messages take a minute to settle; after this the running bot, or its next start, goes on. */
const FOLLOW_FOR_MS = 150_000;
const LONGEST_NAP_MS = 10_000;
const WORTH_TELLING_MS = 5_000;

/** Composes and delivers a digest of its own, through the same ledger as every other. @returns true when all was posted */
export async function postNow(options: PostOptions, runtime: Runtime, output: Output): Promise<boolean> {
  const { stores } = runtime;
  const channel = await requireChannel(stores.channels, options.channel);
  if (channel.pause !== null)
    throw new AppError(`${channel.key} is paused: ${channel.pause.reason}`, {
      code: 'usage',
      hint: `Resume it first: broadsheet channels resume ${channel.key}`,
    });
  if ((await runtime.publisherFor(channel.address.platform)) === null)
    throw offError(channel.address.platform);
  const deeds = createDeeds(runtime, null);
  const tell = (line: string): boolean => process.stderr.write(`${line}\n`);
  await collectForFirstDigest(runtime, deeds, { print: tell });
  const { digest, joined } = await openByHand(channel.id, stores.digests);
  tell(
    joined ? `Going on with the digest asked for ${slotName(digest.slot)} …` : `Posting to ${channel.key} …`,
  );
  const ended = await runtime.tracing.ofDigest(digest.id, 'post', () =>
    follow(digest.id, runtime, deeds, tell),
  );
  if (options.json === true) output.json(ended);
  else output.line(sentenceOf(ended, runtime));
  return ended.outcome === 'posted';
}

// --- Internal helpers ---

function offError(platform: Platform): AppError {
  const { message, hint } = platformOff(platform);
  return new AppError(message, { code: 'config', hint });
}

async function follow(
  digestId: number,
  runtime: Runtime,
  deeds: Deeds,
  tell: (line: string) => void,
): Promise<Digest> {
  const signal = AbortSignal.timeout(FOLLOW_FOR_MS);
  for (;;) {
    const composed = await composeDigest(digestId, deeds.compose, signal);
    const next = composed ?? (await deeds.deliver(digestId, signal));
    const digest = await runtime.stores.digests.get(digestId);
    if (digest === null) throw new AppError('The channel was removed meanwhile.', { code: 'not-found' });
    if (digest.status === 'closed' || next === null || signal.aborted) return digest;
    const now = await runtime.stores.clock.now();
    const waitMs = next.getTime() - now.getTime();
    if (waitMs > WORTH_TELLING_MS) tell(`Waiting ${Math.ceil(waitMs / 1000)} s before the next try …`);
    await sleep(Math.min(LONGEST_NAP_MS, Math.max(50, waitMs)));
  }
}

function sentenceOf({ channel, outcome, reason, content, status }: Digest, { database }: Runtime): string {
  if (outcome === 'posted')
    return `Posted ${countOf(content?.cards.length ?? 0, 'paper', 'papers')} to ${channel.key}.`;
  if (status === 'closed') return `${channel.key}: ${outcome ?? 'ended'}. ${reason ?? ''}`.trim();
  const see = `See: broadsheet deliveries --channel ${channel.key}`;
  if (channel.pause !== null)
    return `Not everything is posted yet. The channel is paused: ${fullStop(channel.pause.reason)} It goes on after: broadsheet channels resume ${channel.key}. ${see}`;
  const who = database.owner ? 'Start the bot; it goes on with it.' : 'A running bot goes on with it.';
  return `Not everything is posted yet. ${who} ${see}`;
}

function fullStop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
