import type { AnySourceName } from '../papers/paper.js';
import type { PartState } from './source.js';

/** Whose state is kept: every source, and the endpoint that papers are embedded by. */
export type StateName = AnySourceName | 'embeddings';

/** What is remembered of a source between runs and shown by `doctor`. */
export interface SourceState {
  readonly source: StateName;
  /** End of the last reading that counted: one that got everything but for `lost`. */
  readonly lastOkAt: Date | null;
  /** Start of the present row of readings that failed or lost a part; null while it is healthy. */
  readonly failingSince: Date | null;
  readonly lastError: string | null;
  /** Do not ask before this instant (breaker, Retry-After). */
  readonly notBefore: Date | null;
  readonly failures: number;
  /** What the last reading that counted could not get; null or left out when that was nothing. */
  readonly lost?: Lost | null;
}

/** Parts of a source that could not be read when the others were. */
export interface Lost {
  /** Their names. */
  readonly parts: readonly string[];
  /** When they should be tried again. */
  readonly tryAt: Date;
}

/** HTTP validators of the last answer, for conditional requests. */
export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
}

export interface SourceStore {
  /** The state of a source; a healthy, never-read one when nothing is stored. */
  get(source: StateName): Promise<SourceState>;
  /** @param loss what was not read, and why; all other parts are well */
  recordOk(source: StateName, at: Date, loss?: Lost & { readonly error: string }): Promise<void>;
  recordFailure(source: StateName, error: string, notBefore: Date): Promise<void>;
  /** What was noted of the source's parts, by name. */
  parts(source: AnySourceName): Promise<ReadonlyMap<string, PartState>>;
  /** Notes that a part was read up to an instant; never moves back. */
  recordPart(source: AnySourceName, part: string, readUpTo: Date): Promise<void>;
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
