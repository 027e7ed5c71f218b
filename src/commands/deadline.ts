import type { StartTimer } from '../ports/timer.js';

/** What a piece of work comes to when its time is up. */
export const LATE: unique symbol = Symbol('late');

export interface Deadline {
  readonly ms: number;
  readonly startTimer: StartTimer;
  /** Once this signal fires, only so many milliseconds more. */
  readonly hurry?: { readonly signal: AbortSignal; readonly ms: number };
}

/**
 * Waits for `work`, but no longer than the deadline; then its signal fires, and whatever it still does is ignored.
 * @throws what `work` throws in time
 */
export async function withDeadline<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { ms, startTimer, hurry }: Deadline,
): Promise<T | typeof LATE> {
  const ending = new AbortController();
  const cancels: (() => void)[] = [];
  const endIn = (time: number): void => void cancels.push(startTimer(time, () => ending.abort()));
  const hurryUp = (): void => endIn(hurry?.ms ?? ms);
  // First to listen, so that it also ends before a work that fails because of the same signal.
  const ended = new Promise<typeof LATE>((resolve) => {
    ending.signal.addEventListener('abort', () => resolve(LATE), { once: true });
  });
  endIn(ms);
  if (hurry?.signal.aborted === true) hurryUp();
  else hurry?.signal.addEventListener('abort', hurryUp, { once: true });
  try {
    return await Promise.race([ended, started(work, ending.signal)]);
  } finally {
    for (const cancel of cancels) cancel();
    hurry?.signal.removeEventListener('abort', hurryUp);
  }
}

// --- Internal helpers ---

/** What throws before its first await is a rejection like any other. */
async function started<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
  return work(signal);
}
