import { setTimeout as sleep } from 'node:timers/promises';

export interface PaceDeps {
  /** Least distance between two posts to one place, milliseconds. */
  readonly everyMs: number;
  /** The longest a post waits here; a later turn is reported instead. Milliseconds. */
  readonly longestWaitMs: number;
  /** Monotonic milliseconds. Default: the process's own clock. */
  readonly now?: () => number;
  /** Default: Node's own. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** A timer of a busy machine is late by tens of milliseconds. */
const LONGEST_OVERSLEEP_MS = 3_000;

/**
 * Waits for a place's turn and takes it.
 * @returns 0 when the turn has come, else how long until there is another one, in milliseconds: it is far, or was slept through
 */
export type Pace = (place: string, signal: AbortSignal) => Promise<number>;

/** Slack asks for one post per second and channel. Kept within this process only; across processes a 429 corrects. */
export function createPace(deps: PaceDeps): Pace {
  const now = deps.now ?? (() => performance.now());
  const wake = deps.sleep ?? ((ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }));
  const next = new Map<string, number>();
  return async (place, signal) => {
    const at = now();
    const turn = Math.max(at, next.get(place) ?? 0);
    const wait = Math.ceil(turn - at);
    if (wait > deps.longestWaitMs) return wait;
    forget(next, at);
    next.set(place, turn + deps.everyMs);
    if (wait === 0) return 0;
    await wake(wait, signal);
    // The process stood still: whoever waits may hold its message no longer.
    return now() - turn > LONGEST_OVERSLEEP_MS ? deps.everyMs : 0;
  };
}

// --- Internal helpers ---

/** Turns that have passed hold nobody up, so that the map stays as small as what is being posted now. */
function forget(next: Map<string, number>, at: number): void {
  for (const [place, turn] of next) if (turn <= at) next.delete(place);
}
