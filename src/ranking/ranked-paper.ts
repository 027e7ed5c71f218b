import type { SightedPaper } from '../ports/paper-store.js';
import type { Expectation } from './expect/expect.js';
import type { PaperSignals } from './signals.js';

/** One summand of a score: `contribution = weight × value`. */
export interface ScorePart {
  readonly name: string;
  readonly value: number;
  readonly weight: number;
  readonly contribution: number;
}

/** A paper with its place's reasons. */
export interface RankedPaper extends SightedPaper {
  readonly signals: PaperSignals;
  /** Sum of the parts' contributions. */
  readonly score: number;
  readonly parts: readonly ScorePart[];
  /** What it will probably gather; absent while nothing has been learned. */
  readonly expectation?: Expectation;
}
