import type { Payload } from '../../src/digests/delivery.js';
import type { DigestContent } from '../../src/digests/digest.js';
import type { Layout } from '../../src/channels/channel.js';
import type { Publisher, SendOutcome, SendRequest } from '../../src/ports/publisher.js';
import type { FarSide } from './far-side.js';
import type { FaultyDeps, Run } from './faulty-store.js';
import { Killed } from './mishaps.js';

/** How long a platform that goes away is away, and how late the latest message is taken. Seconds. */
const LONGEST_AWAY_S = 900;
const LATEST_S = 45;
/** When both SDKs stop waiting for an answer. */
const CALL_MS = 15_000;
const LONGEST_LIMIT_S = 30;

export interface FrozenPart {
  readonly content: DigestContent;
  readonly layout: Layout;
  readonly position: number;
}

export interface FaultyPublisherDeps extends FaultyDeps {
  readonly side: FarSide;
  /** Until when the platform is away; shared by all runs. */
  readonly away: { until: number };
  readonly onTaken: (request: SendRequest) => void;
  readonly onLimit: (request: SendRequest, until: number) => void;
  /** What the digest would be made of if it were made now. */
  readonly contentNow: (request: SendRequest) => FrozenPart | null;
}

/** The real publisher, over HTTP to the fake, with a fate for every call. */
export function faultyPublisher(run: Run, deps: FaultyPublisherDeps): Publisher {
  const { side, sim, rates, mistakes } = deps;
  const real = side.publisher();
  const alive = () => {
    if (run.dead) throw new Killed('it is dead already');
  };
  return {
    platform: side.platform,
    policy: (kind) => {
      const policy = real.policy(kind);
      return mistakes.noSettling === true ? { ...policy, repeatWithinMs: 0, settleMs: 0 } : policy;
    },
    render: (content, layout, keyOf) => real.render(content, layout, keyOf),
    inspect: (address, layout, signal) => real.inspect(address, layout, signal),
    say: (address, text, signal) => real.say(address, text, signal),
    async send(request, signal) {
      alive();
      const asked = mistakes.renderedAnew === true ? anew(request, deps) : request;
      const before = side.count();
      const outcome = await sendWith(asked, signal, deps);
      if (side.count() > before) deps.onTaken(request);
      return outcome;
    },
    async look(request, since, signal) {
      alive();
      if (sim.now() < deps.away.until) return side.unreachable().look(request, since, signal);
      const mishap = deps.chance.among(rates.look, 'fine');
      if (mishap !== 'fine') deps.faults.note({ key: request.key }, `look: ${mishap}`);
      if (mishap === 'never left') return side.unreachable().look(request, since, signal);
      if (mishap === 'forbidden') return blind(request, since, signal, deps);
      if (mishap === 'limit')
        side.spoilLook(request, { act: 'limit', seconds: deps.chance.between(1, LONGEST_LIMIT_S) });
      else if (mishap !== 'fine') side.spoilLook(request, { act: mishap });
      return side.publisher().look(request, since, signal);
    },
  };
}

// --- Internal helpers ---

async function sendWith(
  request: SendRequest,
  signal: AbortSignal,
  deps: FaultyPublisherDeps,
): Promise<SendOutcome> {
  const { side, sim, chance, rates, faults, away } = deps;
  if (sim.now() < away.until) {
    faults.note({ key: request.key }, 'the platform is away');
    return side.unreachable().send(request, signal);
  }
  const mishap = chance.among(rates.send, 'fine');
  if (mishap === 'fine') return side.publisher().send(request, signal);
  faults.note({ key: request.key }, `send: ${mishap}`);
  switch (mishap) {
    case 'away':
      away.until = sim.now() + chance.between(1, LONGEST_AWAY_S) * 1_000;
      return side.unreachable().send(request, signal);
    case 'never left':
      return side.unreachable().send(request, signal);
    case 'held':
      return held(request, deps);
    case 'limit': {
      const seconds = chance.between(1, LONGEST_LIMIT_S);
      side.spoil(request, { act: 'limit', seconds });
      const outcome = await side.publisher().send(request, signal);
      deps.onLimit(request, sim.now() + seconds * 1_000);
      return outcome;
    }
    default:
      side.spoil(request, { act: mishap });
      return side.publisher().send(request, signal);
  }
}

/** Held by the platform; the caller gives up after 15 s, and up to half a minute later it is taken all the same. */
async function held(
  request: SendRequest,
  { side, sim, chance, onTaken }: FaultyPublisherDeps,
): Promise<SendOutcome> {
  const caller = new AbortController();
  let take = (): void => undefined;
  const until = new Promise<void>((resolve) => (take = resolve));
  side.spoil(request, { act: 'held', until });
  const arrived = side.arrived(request);
  const sending = side.publisher().send(request, caller.signal);
  await Promise.race([arrived, sending]);
  sim.at(sim.now() + chance.between(16, LATEST_S) * 1_000, async () => {
    const before = side.count();
    take();
    await new Promise((resolve) => setImmediate(resolve));
    if (side.count() > before) onTaken(request);
  });
  await sim.sleep(CALL_MS);
  caller.abort();
  return sending;
}

/** The right to read the place back is missing, for this look or for good. */
async function blind(
  request: SendRequest,
  since: Date,
  signal: AbortSignal,
  { side, chance }: FaultyPublisherDeps,
): ReturnType<Publisher['look']> {
  side.forbid(request.address, true);
  const outcome = await side.publisher().look(request, since, signal);
  if (!chance.happens(0.2)) side.forbid(request.address, false);
  return outcome;
}

/** The mistake: what is sent is made anew each time, of papers whose order has changed by the minute. */
function anew(request: SendRequest, { contentNow, side, sim }: FaultyPublisherDeps): SendRequest {
  const now = contentNow(request);
  if (now === null) return request;
  const { content, layout, position } = now;
  const turns = Math.floor(sim.now() / 60_000) % content.cards.length;
  const cards = [...content.cards.slice(turns), ...content.cards.slice(0, turns)];
  const parts = side.publisher().render({ ...content, cards }, layout, () => request.key);
  return { ...request, payload: JSON.parse(JSON.stringify(parts[position]?.payload)) as Payload };
}
