import { setImmediate as turn } from 'node:timers/promises';

/** Virtual time for real code: nothing waits, and what runs is never overtaken by the clock. */
export interface Simulation {
  /** Milliseconds since 1970. */
  now(): number;
  /** Lets something begin then; the past counts as now. */
  at(instant: number, act: () => Promise<void> | void): void;
  /** For code that was begun by `at`: lets the others go on, and goes on itself so much later. */
  sleep(ms: number): Promise<void>;
  /** Plays what is planned, in order, until nothing is left or `until` is reached. */
  play(until: number): Promise<void>;
}

interface Event {
  readonly at: number;
  readonly order: number;
  readonly act: () => Promise<void> | void;
}

/** @param onTime told of each new instant before anything happens at it */
export function createSimulation(start: number, onTime: (now: number) => Promise<void>): Simulation {
  const events: Event[] = [];
  let now = start;
  let order = 0;
  let active = 0;
  let fault: { readonly error: unknown } | null = null;
  let idle: (() => void) | null = null;

  const leave = () => {
    active -= 1;
    if (active === 0) idle?.();
  };
  const begin = ({ act }: Event) => {
    active += 1;
    Promise.resolve()
      .then(act)
      .catch((error: unknown) => (fault ??= { error }))
      .finally(leave);
  };
  const quiet = async () => {
    if (active > 0) await new Promise<void>((resolve) => (idle = resolve));
    idle = null;
    // What a fake was just let go of is done in a turn of its own.
    await turn();
  };
  const add = (instant: number, act: Event['act']) => {
    const event = { at: Math.max(now, instant), order: (order += 1), act };
    const place = events.findIndex((other) => other.at > event.at);
    events.splice(place < 0 ? events.length : place, 0, event);
  };

  return {
    now: () => now,
    at: add,
    sleep: (ms) =>
      new Promise<void>((resolve) => {
        add(now + ms, () => {
          active += 1;
          resolve();
        });
        leave();
      }),
    async play(until) {
      for (;;) {
        await quiet();
        if (fault !== null) throw fault.error;
        const [next] = events;
        if (next === undefined || next.at > until) return;
        events.shift();
        if (next.at > now) await onTime((now = next.at));
        begin(next);
      }
    },
  };
}
