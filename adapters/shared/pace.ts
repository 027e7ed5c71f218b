import { setTimeout as sleep } from 'node:timers/promises';
import type { PaceRule, TurnStore } from '../../src/ports/turn-store.js';
import { createHolds, type Holds } from './holds.js';

/** Time as a pace knows it. */
export interface PaceTime {
  /** Monotonic milliseconds. Default: the process's own clock. */
  readonly now?: (() => number) | undefined;
  /** Default: Node's own. */
  readonly sleep?: ((ms: number, signal: AbortSignal) => Promise<unknown>) | undefined;
}

/** How a call was made to wait: here for its turn, until later because that was too far away, or because the platform asked for it. */
export type PaceWait = 'turn' | 'later' | 'held';

export interface PaceWatch {
  /** Told of every call that does not go at once, with the milliseconds. Default: nobody. */
  readonly onWait?: ((kind: PaceWait, ms: number) => void) | undefined;
}

export interface PaceDeps extends PaceTime, PaceWatch {
  readonly rule: PaceRule;
  /** The longest a call waits here; a later turn is reported instead. Milliseconds. */
  readonly longestWaitMs: number;
  /** Keeps the turns where every process sees them. Default: in this process alone. */
  readonly turns?: Pick<TurnStore, 'take'> | undefined;
  /** What the platform has asked to wait with. Default: nothing. */
  readonly holds?: Holds | undefined;
}

/** A timer of a busy machine is late by tens of milliseconds. */
const LONGEST_OVERSLEEP_MS = 3_000;

/**
 * Waits for a key's turn and takes it, unless the key or one of `scopes` is held up.
 * @returns 0 when the turn has come, else how long until there is another one, in milliseconds: it is far, held up, or
 * was slept through
 */
export type Pace = (key: string, signal: AbortSignal, scopes?: readonly string[]) => Promise<number>;

/** Keeps a platform's pace. When the shared turns cannot be had, this process keeps its own: the platform's 429 corrects. */
export function createPace({ rule, longestWaitMs, turns, onWait, ...deps }: PaceDeps): Pace {
  const now = deps.now ?? (() => performance.now());
  const holds = deps.holds ?? createHolds({ now });
  const wake = deps.sleep ?? ((ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }));
  const own = createTurns(now);
  return async (key, signal, scopes = []) => {
    const all = [key, ...scopes];
    const asked = holds.known(all);
    if (asked > 0) {
      onWait?.('held', asked);
      return asked;
    }
    const { taken, waitMs, held } = await (turns ?? own)
      .take(key, rule, longestWaitMs, scopes)
      .catch(() => own.take(key, rule, longestWaitMs));
    if (held !== undefined) holds.learn(held, waitMs);
    if (waitMs > 0) onWait?.(taken ? 'turn' : held === undefined ? 'later' : 'held', waitMs);
    if (!taken || waitMs === 0) return waitMs;
    const due = now() + waitMs;
    await wake(waitMs, signal);
    // The process stood still: whoever waits may hold its message no longer.
    if (now() - due > LONGEST_OVERSLEEP_MS) return Math.max(1, rule.everyMs);
    return holds.known(all);
  };
}

/** Turns of this process alone: the virtual scheduling form of GCRA. @param now milliseconds that never go back */
export function createTurns(now: () => number): Pick<TurnStore, 'take'> {
  const next = new Map<string, number>();
  return {
    take: (key, { everyMs, burst }, longestWaitMs) => {
      const at = now();
      forget(next, at);
      const due = Math.max(at, next.get(key) ?? 0);
      const waitMs = Math.max(0, Math.ceil(due - everyMs * (burst - 1) - at));
      const taken = waitMs <= longestWaitMs;
      if (taken) next.set(key, due + everyMs);
      return Promise.resolve({ taken, waitMs });
    },
  };
}

// --- Internal helpers ---

/** Turns that have passed hold nobody up, so that the map stays as small as what is being done now. */
function forget(next: Map<string, number>, at: number): void {
  for (const [key, turn] of next) if (turn <= at) next.delete(key);
}
