import { setTimeout as delay } from 'node:timers/promises';

/** Waits; ends early, without an error, when `signal` fires. Keeps no process alive. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  await delay(ms, undefined, { ref: false, ...(signal === undefined ? {} : { signal }) }).catch(
    () => undefined,
  );
}

/**
 * Waits for `work`, but not longer than `ms`. The work itself goes on; its later outcome is ignored.
 * @throws what `late` returns when the time is up
 */
export async function within<T>(ms: number, work: Promise<T>, late: () => Error): Promise<T> {
  const timer = new AbortController();
  const alarm = delay(ms, undefined, { signal: timer.signal }).then(
    () => {
      throw late();
    },
    () => new Promise<never>(() => undefined),
  );
  try {
    return await Promise.race([work, alarm]);
  } finally {
    timer.abort();
  }
}

/** Waits for `work` to end in any way, but not longer than `ms`. @returns false when the time was up */
export async function settled(ms: number, work: Promise<unknown>): Promise<boolean> {
  const timer = new AbortController();
  const done = work.then(
    () => true,
    () => true,
  );
  const alarm = delay(ms, false, { signal: timer.signal }).catch(() => false);
  const result = await Promise.race([done, alarm]);
  timer.abort();
  return result;
}
