import { createSlidingWindow } from '../../../src/commands/sliding-window.js';

/** Wrong tokens that one address may give in a quarter of an hour. A token is too long to be guessed so. */
const MOST = 10;
const WINDOW_MS = 15 * 60_000;

/** Limits how often a wrong token may be given. Of this process alone. */
export interface Attempts {
  /** Milliseconds until this address may try; 0 = now. */
  waitMs(address: string): number;
  failed(address: string): void;
}

/** @param now milliseconds since 1970 */
export function createAttempts(now: () => number): Attempts {
  const wrong = createSlidingWindow({ windowMs: WINDOW_MS, mostKeys: 10_000 });
  return {
    waitMs: (address) => wrong.waitMs(address, MOST, now()),
    failed: (address) => wrong.count(address, now()),
  };
}
