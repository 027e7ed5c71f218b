import { randomUUID } from 'node:crypto';
import { createProcessor } from '../../jobs/run-job.js';
import type { TakenJob } from '../../jobs/queue-backend.js';
import type { Channel } from '../../src/channels/channel.js';
import { composeDigest } from '../../src/digests/compose.js';
import { deliverDigest } from '../../src/digests/deliver.js';
import { DELIVERY_TIMING } from '../../src/digests/delivery-machine.js';
import { nextSlot } from '../../src/digests/slots.js';
import { tick } from '../../src/digests/tick.js';
import type { DigestStore } from '../../src/ports/digest-store.js';
import type { JobQueue } from '../../src/ports/job-queue.js';
import type { Publisher, SendRequest } from '../../src/ports/publisher.js';
import { createRecorder } from '../jobs/recorder.js';
import { check, type Verdict } from './check.js';
import type { Chance } from './chance.js';
import { startDiscordSide } from './discord-side.js';
import type { FarSide, Room } from './far-side.js';
import { createFaultLog } from './fault-log.js';
import { faultyPublisher, type FrozenPart } from './faulty-publisher.js';
import { faultyStore, gone, LONGEST_STANDSTILL_S, type FaultyDeps, type Run } from './faulty-store.js';
import { Killed, RATES, type Mistakes, type Rates } from './mishaps.js';
import { BEFORE_SLOT, SLOT_AT, type Newsdesk } from './newsdesk.js';
import { createSimulation } from './simulation.js';
import { startSlackSide } from './slack-side.js';
import { createVirtualQueue, type VirtualQueue } from './virtual-queue.js';

const MINUTE = 60_000;
/** Everything has ended by then: six hours of freshness, and what a look may still take. */
const END = SLOT_AT + 13 * 60 * MINUTE;
const LONGEST_NOBODY_S = 600;

export interface RoundOptions {
  readonly platform: FarSide['platform'];
  readonly desk: Newsdesk;
  readonly chance: Chance;
  /** Channels, each with one digest. */
  readonly channels: number;
  readonly mistakes?: Mistakes;
  /** Default all of `RATES`. */
  readonly rates?: Rates;
  /** Default every kind of place of the platform. */
  readonly rooms?: readonly Room[];
}

export interface Round extends FaultyDeps {
  readonly desk: Newsdesk;
  readonly side: FarSide;
  readonly away: { until: number };
  /** Until when nobody works on a digest, by its id. */
  readonly nobody: Map<number, number>;
  /** Until when no message may be posted to a place. */
  readonly limits: { readonly place: string; readonly from: number; readonly until: number }[];
  readonly channels: Map<string, Channel>;
  readonly log: ReturnType<typeof createRecorder>;
}

/** A bot in virtual time with its channels; nothing has happened yet. */
export async function openRound(options: RoundOptions): Promise<Round> {
  const { desk, chance, mistakes = {}, rates = RATES } = options;
  await desk.reset();
  const sim = createSimulation(BEFORE_SLOT, (now) => desk.setClock(now));
  const start = options.platform === 'discord' ? startDiscordSide : startSlackSide;
  const side = await start({
    clock: () => sim.now(),
    sleep: (ms) => sim.sleep(ms),
    sdkRetries: mistakes.sdkRetries === true,
  });
  const channels = new Map<string, Channel>();
  for (let nth = 0; nth < options.channels; nth++) {
    const { address, layout } = side.addPlace(chance.pick(options.rooms ?? side.rooms));
    const channel = await desk.addChannel(address, layout);
    channels.set(channel.address.place, channel);
  }
  return {
    ...{ sim, chance, rates, mistakes, desk, side, channels },
    faults: createFaultLog(),
    log: createRecorder(),
    away: { until: 0 },
    nobody: new Map(),
    limits: [],
  };
}

/**
 * Plays the day from an instant to its end, and lets the oracle look.
 * @param endedBy when every digest has to have ended; default by the end of the day
 */
