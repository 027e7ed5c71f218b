import type { SignalSourceName } from '../papers/paper.js';
import type { Sighting } from '../papers/sighting.js';

/** What a source of signals is told of a paper it may look for. */
export interface Candidate {
  readonly id: string;
  /** https URL of the paper's code, when one is known. */
  readonly codeUrl: string | null;
}

/** One page of what a source said of papers we have. A row that does not fit is in `skipped`, never an error. */
export interface SignalPage {
  readonly sightings: readonly Sighting[];
  readonly skipped: readonly { readonly id: string | null; readonly reason: string }[];
  /** What was read, for progress and logs. */
  readonly label: string;
}

export interface SignalRequest {
  /** The instant the reading starts; becomes `observedAt`. */
  readonly now: Date;
  /** Recent papers, the most promising first: a source that may not ask for all asks for the first ones. */
  readonly papers: readonly Candidate[];
  readonly signal: AbortSignal;
}

/**
 * A public place that tells how much attention papers get. It is asked about papers we have and brings none. Nothing
 * depends on it: what it does not tell is absent, not zero.
 */
export interface SignalSource {
  readonly name: SignalSourceName;
  /** How people know it: `GitHub`, `Hacker News`. */
  readonly title: string;
  /** Papers listed within this many days are worth asking about. */
  readonly reachDays: number;
  /**
   * Asks within the source's own budget, page by page, so that what has arrived is kept when a later page fails. Ends
   * normally when the budget is used up. A paper it has nothing to say of has no sighting.
   * @throws SourceError
   */
  read(request: SignalRequest): AsyncIterable<SignalPage>;
  /** When it should be read next; pure. @param lastOkAt end of the last reading that counted, null when there was none */
  nextReadAt(lastOkAt: Date | null, now: Date): Date;
}
