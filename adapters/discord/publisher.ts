import { Routes, type RawFile, type RouteLike } from 'discord.js';
import type { PartKind, Payload } from '../../src/digests/delivery.js';
import { AppError } from '../../src/errors.js';
import type { Logger } from '../../src/ports/logger.js';
import {
  tellOutcomeOf,
  type Publisher,
  type SendOutcome,
  type SendRequest,
  type SettlePolicy,
  type TellOutcome,
} from '../../src/ports/publisher.js';
import type { PictureMaker } from '../../src/ports/picture-maker.js';
import type { TurnStore } from '../../src/ports/turn-store.js';
import { createHolds } from '../shared/holds.js';
import { createPace, type PaceTime, type PaceWatch } from '../shared/pace.js';
import { DELETED, discordError, sendOutcomeOf } from './errors.js';
import { inspectPlace } from './inspect.js';
import { BUDGET } from './limits.js';
import { lookFor } from './look.js';
import { createPlaceReader } from './place.js';
import { createRefusalWatch, type RefusalWatch } from './refusals.js';
import { createPictureDesk, refusesFile, withoutPicture, type PictureDesk } from './picture.js';
import { renderDigest } from './render.js';
import { createDiscordRest, REQUEST_PACE, type DiscordRest } from './rest.js';
import { idSchema } from './schema.js';
import { shown } from './text.js';

export interface DiscordPublisherDeps extends PaceTime, PaceWatch {
  readonly token: string;
  /** REST base without version: `https://discord.com/api`. */
  readonly apiUrl: string;
  /** Application id, for invitation links in hints. */
  readonly appId?: string | null;
  readonly logger: Logger;
  /** Where turns and holds are kept for several processes. Default: each process keeps its own. */
  readonly turns?: Pick<TurnStore, 'take' | 'hold' | 'heldFor'>;
  /** Draws what heads carry. Default: they carry no picture. */
  readonly pictures?: PictureMaker;
  /** Counts what Discord refuses. Default: what it refuses this publisher. */
  readonly refusals?: RefusalWatch;
  /** For tests; made from token and apiUrl by default. */
  readonly rest?: DiscordRest;
}

/** A call waits here for its turn; behind two seconds of others it comes back later instead. Milliseconds. */
const LONGEST_WAIT_MS = 2_000;
/** Discord drops a repeated nonce for "the past few minutes"; a minute of that is trusted. */
const MESSAGE_POLICY: SettlePolicy = { repeatWithinMs: 60_000, settleMs: 60_000, maxResends: 3 };
/** A message has one thread at most, so opening it again does no harm however often: 160004 says that it is there. */
const THREAD_POLICY: SettlePolicy = { ...MESSAGE_POLICY, maxResends: 30 };
/** Forum posts take no nonce: never repeated unseen. */
const POST_POLICY: SettlePolicy = { repeatWithinMs: 0, settleMs: 60_000, maxResends: 1 };

const POLICIES: Record<PartKind, SettlePolicy> = {
  head: MESSAGE_POLICY,
  card: MESSAGE_POLICY,
  thread: THREAD_POLICY,
  post: POST_POLICY,
};

/** Posts digests to Discord over REST alone; needs no gateway connection. */
export function createDiscordPublisher(deps: DiscordPublisherDeps): Publisher {
  const rest = deps.rest ?? createPacedRest(deps);
  const pictures = createPictureDesk(deps.pictures, deps.logger);
  const place = createPlaceReader(rest);
  const probe = createPlaceReader((method, route, call) => rest(method, route, { ...call, probe: true }));
  return {
    platform: 'discord',
    policy: (kind) => POLICIES[kind],
    render: renderDigest,
    send: (request, signal) => send(request, rest, pictures, signal),
    look: (request, since, signal) => lookFor(request, since, rest, place, deps.logger, signal),
    inspect: (address, layout, signal) => inspectPlace(address, layout, probe, deps.appId ?? null, signal),
    tell: (address, person, text, signal) => tell(address.place, person, text, rest, signal),
    async say(address, text, signal) {
      try {
        await rest('post', Routes.channelMessages(address.place), { body: line(text), signal });
      } catch (thrown) {
        const message = `A line could not be posted to Discord channel ${address.place}: ${discordError(thrown)}.`;
        throw new AppError(message, { code: 'platform', retryable: true, cause: thrown });
      }
    },
  };
}

