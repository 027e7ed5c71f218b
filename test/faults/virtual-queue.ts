import { lookAgain } from '../../jobs/job-ids.js';
import type { TakenJob } from '../../jobs/queue-backend.js';
import { encodeJob } from '../../jobs/payloads.js';
import { AppError } from '../../src/errors.js';
import type { Job, JobQueue } from '../../src/ports/job-queue.js';
import type { Chance } from './chance.js';
import type { Rates } from './mishaps.js';
import type { Simulation } from './simulation.js';

export interface VirtualQueue extends JobQueue {
  again(job: Job, currentId: string, at: Date): Promise<void>;
}

const ATTEMPTS = 4;
const LONGEST_GONE_S = 600;

/**
 * A queue with BullMQ's rules in virtual time, which loses jobs, takes them and does not say so, is away for minutes,
 * and hands them out twice. A killed worker's job is found stalled after 20 to 30 s.
 * @param run does a job. @returns false when its process was killed
 */
export function createVirtualQueue(
  sim: Simulation,
  chance: Chance,
  rates: Rates['queue'],
  run: (taken: TakenJob, queue: VirtualQueue) => Promise<boolean>,
): VirtualQueue {
  const held = new Set<string>();
  let goneUntil = 0;

  const work = async (id: string, job: Job, attempt: number): Promise<void> => {
    const taken: TakenJob = {
      id,
      name: job.kind,
      data: encodeJob(job),
      attemptsMade: attempt,
      opts: { attempts: ATTEMPTS },
    };
    try {
      const lived = await run(taken, queue);
      if (lived) held.delete(id);
      else sim.at(sim.now() + chance.between(20, 30) * 1_000, () => work(id, job, attempt));
    } catch {
      if (attempt + 1 < ATTEMPTS) sim.at(sim.now() + 5_000 * 2 ** attempt, () => work(id, job, attempt + 1));
      else held.delete(id);
    }
  };

  const add = (job: Job, id: string, at: number) => {
    const mishap = chance.among(rates, 'fine');
    const away = () => new AppError('Redis does not answer.', { code: 'queue', retryable: true });
    if (sim.now() < goneUntil) throw away();
    if (mishap === 'gone') {
      goneUntil = sim.now() + chance.between(1, LONGEST_GONE_S) * 1_000;
      throw away();
    }
    if (mishap === 'job lost' || held.has(id)) return;
    held.add(id);
    for (let copies = mishap === 'doubled' ? 2 : 1; copies > 0; copies--) sim.at(at, () => work(id, job, 0));
    if (mishap === 'answer lost') throw away();
  };

  const queue: VirtualQueue = {
    enqueue: (job, { id, at }) => tried(() => add(job, id, at?.getTime() ?? sim.now())),
    again: (job, currentId, at) => {
      const next = lookAgain(job, currentId, at, new Date(sim.now()));
      return tried(() => add(job, next.id, next.at.getTime()));
    },
  };
  return queue;
}

// --- Internal helpers ---

/** What it throws is a rejection. */
async function tried(act: () => void): Promise<void> {
  await Promise.resolve();
  act();
}
