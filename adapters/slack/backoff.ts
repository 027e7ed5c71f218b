export interface BackoffDeps {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** Waits between tries: doubled each time up to `longestMs`. `reset` after a success. */
export interface Backoff {
  next(): number;
  reset(): void;
}

export function createBackoff({ firstMs, longestMs }: BackoffDeps): Backoff {
  let wait = firstMs;
  return {
    next() {
      const now = wait;
      wait = Math.min(longestMs, wait * 2);
      return now;
    },
    reset() {
      wait = firstMs;
    },
  };
}
