import { setTimeout as sleep } from 'node:timers/promises';
import { composeDigest } from '../../src/digests/compose.js';
import { tick } from '../../src/digests/tick.js';
import { silentLogger } from '../support/silent-logger.js';
import type { Verdict } from './check.js';
import { only } from './mishaps.js';
import { SLOT_AT } from './newsdesk.js';
import { openRound, playToTheEnd, type Round, type RoundOptions } from './round.js';
import {
  POINTS,
  STANDSTILLS,
  startWorkerProcess,
  type Point,
  type Standstill,
  type Work,
  type WorkerProcess,
} from './worker-process.js';

/** Up to ten minutes: the nonce window is over by then. */
const LONGEST_NOBODY_S = 600;
/** A lease, a settling and a tick after the restart everything is there (platform-rules 6, fault 1). */
const RECOVERED_MS = 150_000;
/** A claim of the process that is stopped; short, because its standstill is real. */
const SHORT_LEASE_MS = 900;
/** How long the database bears with its open transaction; the product's own is 30 s. */
const SHORT_IDLE_MS = 1_000;
const NEVER = new AbortController().signal;

/**
 * Digests that are all under way in one real process when SIGKILL ends it, each at a point of its own; others complete
 * them, at once or after the nonce window.
 * @param options `channels` is how many are killed
 */
export async function playKilledRound(options: RoundOptions): Promise<Verdict> {
  const round = await composed(options);
  const { chance, sim, faults } = round;
  const worker = startIn(round, await workAt(POINTS, round), { leaseMs: 30_000, idleMs: 0 });
  try {
    const held = await worker.allHeld();
    for (const { digestId, at } of held) faults.note({ digestId }, `SIGKILL ${at}`, true);
    for (const { digestId, request, at } of held) {
      if (request === null) continue;
      round.side.spoil(request, { act: at === 'taken' ? 'taken, silence' : 'silence' });
      const arrived = round.side.arrived(request);
      worker.go(digestId);
      await arrived;
    }
    await worker.kill();
    const restart = sim.now() + chance.between(1, LONGEST_NOBODY_S) * 1_000;
    return await playToTheEnd(round, restart, restart + RECOVERED_MS);
  } finally {
    await worker.kill();
    await round.side.close();
  }
}

/**
 * Digests whose process stands still at a point of each until others have done everything, and then goes on.
 * @param how stopped from outside, or its event loop blocked by itself
 */
export async function playStoppedRound(options: RoundOptions, how: Standstill): Promise<Verdict> {
  const round = await composed(options);
  const { sim, faults } = round;
  const times = { leaseMs: SHORT_LEASE_MS, idleMs: SHORT_IDLE_MS };
  const worker = startIn(round, await workAt(STANDSTILLS, round), times);
  try {
    const held = await worker.allHeld();
    await worker.standStill(how);
    for (const { digestId, at } of held) {
      faults.note({ digestId }, `${how} ${at}`);
      worker.go(digestId);
    }
    await playToTheEnd(round, sim.now() + 60_000);
    await sleep(SHORT_LEASE_MS);
    worker.goOn();
    await worker.allDone();
    return await playToTheEnd(round, sim.now());
  } finally {
    worker.goOn();
    await worker.kill();
    await round.side.close();
  }
}

// --- Internal helpers ---

/** Every digest composed, the slot has just come. Nothing but the killing goes wrong here. */
async function composed(options: RoundOptions): Promise<Round> {
  const round = await openRound({ ...options, rates: only({}) });
  const { desk, side, sim } = round;
  const { stores } = desk;
  sim.at(SLOT_AT + 1_000, () => undefined);
  await sim.play(SLOT_AT + 1_000);
  const jobs: number[] = [];
  const queue = {
    enqueue: (job: object) => {
      if ('digestId' in job) jobs.push(job.digestId as number);
      return Promise.resolve();
    },
  };
  await tick({ ...stores, sourceStates: stores.sources, sources: [], queue, logger: silentLogger });
  for (const id of [...jobs])
    await composeDigest(id, { ...desk.compose, publisherFor: () => side.publisher() }, NEVER);
  return round;
}

/** Every digest at a point of its own, at one of its first three parts. */
async function workAt(points: readonly Point[], { desk, channels, chance }: Round): Promise<readonly Work[]> {
  const found = await Promise.all([...channels.values()].map(({ id }) => desk.stores.digests.history(id, 1)));
  return found.flatMap(([digest], nth) => {
    const point = points[nth % points.length];
    return digest === undefined || point === undefined
      ? []
      : [{ digestId: digest.id, point, skip: chance.between(0, 2) }];
  });
}

function startIn(
  { desk, side, mistakes }: Round,
  work: readonly Work[],
  times: { readonly leaseMs: number; readonly idleMs: number },
): WorkerProcess {
  return startWorkerProcess({
    databaseUrl: desk.database.url ?? '',
    platform: side.platform,
    ...side.connection,
    ...times,
    blindWatch: mistakes.noLookAtTheWatch === true,
    work,
  });
}
