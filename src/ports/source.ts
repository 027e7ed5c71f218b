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
  /** End of the last reading that counted; null on the first. Lets a source back-fill what it missed. */
  readonly lastOkAt: Date | null;
  /** What earlier readings noted of the source's parts, by the part's name. Default: nothing. */
  readonly parts?: ReadonlyMap<string, PartState>;
  /** Notes that a part was read up to an instant. Called once all pages up to there were taken. Default: not noted. */
  readonly keep?: (part: string, readUpTo: Date) => Promise<void>;
  readonly signal: AbortSignal;
}

/** What is remembered of one part of a source, such as one category's feed. */
export interface PartState {
  /** Everything up to this instant was read; null when that was never noted. */
  readonly readUpTo: Date | null;
  /** Readings in a row that lost this part though they got others; 0 while it is well. */
  readonly failures: number;
}

/** A public place papers come from. */
export interface Source {
  readonly name: SourceName;
  /** How people know it: `Hugging Face`, `arXiv`. */
  readonly title: string;
  /**
   * Reads what is new or may have changed, page by page, so that what has arrived is kept when a later page fails.
   * Ends normally when all was read; throws an AppError `source` otherwise, a SourceError with `lost` when only parts
   * of it could not be read.
   */
  read(request: ReadRequest): AsyncIterable<SourcePage>;
  /**
   * When it should be read next; pure.
   * @param lastOkAt end of the last reading that counted, null when there was none
   */
  nextReadAt(lastOkAt: Date | null, now: Date): Date;
}
