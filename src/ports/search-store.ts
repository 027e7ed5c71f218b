import type { PlainDate } from '../papers/paper.js';

/** What the index is asked for: words of `search/index-words`, never the person's own text. */
export interface CandidateQuery {
  /** Any of them may match; the more, the better. */
  readonly words: readonly string[];
  /** At most so many, best first as the index sees it. */
  readonly limit: number;
  /** Each must stand in title or text, word after word: as the title's line has it, and as the text's without empty words. */
  readonly phrases?: readonly { readonly title: string; readonly text: string }[];
  /** In any of these categories, as they are written here. */
  readonly categories?: readonly string[];
  readonly since?: PlainDate;
  readonly until?: PlainDate;
}

/** A paper that may match, as the index knows it: lines of words, one space between (`IndexedWords`). */
export interface Candidate {
  readonly id: string;
  /** The title as it is written. */
  readonly written: string;
  readonly title: string;
  readonly text: string;
  readonly names: string;
  /** Latest day a daily list or an announcement showed it. */
  readonly listedOn: PlainDate;
}

export interface TermStatistics {
  /** Papers in the index. */
  readonly papers: number;
  /** In how many papers a word stands, by word; absent = in none. `texts` counts title, text and names. */
  readonly titles: ReadonlyMap<string, number>;
  readonly texts: ReadonlyMap<string, number>;
  /** Mean number of words. */
  readonly titleLength: number;
  readonly textLength: number;
}

/** What titles have in the place of one word of a run. */
export interface TitleGap {
  /** Which word of the run, from 0. */
  readonly at: number;
  readonly word: string;
  /** How many titles have it there. */
  readonly titles: number;
}

/** Finds a few hundred papers that may match; `src/search` scores them. */
export interface SearchStore {
  candidates(query: CandidateQuery): Promise<readonly Candidate[]>;
  /** Papers that have these words of the index one after the other in their title, newest first. */
  titleRuns(
    query: Omit<CandidateQuery, 'words'> & { readonly run: readonly string[] },
  ): Promise<readonly Candidate[]>;
  /** What stands in titles that have a run but for one word. @param asked `gaps`: which words of the run may be others */
  titleGaps(asked: {
    readonly run: readonly string[];
    readonly gaps: readonly number[];
  }): Promise<readonly TitleGap[]>;
  statistics(words: readonly string[]): Promise<TermStatistics>;
  /** Known words nearest in spelling to one as it was typed (folded, but with its plural s), most frequent first; not itself. */
  spellings(word: string, limit: number): Promise<readonly string[]>;
  /** Papers by a name of their authors, newest first. @param parts folded; an initial stands for a name, on either side */
  byAuthor(parts: readonly string[], limit: number): Promise<readonly Candidate[]>;
  /** Newest papers, for queries without a word. */
  newest(query: Omit<CandidateQuery, 'words'>): Promise<readonly Candidate[]>;
  /** Titles in which each of the words begins a word, for autocomplete; newest first. */
  titlesWith(beginnings: readonly string[], limit: number): Promise<readonly { id: string; title: string }[]>;
  /**
   * Indexes papers that were stored before there was an index, or by older rules, in one short transaction.
   * @param limit at most so many
   * @returns how many it indexed; fewer than `limit` = nothing is left
   */
  catchUp(limit: number): Promise<number>;
}
