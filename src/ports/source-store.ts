import type { SourceName } from '../papers/paper.js';

/** What is remembered of a source between runs and shown by `doctor`. */
export interface SourceState {
  readonly source: SourceName;
  readonly lastOkAt: Date | null;
  /** Start of the present row of failures; null while it is healthy. */
  readonly failingSince: Date | null;
  readonly lastError: string | null;
  /** Do not ask before this instant (breaker, Retry-After). */
  readonly notBefore: Date | null;
  readonly failures: number;
}

/** HTTP validators of the last answer, for conditional requests. */
export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
}

export interface SourceStore {
  /** The state of a source; a healthy, never-read one when nothing is stored. */
  get(source: SourceName): Promise<SourceState>;
  recordOk(source: SourceName, at: Date): Promise<void>;
  recordFailure(source: SourceName, error: string, notBefore: Date): Promise<void>;
  validators(url: string): Promise<Validators | null>;
  remember(url: string, validators: Validators): Promise<void>;
  /**
   * Takes the next free moment of a shared pace, across all processes on this database.
   * @param pace its name, e.g. `arxiv`
   * @param everyMs least distance between two moments, milliseconds
   * @returns milliseconds to wait before acting; 0 when the moment is now
   */
  reserve(pace: string, everyMs: number): Promise<number>;
}
