import type { SignalSourceName, SourceName } from '../papers/paper.js';
import type { DigestWork } from '../ports/digest-store.js';
import type { JobQueue } from '../ports/job-queue.js';

/** Work on a digest is enqueued under a new id this often, milliseconds, so that it never waits for a job whose process died. */
const BUCKET_MS = 30_000;

/** Wakes whoever composes or delivers the digest; a delivery not before its slot. */
export function wakeDigest(
  work: Pick<DigestWork, 'digestId' | 'platform' | 'status' | 'slotAt'>,
  queue: JobQueue,
  now: Date,
): Promise<void> {
  const { digestId, platform } = work;
  if (work.status === 'open')
    return queue.enqueue({ kind: 'compose', digestId }, { id: `compose-${digestId}-${bucket(now)}` });
  const at = work.slotAt > now ? work.slotAt : now;
  return queue.enqueue(
    { kind: 'deliver', platform, digestId },
    { id: `deliver-${digestId}-${bucket(at)}`, at },
  );
}

/** Wakes whoever reads the source. One id, because a reading takes minutes and a second one beside it only repeats it. */
export function wakeSource(source: SourceName, queue: JobQueue): Promise<void> {
  return queue.enqueue({ kind: 'collect', source }, { id: `collect-${source}` });
}

/** Wakes whoever asks the source of signals. One id, as above. */
export function wakeSignals(source: SignalSourceName, queue: JobQueue): Promise<void> {
  return queue.enqueue({ kind: 'signals', source }, { id: `signals-${source}` });
}

/** Wakes whoever embeds papers. One id, as above. */
export function wakeEmbedding(queue: JobQueue): Promise<void> {
  return queue.enqueue({ kind: 'embed' }, { id: 'embed' });
}

function bucket(instant: Date): number {
  return Math.floor(instant.getTime() / BUCKET_MS);
}
