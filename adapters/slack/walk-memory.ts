/** How far a walk has come that a rate limit cut short. */
export interface Halfway {
  readonly cursor: string;
  /** Timestamps of our message found so far. */
  readonly found: readonly string[];
}

/**
 * What one process knows of the walks it has begun. Apps sold outside the Marketplace may read one page a minute, so
 * that a walk of several pages takes several looks: each goes on where the last one stopped.
 */
export interface WalkMemory {
  /** Takes out where the walk of this name stopped; null to begin. */
  take(name: string): Halfway | null;
  keep(name: string, halfway: Halfway): void;
  /** How long this method may not be called yet, milliseconds; 0 when it may. */
  waitFor(method: string): number;
  /** Slack has asked to wait. Milliseconds. */
  limit(method: string, ms: number): void;
}

/** Walks remembered; there are as many as messages of unknown outcome. */
const MOST_WALKS = 500;

/** @param now monotonic milliseconds. Default: the process's own clock */
export function createWalkMemory(now: () => number = () => performance.now()): WalkMemory {
  const walks = new Map<string, Halfway>();
  const until = new Map<string, number>();
  return {
    take(name) {
      const halfway = walks.get(name) ?? null;
      walks.delete(name);
      return halfway;
    },
    keep(name, halfway) {
      walks.set(name, halfway);
      const [oldest] = walks.keys();
      if (walks.size > MOST_WALKS && oldest !== undefined) walks.delete(oldest);
    },
    waitFor: (method) => Math.max(0, Math.ceil((until.get(method) ?? 0) - now())),
    limit: (method, ms) => void until.set(method, Math.max(until.get(method) ?? 0, now() + ms)),
  };
}
