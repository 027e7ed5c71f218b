import type { PlainDate } from '../papers/paper.js';
import type { SightedPaper } from './paper-store.js';

/** What the index is asked for: folded words of `text/words`, never the person's own text. */
export interface CandidateQuery {
  /** Any of them may match; the more, the better. */
  readonly words: readonly string[];
  /** Most of each field's best. */
  readonly limit: number;
  readonly categories?: readonly string[];
  readonly since?: PlainDate;
  readonly until?: PlainDate;
}

export interface TermStatistics {
  /** Papers in the catalogue. */
  readonly papers: number;
  /** In how many papers a word stands, by word; absent = in none. */
  readonly titles: ReadonlyMap<string, number>;
  readonly texts: ReadonlyMap<string, number>;
}

/** Finds a few hundred papers that may match; `src/search` scores them. */
export interface SearchStore {
  candidates(query: CandidateQuery): Promise<readonly SightedPaper[]>;
  statistics(words: readonly string[]): Promise<TermStatistics>;
  /** Known words nearest in spelling to one that no paper has, most frequent first. */
  spellings(word: string, limit: number): Promise<readonly string[]>;
  /** Papers by a name of their authors, newest first. */
  byAuthor(parts: readonly string[], limit: number): Promise<readonly SightedPaper[]>;
  /** Newest papers, for queries without a word. */
  newest(query: Omit<CandidateQuery, 'words'>): Promise<readonly SightedPaper[]>;
  /** Titles in which each of the words begins a word, for autocomplete; newest first. */
  titlesWith(beginnings: readonly string[], limit: number): Promise<readonly { id: string; title: string }[]>;
}