export async function playToTheEnd(round: Round, from: number, endedBy = END): Promise<Verdict> {
  startTicks(round, from);
  await round.sim.play(endedBy);
  const open = await round.desk.open();
  await round.sim.play(END);
  const verdict = await check({ ...round, lines: round.log.lines });
  const late = `${open} digests had not ended ${(endedBy - from) / 1_000} s after the restart`;
  return { ...verdict, broken: [...verdict.broken, ...(open > 0 ? [late] : [])] };
}

/** A morning of many channels in virtual time, real but for the far end, and full of faults; then the oracle looks. */
export async function playRound(options: RoundOptions): Promise<Verdict> {
  const round = await openRound(options);
  try {
    return await playToTheEnd(round, BEFORE_SLOT);
  } finally {
    await round.side.close();
  }
}

// --- Internal helpers ---

/** Two processes that tick, each at its own second of the minute. */
function startTicks(round: Round, from: number): void {
  const { sim, chance, rates, desk, log } = round;
  const queue = createVirtualQueue(sim, chance, rates.queue, (taken, own) => runJob(taken, own, round));
  for (const offset of [0, 17_000]) {
    const once = () =>
      tick({ ...desk.stores, sourceStates: desk.stores.sources, sources: [], queue, logger: log.logger });
    const act = async () => {
      const mishap = chance.among(rates.tick, 'fine');
      if (mishap !== 'lost') for (let times = mishap === 'doubled' ? 2 : 1; times > 0; times--) await once();
      // The rest of the day goes by faster: what is still open then waits for a look or a person.
      const pace = sim.now() < SLOT_AT + 30 * MINUTE ? MINUTE : 10 * MINUTE;
      if (sim.now() < SLOT_AT + 15 * MINUTE || (await desk.open()) > 0) sim.at(sim.now() + pace, act);
    };
    sim.at(from + offset, act);
  }
}

async function runJob(taken: TakenJob, queue: VirtualQueue, round: Round): Promise<boolean> {
  const { sim, chance, rates, nobody, log } = round;
  const { digestId } = taken.data as { digestId: number };
  const wait = nobody.get(digestId) ?? 0;
  if (sim.now() < wait) {
    // The whole bot is down as far as this digest is concerned.
    await sim.sleep(wait - sim.now());
  }
  const run: Run = { digestId, dead: false };
  const processor = createProcessor({
    queueName: 'compose',
    handlers: {
      collect: () => Promise.resolve(null),
      signals: () => Promise.resolve(null),
      embed: () => Promise.resolve(null),
      letters: () => Promise.resolve(null),
      answer: () => Promise.resolve(null),
      compose: (_job, signal) => compose(run, queue, signal, round),
      deliver: (_job, signal) => deliver(run, signal, round),
    },
    queue,
    signal: new AbortController().signal,
    newId: () => randomUUID().slice(0, 8),
    logger: log.logger,
    onError: () => undefined,
  });
  try {
    await processor(taken);
  } catch (error) {
    if (!run.dead) throw error;
  }
  if (run.dead && chance.happens(rates.nobodyThere))
    nobody.set(digestId, sim.now() + chance.between(1, LONGEST_NOBODY_S) * 1_000);
  return !run.dead;
}

function compose(run: Run, queue: JobQueue, signal: AbortSignal, round: Round): Promise<Date | null> {
  const { desk, sim, chance, rates, faults, side, log } = round;
  const { digestId } = run;
  const real = desk.stores.digests;
  const mishap = chance.among(rates.compose, 'fine');
  if (mishap !== 'fine') faults.note({ digestId }, `compose: ${mishap}`, mishap.startsWith('dies'));
  const had = async (channelId: number) => {
    // Others may compose it meanwhile, of the only papers there are.
    if (mishap === 'stands still') await sim.sleep(chance.between(1, LONGEST_STANDSTILL_S) * 1_000);
    return desk.stores.channels.had(channelId);
  };
  const freeze: DigestStore['freeze'] = async (...args) => {
    if (mishap === 'database gone') throw gone();
    if (mishap === 'dies before') dead(run);
    const frozen = await real.freeze(...args);
    if (mishap === 'dies after') dead(run);
    return frozen;
  };
  const channels = { ...desk.stores.channels, had };
  const deps = { ...desk.compose, channels, digests: { ...real, freeze }, queue, logger: log.logger };
  return composeDigest(digestId, { ...deps, publisherFor: () => side.publisher() }, signal);
}

