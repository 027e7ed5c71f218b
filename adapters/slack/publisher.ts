import { setTimeout as sleep } from 'node:timers/promises';
import type { ChannelAddress } from '../../src/channels/channel.js';
import type { Payload } from '../../src/digests/delivery.js';
import { AppError } from '../../src/errors.js';
import type { Logger } from '../../src/ports/logger.js';
import {
  STOOD_STILL,
  tellOutcomeOf,
  type Publisher,
  type SendOutcome,
  type SendRequest,
  type SettlePolicy,
  type TellOutcome,
} from '../../src/ports/publisher.js';
import type { TurnStore } from '../../src/ports/turn-store.js';
import { createHolds, type Holds } from '../shared/holds.js';
import { createPace, type PaceTime, type PaceWatch } from '../shared/pace.js';
import { createTokenGate } from '../shared/token-gate.js';
import type { PictureUrl } from './head.js';
import { createSelf } from './self.js';
import { createSlackCall, type SlackCall } from './client.js';
import { codeOf, isTokenRefusal, sendOutcomeOf, slackError } from './errors.js';
import { channelScope, heldCall, workspaceScope } from './held-call.js';
import { inspectPlace } from './inspect.js';
import { LIMITS, POST_PACE } from './limits.js';
import { lookFor } from './look.js';
import { mrkdwn, withoutPictures } from './message.js';
import { renderDigest } from './render.js';
import { postedSchema } from './schema.js';
import { notification, shown } from './text.js';
import { createWalkMemory } from './walk-memory.js';

export interface SlackPublisherDeps extends PaceTime, PaceWatch {
  readonly botToken: string;
  /** Web API base, e.g. `https://slack.com/api/`. */
  readonly apiUrl: string;
  readonly logger: Logger;
  /** Where Slack can fetch a digest's picture. Default: nowhere, so that heads go without. */
  readonly pictureUrl?: PictureUrl;
  /** For tests; made of botToken and apiUrl by default. */
  readonly call?: SlackCall;
  /** How often one channel and one workspace get a message. Default Slack's own rules. */
  readonly pace?: typeof POST_PACE;
  /** Where turns and holds are kept for several processes. Default: each process keeps its own. */
  readonly turns?: Pick<TurnStore, 'take' | 'hold' | 'heldFor'>;
}

/** Slack drops no repeats, so nothing is ever sent again unseen; one resend may follow a complete negative look. */
const POLICY: SettlePolicy = { repeatWithinMs: 0, settleMs: 60_000, maxResends: 1 };
/** A post waits here for its turn; behind two others it comes back later instead. Milliseconds. */
const LONGEST_WAIT_MS = 2_000;

/** Posts digests to Slack over the Web API alone; needs no live connection. */
export function createSlackPublisher(deps: SlackPublisherDeps): Publisher {
  const { logger } = deps;
  const plain = deps.call ?? createSlackCall({ token: deps.botToken, apiUrl: deps.apiUrl, logger });
  const gate = createTokenGate({ isRefusal: isTokenRefusal });
  const open: SlackCall = (...asked) => gate.pass(() => plain(...asked));
  const probe: SlackCall = (...asked) => gate.probe(() => plain(...asked));
  const holds = createHolds(deps);
  const pace = createPostPace(deps, holds);
  const callOf = (address: ChannelAddress): SlackCall => heldCall(open, address, holds);
  const probeOf = (address: ChannelAddress): SlackCall => heldCall(probe, address, holds);
  const self = createSelf(probe);
  const lookDeps = { self: self.known, logger, memory: createWalkMemory() };
  return {
    platform: 'slack',
    policy: () => POLICY,
    render: (content, layout, keyOf) => renderDigest(content, layout, keyOf, deps.pictureUrl),
    send: (request, signal) => send(request, callOf(request.address), pace, signal),
    look: (request, since, signal) =>
      lookFor(request, since, { ...lookDeps, call: callOf(request.address) }, signal),
    inspect: (address, _layout, signal) => inspectPlace(address, probeOf(address), self.fresh, signal),
    tell: (address, person, text, signal) => {
      const to = { ...address, place: person ?? address.place };
      return tell(to, text, callOf(to), pace, signal);
    },
    async say(address, text, signal) {
      try {
        // Nobody comes back with a line: it waits here for as long as its caller does.
        for (let wait = await pace(address, signal); wait > 0; wait = await pace(address, signal))
          await sleep(wait, undefined, { signal });
        await callOf(address)('chat.postMessage', { channel: address.place, ...line(text) }, signal);
      } catch (thrown) {
        const message = `A line could not be posted to Slack channel ${address.place}: ${slackError(thrown)}.`;
        throw new AppError(message, { code: 'platform', retryable: true, cause: thrown });
      }
    },
  };
}

