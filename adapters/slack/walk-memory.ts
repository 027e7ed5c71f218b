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
}

/** Walks remembered; there are as many as messages of unknown outcome. */
const MOST_WALKS = 500;

export function createWalkMemory(): WalkMemory {
  const walks = new Map<string, Halfway>();
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
  };
}