function dead(run: Run): never {
  run.dead = true;
  throw new Killed('while composing');
}

async function deliver(run: Run, signal: AbortSignal, round: Round): Promise<Date | null> {
  const { desk, sim, mistakes, side, log } = round;
  const publisher = await publisherOf(run, round);
  return deliverDigest(
    run.digestId,
    {
      ...desk.stores,
      deliveries: faultyStore(desk.stores.deliveries, run, round),
      channels: { pause: (id, pause) => pauseForAWhile(id, pause, round) },
      pauses: desk.stores.pauses,
      publisherFor: (platform) => (platform === side.platform ? publisher : null),
      timing: DELIVERY_TIMING,
      newToken: randomUUID,
      callSignal: () => new AbortController().signal,
      startWatch: () => {
        const start = sim.now();
        return () => (mistakes.noLookAtTheWatch === true ? 0 : sim.now() - start);
      },
      logger: log.logger,
    },
    signal,
  );
}

async function publisherOf(run: Run, round: Round): Promise<Publisher> {
  const { desk, sim, limits, mistakes } = round;
  const frozen = mistakes.renderedAnew === true ? await frozenOf(run.digestId, desk) : () => null;
  return faultyPublisher(run, {
    ...round,
    onTaken: (request) => maybeDelete(request, round),
    onLimit: ({ address }, until) => limits.push({ place: address.place, from: sim.now(), until }),
    contentNow: ({ key }) => frozen(key),
  });
}

async function frozenOf(digestId: number, { stores }: Newsdesk): Promise<(key: string) => FrozenPart | null> {
  const digest = await stores.digests.get(digestId);
  const rows = await stores.deliveries.list({ channelKey: digest?.channel.key ?? '', limit: 100 });
  const content = digest?.content ?? null;
  if (digest === null || content === null) return () => null;
  const { layout } = digest.channel;
  return (key) => ({ content, layout, position: rows.find((row) => row.key === key)?.position ?? 0 });
}

/** A person deletes what was just posted, within three minutes. */
function maybeDelete({ address, key }: SendRequest, { chance, rates, sim, side, faults }: Round): void {
  if (!chance.happens(rates.deleted)) return;
  const remove = side.newestIn(address);
  sim.at(sim.now() + chance.between(1, 180) * 1_000, () => {
    remove();
    faults.meddle(address.place);
    faults.note({ key }, 'a person deleted it');
  });
}

/** A channel that a refusal paused is resumed by a person, within the hour. */
async function pauseForAWhile(
  channelId: number,
  pause: Parameters<Newsdesk['stores']['channels']['pause']>[1],
  { desk, sim, chance, channels }: Round,
): Promise<boolean> {
  const first = await desk.stores.channels.pause(channelId, pause);
  const channel = [...channels.values()].find(({ id }) => id === channelId);
  if (channel !== undefined)
    sim.at(sim.now() + chance.between(1, 3_600) * 1_000, () => resume(channel.key, desk, sim.now()));
  return first;
}

async function resume(key: string, { stores }: Newsdesk, now: number): Promise<void> {
  const before = await stores.channels.get(key);
  if (before === null) return;
  const next = nextSlot(before.schedule, new Date(now));
  await stores.channels.change(before.address, { before, settings: before, next, pause: 'ends' });
}