// --- Internal helpers ---

function createPacedRest(deps: DiscordPublisherDeps): DiscordRest {
  const { token, apiUrl, turns, now, sleep, onWait, logger } = deps;
  const holds = createHolds({ turns, now });
  const longestWaitMs = LONGEST_WAIT_MS;
  const pace = createPace({ rule: REQUEST_PACE, longestWaitMs, turns, holds, now, sleep, onWait });
  const refusals = deps.refusals ?? createRefusalWatch({ logger, now });
  return createDiscordRest({ token, apiUrl, refusals, pace, holds });
}

/** One attempt, and a second one without the picture where Discord takes no file: nothing was posted then. */
async function send(
  request: SendRequest,
  rest: DiscordRest,
  pictures: PictureDesk,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const target = routeOf(request);
  if ('kind' in target) return target;
  const post = (body: Payload, files?: RawFile[]) =>
    rest('post', target.route, { body, files, signal, mayLeave: request.mayLeave });
  const { place } = request.address;
  const bare = () => post(withoutPicture(request.payload));
  const whole = await pictures.withPicture(request.payload, place);
  try {
    const answer =
      whole === null
        ? bare()
        : post(whole.body, whole.files).catch(async (thrown: unknown) => {
            if (!refusesFile(thrown)) throw thrown;
            const answered = await bare();
            pictures.refused(place);
            return answered;
          });
    const posted = idSchema.safeParse(await answer);
    if (posted.success) return { kind: 'sent', remoteId: posted.data.id };
    return { kind: 'unknown', error: 'Discord answered without an id' };
  } catch (thrown) {
    return sendOutcomeOf(thrown, kindIn(request), { place, ...request.parents });
  }
}

async function tell(
  place: string,
  person: string | null,
  text: string,
  rest: DiscordRest,
  signal: AbortSignal,
): Promise<TellOutcome> {
  let room = place;
  if (person !== null) {
    try {
      const body = { recipient_id: person };
      room = idSchema.parse(await rest('post', Routes.userChannels(), { body, signal })).id;
    } catch (thrown) {
      // Opening the conversation says nothing yet: only a refusal is not worth another try.
      const outcome = tellOutcomeOf(sendOutcomeOf(thrown, 'head', { place, head: null }));
      return outcome === 'unknown' ? 'later' : outcome;
    }
  }
  try {
    await rest('post', Routes.channelMessages(room), { body: line(text), signal });
    return 'told';
  } catch (thrown) {
    return tellOutcomeOf(sendOutcomeOf(thrown, 'head', { place, head: null }));
  }
}

function line(text: string): object {
  return { content: shown(text, BUDGET.content), allowed_mentions: { parse: [] } };
}

function routeOf(request: SendRequest): { readonly route: RouteLike } | SendOutcome {
  const { place } = request.address;
  const { head, thread } = request.parents;
  switch (request.kind) {
    case 'head':
      return { route: Routes.channelMessages(place) };
    case 'post':
      return { route: Routes.threads(place) };
    case 'thread':
      return onto(head, (id) => Routes.threads(place, id), 'the head message was deleted');
    case 'card':
      return onto(thread, (id) => Routes.channelMessages(id), 'its thread was deleted');
  }
}

/** A card in the channel itself, because no thread could be opened, meets what a head meets. */
function kindIn({ kind, parents, address }: SendRequest): PartKind {
  return kind === 'card' && parents.thread === address.place ? 'head' : kind;
}

/** The route below an earlier part, or a refusal when that part is not there. */
function onto(
  id: string | null,
  route: (id: string) => RouteLike,
  gone: string,
): { readonly route: RouteLike } | SendOutcome {
  if (id === null || id === DELETED) return { kind: 'refused', error: `there is no place for it: ${gone}` };
  return { route: route(id) };
}
