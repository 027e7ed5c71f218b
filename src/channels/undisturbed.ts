import { AppError } from '../errors.js';

/** Each lost try is a change of somebody else that got through, and nobody changes one channel twenty times at once. */
const MOST_TRIES = 20;

/**
 * Tries again what a change of somebody else came between, twenty times at most.
 * @param attempt reads, decides and stores; null when what it had read was no longer so
 * @throws AppError `conflict` when something came between every time
 */
export async function undisturbed<T>(attempt: () => Promise<T | null>): Promise<T> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const done = await attempt();
    if (done !== null) return done;
  }
  throw new AppError('Others are changing this channel at this very moment, so nothing was changed.', {
    code: 'conflict',
    retryable: true,
    hint: 'Please try again.',
  });
}
