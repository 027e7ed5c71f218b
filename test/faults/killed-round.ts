import { setTimeout as sleep } from 'node:timers/promises';
import { composeDigest } from '../../src/digests/compose.js';
import { tick } from '../../src/digests/tick.js';
import { silentLogger } from '../support/silent-logger.js';
import type { Verdict } from './check.js';
import { only, type Mistakes } from './mishaps.js';
import { SLOT_AT } from './newsdesk.js';
import { openRound, playToTheEnd, type Round, type RoundOptions } from './round.js';
import { POINTS, startWorkerProcess, type Point, type Work, type WorkerProcess } from './worker-process.js';

/** Up to ten minutes: the nonce window is over by then. */
const LONGEST_NOBODY_S = 600;
/** A claim of the process that is stopped; short, because its standstill is real. */
const SHORT_LEASE_MS = 900;
const NEVER = new AbortController().signal;

/**
 * Digests that are all under way in one real process when SIGKILL ends it, each at a point of its own; others complete
 * them, at once or after the nonce window.
 * @param options `channels` is how many are killed
 */
export async function playKilledRound(options: RoundOptions): Promise<Verdict> {
  const round = await composed(options);
  const { chance, sim, faults } = round;
  const work = (await digestIds(round)).map((digestId, nth) => ({
    digestId,
    point: POINTS[nth % POINTS.length] ?? 'taken',
    skip: chance.between(0, 2),
  }));
  const worker = startIn(round, work, 30_000);
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
    return await playToTheEnd(round, sim.now() + chance.between(1, LONGEST_NOBODY_S) * 1_000);
  } finally {
    await worker.kill();
    await round.side.close();
  }
}

/** Digests whose process stands still after a claim or an answer until others have done everything, and then goes on. */
export async function playStoppedRound(options: RoundOptions): Promise<Verdict> {
  const round = await composed(options);
  const { sim, faults, mistakes } = round;
  const points: readonly Point[] = ['after the claim', 'answered'];
  const work = (await digestIds(round)).map((digestId, nth) => ({
    digestId,
    point: points[nth % points.length] ?? 'answered',
    skip: round.chance.between(0, 2),
  }));
  const worker = startIn(round, work, SHORT_LEASE_MS, mistakes);
  try {
    const held = await worker.allHeld();
    worker.signal('SIGSTOP');
    for (const { digestId, at } of held) {
      faults.note({ digestId }, `SIGSTOP ${at}`);
      worker.go(digestId);
    }
    await playToTheEnd(round, sim.now() + 60_000);
    await sleep(SHORT_LEASE_MS);
    worker.signal('SIGCONT');
    await worker.allDone();
    return await playToTheEnd(round, sim.now());
  } finally {
    worker.signal('SIGCONT');
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

async function digestIds({ desk, channels }: Round): Promise<readonly number[]> {
  const found = await Promise.all([...channels.values()].map(({ id }) => desk.stores.digests.history(id, 1)));
  return found.flatMap(([digest]) => (digest === undefined ? [] : [digest.id]));
}

function startIn(
  { desk, side }: Round,
  work: readonly Work[],
  leaseMs: number,
  mistakes: Mistakes = {},
): WorkerProcess {
  return startWorkerProcess({
    databaseUrl: desk.database.url ?? '',
    platform: side.platform,
    ...side.connection,
    leaseMs,
    blindWatch: mistakes.noLookAtTheWatch === true,
    work,
  });
}
