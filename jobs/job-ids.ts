import type { Job } from '../src/ports/job-queue.js';

/**
 * A caller's id as BullMQ takes it: BullMQ refuses `:`, digits alone and `0`.
 * @param id any text, e.g. `deliver-42`
 */
export function queueId(id: string): string {
  return `id-${encodeURIComponent(id)}`;
}

/**
 * The id under which a job's work is looked at again. It names the work and the second, not the job that asks:
 * however many jobs of the same work ran meanwhile, they share one follow-up and do not multiply.
 * @param job the work
 * @param current the running job's id; never given back, because a running job's id is taken
 * @param at when; the past counts as now
 * @returns the id, and the instant, moved on by at most a second when `current` was taken
 */
export function lookAgain(job: Job, current: string, at: Date, now: Date): { id: string; at: Date } {
  const idAt = (second: number) => `again-${workOf(job)}-${second}`;
  const second = Math.ceil(Math.max(at.getTime(), now.getTime()) / 1000);
  if (idAt(second) !== current) return { id: idAt(second), at };
  return { id: idAt(second + 1), at: new Date((second + 1) * 1000) };
}

// --- Internal helpers ---

function workOf(job: Job): string {
  if (job.kind === 'collect') return `collect-${job.source}`;
  if (job.kind === 'signals') return `signals-${job.source}`;
  if (job.kind === 'embed' || job.kind === 'letters') return job.kind;
  if (job.kind === 'compose') return `compose-${job.digestId}`;
  if (job.kind === 'answer') return `answer-${encodeURIComponent(job.request.id)}`;
  return `deliver-${job.platform}-${job.digestId}`;
}
