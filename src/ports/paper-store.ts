import type { Paper, PaperFacts, PlainDate } from '../papers/paper.js';
import type { Sighting } from '../papers/sighting.js';
import type { Candidate } from './signal-source.js';

/** A paper with what was seen of it, oldest sighting first. */
export interface SightedPaper {
  readonly paper: Paper;
  readonly sightings: readonly Sighting[];
}

export interface StoreResult {
  readonly added: number;
  readonly updated: number;
  readonly sightings: number;
}

export interface ListedPapers {
  readonly papers: readonly SightedPaper[];
  readonly total: number;
}

export interface PaperStore {
  /**
   * Merges facts into the catalogue and appends sightings, in one transaction.
   * A sighting that says nothing new since the last one of the same source and list, less than an hour old, is left out.
   * @param merge pure: the known paper (null when new), the facts, and the sightings that came with them
   */
  save(
    items: readonly { readonly facts: PaperFacts; readonly sighting: Sighting }[],
    merge: (known: Paper | null, facts: PaperFacts, sighting: Sighting) => Paper,
  ): Promise<StoreResult>;
  /**
   * Appends sightings of papers that are known; those of others are left out, and those that `save` would leave out.
   * @returns how many were kept
   */
  see(sightings: readonly Sighting[]): Promise<number>;
  get(ids: readonly string[]): Promise<readonly SightedPaper[]>;
  /** Papers first listed, or put on a daily list, on or after `since`, with all their sightings of the last `historyDays` days, ordered by id. */
  listedSince(since: PlainDate, historyDays: number): Promise<readonly SightedPaper[]>;
  /** Papers first listed, or put on a daily list, on or after `since`: the most upvoted first, then the latest listed. */
  attended(since: PlainDate, limit: number): Promise<readonly Candidate[]>;
  /**
   * Papers that a daily list or an announcement showed from one day to another, both included, with all their sightings:
   * the most upvoted first, then the latest listed. A paper that only came up elsewhere is not among them.
   * @returns at most `limit` of them, and how many there are
   */
  listedBetween(from: PlainDate, to: PlainDate, limit: number): Promise<ListedPapers>;
  /** The days from one to another, both included, that have a list, latest first. @param to at most a year after `from` */
  listDays(from: PlainDate, to: PlainDate): Promise<readonly PlainDate[]>;
  /** The first and the last day that have a list; null when there is none. */
  listSpan(): Promise<{ readonly from: PlainDate; readonly to: PlainDate } | null>;
  /** A page of the catalogue, for whoever reads all of it: papers first listed on or after `since`, with all their sightings, ordered by id, after the id `after`. */
  page(since: PlainDate, after: string, limit: number): Promise<readonly SightedPaper[]>;
  /** Ids that lack what only arXiv's API tells (primary category), first listed on or after `since`. */
  missingDetails(since: PlainDate, limit: number): Promise<readonly string[]>;
  count(): Promise<number>;
}
