import type { PaperFacts, PlainDate, SourceName } from '../papers/paper.js';
import type { Sighting } from '../papers/sighting.js';

export interface SourceItem {
  readonly facts: PaperFacts;
  readonly sighting: Sighting;
}

/** One page of a source's answer. A paper that does not fit the schema is in `skipped`, never an error. */
export interface SourcePage {
  readonly items: readonly SourceItem[];
  readonly skipped: readonly { readonly id: string | null; readonly reason: string }[];
  /** What was read, for progress and logs: `daily 2026-11-20`, `announcement cs.CL`. */
  readonly label: string;
}

export interface ReadRequest {
  /** The instant the reading starts; becomes `observedAt`. */
  readonly now: Date;
  /** Inclusive days to read instead of the source's usual reach. */
  readonly days?: { readonly from: PlainDate; readonly to: PlainDate };
  /** End of the last complete reading; null on the first. Lets a source back-fill what it missed. */
  readonly lastOkAt: Date | null;
  readonly signal: AbortSignal;
}

/** A public place papers come from. */
export interface Source {
  readonly name: SourceName;
  /** How people know it: `Hugging Face`, `arXiv`. */
  readonly title: string;
  /**
   * Reads what is new or may have changed, page by page, so that what has arrived is kept when a later page fails.
   * Ends normally when all was read; throws an AppError `source` otherwise.
   */
  read(request: ReadRequest): AsyncIterable<SourcePage>;
  /**
   * When it should be read next; pure.
   * @param lastOkAt end of the last complete reading, null when there was none
   */
  nextReadAt(lastOkAt: Date | null, now: Date): Date;
}
