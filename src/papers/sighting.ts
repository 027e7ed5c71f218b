import type { AnySourceName, PlainDate } from './paper.js';

/** How the source showed the paper. Only `daily` and `announcement` count as a listing. */
export type ListName = 'daily' | 'trending' | 'announcement' | 'catalogue';

/** Numbers that say how much attention a paper gets. Absent is not zero. */
export interface Signals {
  readonly upvotes?: number;
  readonly comments?: number;
  readonly githubStars?: number;
  /** Place in the source's own trending list, 1 = first. */
  readonly trendingRank?: number;
  /** Sums over the stories that link to the paper or its repository. */
  readonly hackerNewsPoints?: number;
  readonly hackerNewsComments?: number;
  readonly citations?: number;
  /** Place among the papers whose repositories gain stars fastest, as Papers with Code orders them, 1 = first. */
  readonly codeRank?: number;
}

/** What one source said of one paper at one instant. */
export interface Sighting {
  readonly paperId: string;
  readonly source: AnySourceName;
  readonly list: ListName;
  /** The list day or announcement day this sighting belongs to. */
  readonly listedOn?: PlainDate;
  readonly observedAt: Date;
  readonly signals: Signals;
}
