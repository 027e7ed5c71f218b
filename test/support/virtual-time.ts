import { setImmediate } from 'node:timers/promises';

/** Time that stands still until everybody sleeps, and then goes on to the next who wakes. */
export interface VirtualTime {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Moves time on while nobody is at work. Milliseconds. */
  pass(ms: number): Promise<void>;
  /** Runs tasks side by side to their end. A task is at work, or in one `sleep`. */
  run(tasks: readonly (() => Promise<void>)[]): Promise<void>;
}

/** @param setClock sets the database's clock */
export async function startVirtualTime(
  start: Date,
  setClock: (date: Date) => Promise<void>,
): Promise<VirtualTime> {
  let now = start.getTime();
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const set = async (at: number): Promise<void> => {
    await setClock(new Date(at));
    now = at;
  };
  await set(now);
  return {
    now: () => now,
    sleep: (ms) => new Promise((wake) => void sleepers.push({ at: now + Math.ceil(ms), wake })),
    pass: (ms) => set(now + ms),
    async run(tasks) {
      let working = tasks.length;
      const failures: unknown[] = [];
      for (const task of tasks)
        task()
          .catch((error: unknown) => void failures.push(error))
          .finally(() => (working -= 1));
      while (working > 0) {
        await setImmediate();
        if (sleepers.length < working) continue;
        sleepers.sort((a, b) => a.at - b.at);
        const next = sleepers.shift();
        if (next === undefined) continue;
        if (next.at > now) await set(next.at);
        next.wake();
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
