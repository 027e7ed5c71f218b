import type { SourceStore } from '../../src/ports/source-store.js';

/** Waits; rejects with the signal's reason when it is aborted meanwhile. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/**
 * Lets requests through one at a time, with a least distance between their starts. `act` makes one; before each further
 * one, such as a redirect's, it waits for `next`.
 */
export type Pace = <T>(signal: AbortSignal, act: (next: () => Promise<void>) => Promise<T>) => Promise<T>;

/** @param rule its name is shared by every process on the database; milliseconds between two starts */
export function createPace(
  rule: { readonly name: string; readonly everyMs: number },
  store: Pick<SourceStore, 'reserve'>,
  sleep: Sleep,
): Pace {
  let last: Promise<unknown> = Promise.resolve();
  return (signal, act) => {
    const next = async (): Promise<void> => {
      signal.throwIfAborted();
      const wait = await store.reserve(rule.name, rule.everyMs);
      if (wait > 0) await sleep(wait, signal);
    };
    const turn = last.then(next).then(() => act(next));
    last = turn.catch(() => undefined);
    return turn;
  };
}

/** Lets everything through at once. */
export const noPace: Pace = (_signal, act) => act(() => Promise.resolve());
