/** How often something may be done, with how many at once after a pause. */
export interface PaceRule {
  /** Mean distance between two turns, milliseconds. */
  readonly everyMs: number;
  /** Turns that may be taken at once after a pause; 1 for none. */
  readonly burst: number;
}

/** Turns that all processes on one database take from one row of each key. */
export interface TurnStore {
  /**
   * Takes the next turn of `key`, unless it is more than `longestWaitMs` away.
   * @returns milliseconds until the turn that was taken, or until the next one when none was
   */
  take(
    key: string,
    rule: PaceRule,
    longestWaitMs: number,
  ): Promise<{ readonly taken: boolean; readonly waitMs: number }>;
  /** Forgets keys that nobody has used for an hour. */
  prune(): Promise<void>;
}
