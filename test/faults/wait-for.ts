import { setTimeout as sleep } from 'node:timers/promises';

interface Patience {
  /** Default 30 s. */
  readonly limitMs?: number;
  /** Default every 2 ms. */
  readonly everyMs?: number;
}

/** Asks again and again. @throws when it does not come true in time */
export async function waitFor(
  condition: () => boolean | Promise<boolean>,
  { limitMs = 30_000, everyMs = 2 }: Patience = {},
): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Waited ${limitMs / 1_000} s in vain: ${String(condition)}`);
    await sleep(everyMs);
  }
}
