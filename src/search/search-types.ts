import type { SightedPaper } from '../ports/paper-store.js';
import type { Query } from '../topics/query-types.js';

export interface SearchHit {
  readonly item: SightedPaper;
  /** Higher is better; comparable within one result only. */
  readonly score: number;
  /** Title of the source that was asked for it; null for our own catalogue. */
  readonly from: string | null;
  /** Its words did not find it; only what it means did. */
  readonly byMeaning?: true;
}

export interface SearchResult {
  /** Best first. */
  readonly hits: readonly SearchHit[];
  /** Sentences on what was done to find something: another spelling, fewer words, a source that did not answer. */
  readonly notices: readonly string[];
}

export interface SearchOptions {
  readonly limit: number;
  readonly now: Date;
  /** Bounds what is asked of others. */
  readonly signal: AbortSignal;
  /** The query behind `topic:name`: the channel's own topics, then the built-in ones. */
  readonly topicByName?: (name: string) => Query | null;
  /** Nothing is looked for by meaning: somebody names a paper. Default false. */
  readonly wordsOnly?: boolean;
}

/** Search over everything known, and a little beyond. */
export interface PaperSearch {
  /** A query that names one paper (`id:` or a link) finds just that. */
  search(query: Query, options: SearchOptions): Promise<SearchResult>;
  /** Papers like this one, itself left out; empty when it is not known. */
  similar(paperId: string, options: Pick<SearchOptions, 'limit' | 'now'>): Promise<readonly SearchHit[]>;
  /** One paper by id, also one that only a source knows; null when nobody does. */
  paper(paperId: string, signal: AbortSignal): Promise<SightedPaper | null>;
  /** For autocomplete: papers whose title has words that begin so. */
  suggest(text: string, limit: number): Promise<readonly { readonly id: string; readonly title: string }[]>;
}
