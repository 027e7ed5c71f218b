import type { SignalSourceName } from '../papers/paper.js';

/** What is remembered of one thing that a source of signals was asked about. */
export interface Asked {
  readonly askedAt: Date;
  /** What the source noted for its next question, as JSON; null for nothing. */
  readonly note: unknown;
}

/** Remembers what was asked of whom, so that a small budget goes round and an answer may be asked for only if it changed. */
export interface AskedStore {
  /** @returns those of the subjects that were asked about, by subject */
  asked(source: SignalSourceName, subjects: readonly string[]): Promise<ReadonlyMap<string, Asked>>;
  /** Replaces what was noted of these subjects. */
  noteAsked(
    source: SignalSourceName,
    notes: readonly { readonly subject: string; readonly note: unknown }[],
    at: Date,
  ): Promise<void>;
  /** Forgets what was not asked about for two months: such papers are asked about no more. */
  prune(): Promise<void>;
}
