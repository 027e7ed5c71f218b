import type { LeaseAnswer } from '../ports/lease-store.js';

/**
 * How long a lease lasts, how often its holder says so again, and how often others look. A holder that was killed is
 * followed within 21 s, one that stopped cleanly within one; three renewals may fail before anybody else comes.
 * Milliseconds.
 */
export const LEASE_MS = 20_000;
const RENEW_MS = 5_000;
const LOOK_MS = 1_000;
const ASK_AGAIN_MS = 1_000;
/**
 * Looks, a second apart, that an answering database is left to the holder after an absence: it asks again within five
 * seconds (`ASK_WITHIN_MS` and a second), and nobody has to connect anew.
 */
const HESITATION = 6;

export interface Position {
  /** `holding` does the work, `waiting` stands by. */
  readonly standing: 'waiting' | 'holding';
  /** Looks to come before somebody else's lease may be taken that has ended. */
  readonly hesitation: number;
}

export const FIRST: Position = { standing: 'waiting', hesitation: 0 };

export type Found = LeaseAnswer | { readonly kind: 'unreachable' };

export interface Step {
  readonly position: Position;
  /** What is to be done with the work now. */
  readonly act: 'begin' | 'end' | null;
  /** Milliseconds until the next question. */
  readonly againMs: number;
}

/**
 * What follows from what was found in the database. Who holds the lease and cannot reach the database goes on: as long
 * as it is away for all, nobody else can take it; and where this process alone is cut off, two who work for a while
 * are better than nobody, because whatever they do is claimed in the database.
 */
export function nextStep({ standing, hesitation }: Position, found: Found): Step {
  const isHolding = standing === 'holding';
  if (found.kind === 'unreachable')
    return { position: { standing, hesitation: HESITATION }, act: null, againMs: ASK_AGAIN_MS };
  if (found.kind === 'ours') {
    const position = { standing: 'holding', hesitation: 0 } as const;
    return { position, act: isHolding ? null : 'begin', againMs: RENEW_MS };
  }
  const position = { standing: 'waiting', hesitation: Math.max(0, hesitation - 1) } as const;
  return { position, act: isHolding ? 'end' : null, againMs: LOOK_MS };
}
