/** Who holds a lease after it was asked for. */
export type LeaseAnswer =
  | { readonly kind: 'ours' }
  /** `place` names that process for people; null when it is not known yet. */
  | { readonly kind: 'theirs'; readonly place: string | null };

export interface LeaseClaim {
  /** What is held, at most one holder at a time. */
  readonly name: string;
  /** Unique to one process and one start of it. */
  readonly holder: string;
  /** Host and process, for people. */
  readonly place: string;
}

/** Leases between processes, in database time. */
export interface LeaseStore {
  /**
   * Takes the lease when nobody holds it or it has ended, or holds it for longer when it is ours.
   * @param forMs from now on, milliseconds
   * @param mayFollow false: somebody else's lease that has ended is left alone, too. Default true
   */
  take(claim: LeaseClaim, forMs: number, mayFollow?: boolean): Promise<LeaseAnswer>;
  /** Gives it up, so that another one may take it at once; nothing when somebody else holds it. */
  release(claim: Pick<LeaseClaim, 'name' | 'holder'>): Promise<void>;
}
