/** How often something may be done, with how many at once after a pause. */
export interface PaceRule {
  /** Mean distance between two turns, milliseconds. */
  readonly everyMs: number;
  /** Turns that may be taken at once after a pause; 1 for none. */
  readonly burst: number;
}

export interface Turn {
  readonly taken: boolean;
  /** Until the turn that was taken, or until there is one when none was. Milliseconds. */
  readonly waitMs: number;
  /** What is held up for so long; absent when nothing is. */
  readonly held?: string;
}

/** Longest that anything is held up at once, milliseconds: a day. A platform that asks for more is asked again then. */
export const LONGEST_HOLD_MS = 24 * 3_600_000;

/** What all processes on one database share about calling the platforms. */
export interface TurnStore {
  /**
   * Takes the next turn of `key`, in one statement. None is taken when it is more than `longestWaitMs` away, and none
   * while `key` or one of `scopes` is held up.
   */
  take(key: string, rule: PaceRule, longestWaitMs: number, scopes?: readonly string[]): Promise<Turn>;
  /** Holds `scope` up for so long from now on; a longer hold stands. @param ms at most `LONGEST_HOLD_MS` counts */
  hold(scope: string, ms: number): Promise<void>;
  /** How long it will be until none of these is held up, milliseconds; 0 when none is. */
  heldFor(scopes: readonly string[]): Promise<number>;
  /**
   * Adds requests that the platform has refused just now.
   * @returns how many it refused within the last ten minutes, of all processes; up to a minute more is counted
   */
  refused(platform: string, count: number): Promise<number>;
  /** Forgets what nobody has used for an hour. */
  prune(): Promise<void>;
}
