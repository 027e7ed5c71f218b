import type { PlainDate } from '../papers/paper.js';

export type Sort = 'new' | 'trending' | 'relevance';

/** A day, fixed or counted back from now in whole days. */
export type When = { readonly date: PlainDate } | { readonly daysAgo: number };

/** One demand on a paper; `negated` turns it round. */
export type Term = { readonly negated: boolean } & (
  | { readonly kind: 'word' | 'phrase'; readonly text: string }
  | { readonly kind: 'category'; readonly category: string }
  | { readonly kind: 'author' | 'org' | 'topic'; readonly name: string }
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'since' | 'until'; readonly when: When }
  | { readonly kind: 'min'; readonly upvotes: number }
  | { readonly kind: 'has'; readonly what: 'code' }
);

/** All terms must hold. */
export interface Alternative {
  readonly terms: readonly Term[];
}

/** One alternative must hold; none at all matches everything. */
export interface Query {
  readonly alternatives: readonly Alternative[];
  /** Order asked for; null when the query does not say. */
  readonly sort: Sort | null;
}

export interface QueryError {
  /** What is wrong, as a sentence. */
  readonly message: string;
  /** 0-based UTF-16 offset into the text. */
  readonly position: number;
  /** The repair, as a sentence. */
  readonly hint: string;
}

export type QueryResult =
  { readonly ok: true; readonly query: Query } | { readonly ok: false; readonly error: QueryError };
