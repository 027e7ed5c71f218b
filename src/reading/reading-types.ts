import type { Topic } from '../channels/channel.js';
import type { Card } from '../digests/digest.js';
import type { PlainDate } from '../papers/paper.js';
import type { ScorePart } from '../ranking/ranked-paper.js';
import type { QueryError } from '../topics/query-types.js';
import type { Span } from './spans.js';
import type { UpvotePoint } from './upvote-points.js';

/**
 * A paper as people read it: a digest's card and what a page has room for. Plain JSON; text is clean, not escaped. Links
 * are https and built from validated ids, or validated at the source's door.
 */
export interface ReadPaper extends Card {
  /** All of it, as one readable line; empty when it is not known. */
  readonly abstract: string;
  /** One machine-written sentence of Hugging Face's, to be labelled as such; empty when there is none. */
  readonly aiSummary: string;
  /** Everybody; at most 100. `authors` is the short line. */
  readonly authorNames: readonly string[];
  /** How many authors there are. */
  readonly authorCount: number;
  /** Primary first. */
  readonly categories: readonly string[];
  readonly organization: string | null;
  /** Day of the first version; null when it is not known. */
  readonly publishedOn: PlainDate | null;
  /** Earliest list day: it never changes. With `paperId` it is what a feed's ids and dates are made of. */
  readonly firstListedOn: PlainDate;
  /** Latest day a daily list or an announcement showed it. */
  readonly listedOn: PlainDate;
  /** Our readings of its upvotes, oldest first: at most 24 in a list, 400 for a paper by itself. */
  readonly history: readonly UpvotePoint[];
  /** 1 is full marks of upvotes; see docs/ranking.md. */
  readonly score: number;
  readonly parts: readonly ScorePart[];
  /** Title of the source that had to be asked for it, or `meaning`, in a search answer; else null. */
  readonly foundBy: string | null;
}

/**
 * A ranked list. Lists are remembered: about a minute old at most while somebody reads, and the same object until it is
 * made anew.
 */
export interface PaperList {
  /** Names the list for good: `today`, `day:2026-11-27`, `week`, `week:2026-W48`, `month`, `month:2026-11`, `topic:agents`, `query:cat:cs.CL speech`. */
  readonly key: string;
  /** In words: `Friday, 27 November 2026`, `The last seven days`, `Week 48 of 2026`, `November 2026`, `agents`. */
  readonly title: string;
  /** Its days. For a topic the seven days it is taken from. */
  readonly span: Span;
  /** Best first, at most 200; positions count from 1. */
  readonly papers: readonly ReadPaper[];
  /** How many papers the list has in all; at least the length of `papers`. */
  readonly total: number;
  /** When it was made, ISO 8601. */
  readonly madeAt: string;
  /** Sentences on what it lacks: sources that do not answer. */
  readonly notices: readonly string[];
  /** The bundled sample, shown while nothing has been read yet: must be labelled, and never goes into a feed. */
  readonly sample: boolean;
  /** The topic it is about; null = everything. */
  readonly topic: Topic | null;
  /** It could not be made anew: the database does not answer. False when it is as new as promised. */
  readonly old: boolean;
}

export interface PaperView {
  readonly paper: ReadPaper;
  /** Place among the papers of the last seven days; null when it is not one of them. */
  readonly place: { readonly position: number; readonly of: number } | null;
  /** Names of the built-in topics it matches. */
  readonly topics: readonly string[];
  readonly similar: readonly ReadPaper[];
  readonly bibtex: string;
  readonly old: boolean;
}

export type SearchAnswer =
  /** The query cannot be read. */
  | { readonly kind: 'fault'; readonly text: string; readonly error: QueryError }
  /** It is the id of, or a link to, one paper. */
  | { readonly kind: 'paper'; readonly text: string; readonly paperId: string }
  | {
      readonly kind: 'found';
      readonly text: string;
      /** Best first, at most 50. */
      readonly papers: readonly ReadPaper[];
      /** What was done to find something. */
      readonly notices: readonly string[];
      /** Topics of this week that are near, when nothing was found. */
      readonly near: readonly { readonly label: string; readonly wish: string; readonly papers: number }[];
      /** Nothing can be found, because nothing has been read yet; a notice says so. */
      readonly unread: boolean;
    };

/**
 * What every page, feed and API reads. What is given is remembered and given to all: do not change it. All of it throws AppError `database` or `busy` when it has
 * nothing to give.
 */
export interface Reading {
  /** The latest day's list; the labelled sample while there is none. */
  today(): Promise<PaperList>;
  /** The list of a day, as its papers stand now; null when that day has none. */
  day(day: PlainDate): Promise<PaperList | null>;
  /** The last seven days, the digests' own window. */
  lastWeek(): Promise<PaperList>;
  /** The last thirty days. */
  lastMonth(): Promise<PaperList>;
  /** A week of ISO 8601 by its name, `2026-W48`; null when there is no such week, or nothing was listed in it. */
  week(name: string): Promise<PaperList | null>;
  /** A month by its name, `2026-11`; null when there is no such month, or nothing was listed in it. */
  month(name: string): Promise<PaperList | null>;
  /** What trends of a topic, from the last seven days, by how much of each paper it is about. @param topic its query must be readable */
  topic(topic: Topic): Promise<PaperList>;
  /** One paper by its id in canonical form; null when nobody has it. */
  paper(id: string): Promise<PaperView | null>;
  /** Whatever somebody typed into a search box, in the full grammar. Of an empty text the newest papers come. */
  search(text: string): Promise<SearchAnswer>;
  /** The days with a list from one to another, latest first; at most a year. */
  days(span: Span): Promise<readonly PlainDate[]>;
  /** First and last day with a list; null when there is none. */
  span(): Promise<Span | null>;
}