// --- Internal helpers ---

/** A turn of the channel, then one of its workspace. */
type PostPace = (address: ChannelAddress, signal: AbortSignal) => Promise<number>;

function createPostPace({ pace = POST_PACE, ...deps }: SlackPublisherDeps, holds: Holds): PostPace {
  const { turns, now, sleep: wake, onWait } = deps;
  const shared = { longestWaitMs: LONGEST_WAIT_MS, turns, holds, now, sleep: wake, onWait };
  const channel = createPace({ ...shared, rule: pace.channel });
  const workspace = createPace({ ...shared, rule: pace.workspace });
  return async (address, signal) =>
    (await channel(channelScope(address), signal)) || (await workspace(workspaceScope(address), signal));
}

/**
 * One attempt, and a second one in a single case: Slack fetches a picture before it takes a message, and calls the
 * blocks invalid when it cannot (python-slack-sdk issue 1782). Nothing was posted then, so the card goes out without its picture, not lost with it.
 */
async function send(
  request: SendRequest,
  call: SlackCall,
  pace: PostPace,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const place = placeOf(request);
  if ('kind' in place) return place;
  const early = await turn(request, pace, signal);
  if (early !== null) return early;
  const post = (payload: Payload) => attempt(request, { ...payload, ...place }, call, signal);
  const first = await post(request.payload);
  const bare = first.code === 'invalid_blocks' ? withoutPictures(request.payload) : null;
  return bare === null ? first.outcome : (await post(bare)).outcome;
}

async function attempt(
  request: SendRequest,
  args: Payload,
  call: SlackCall,
  signal: AbortSignal,
): Promise<{ readonly outcome: SendOutcome; readonly code: string | null }> {
  if (request.mayLeave?.() === false)
    return { outcome: { kind: 'delay', error: STOOD_STILL, retryAfterMs: null }, code: null };
  try {
    const answer = postedSchema.safeParse(await call('chat.postMessage', args, signal, request.mayLeave));
    if (answer.success) return { outcome: { kind: 'sent', remoteId: answer.data.ts }, code: null };
    return { outcome: { kind: 'unknown', error: 'Slack answered without a timestamp' }, code: null };
  } catch (thrown) {
    return { outcome: sendOutcomeOf(thrown, request.kind), code: codeOf(thrown) };
  }
}

/** @param to its place may be a person's id, which stands for the conversation with the bot */
async function tell(
  to: ChannelAddress,
  text: string,
  call: SlackCall,
  pace: PostPace,
  signal: AbortSignal,
): Promise<TellOutcome> {
  try {
    if ((await pace(to, signal)) > 0) return 'later';
  } catch {
    return 'later';
  }
  try {
    await call('chat.postMessage', { channel: to.place, ...line(text) }, signal);
    return 'told';
  } catch (thrown) {
    return tellOutcomeOf(sendOutcomeOf(thrown, 'head'));
  }
}

/** Null when the channel's turn has come; nothing has been sent otherwise. */
async function turn(request: SendRequest, pace: PostPace, signal: AbortSignal): Promise<SendOutcome | null> {
  try {
    const wait = await pace(request.address, signal);
    signal.throwIfAborted();
    const error = 'the channel or its workspace gets as many messages as Slack takes';
    return wait > 0 ? { kind: 'delay', error, retryAfterMs: wait } : null;
  } catch {
    return { kind: 'delay', error: 'stopped before the message was sent', retryAfterMs: null };
  }
}

function placeOf(request: SendRequest): { channel: string; thread_ts?: string } | SendOutcome {
  const channel = request.address.place;
  if (request.kind === 'head') return { channel };
  if (request.kind !== 'card')
    return { kind: 'refused', error: `Slack has no part of the kind ${request.kind}` };
  const { head } = request.parents;
  if (head === null) return { kind: 'refused', error: 'there is no place for it: the head was never posted' };
  return { channel, thread_ts: head };
}

function line(text: string): object {
  const blocks = [{ type: 'section', text: mrkdwn(shown(text, LIMITS.sectionText)) }];
  return { text: notification(text, LIMITS.sectionText), blocks, unfurl_links: false, unfurl_media: false };
}
