import { setTimeout as sleep } from 'node:timers/promises';

/** Asks every 2 ms. @throws after 30 s */
export async function waitFor(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`Waited 30 s in vain: ${String(condition)}`);
    await sleep(2);
  }
}
