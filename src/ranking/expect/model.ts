import type { GrowthHead } from './growth-head.js';
import type { TextHead } from './text-head.js';

/** What was learned of which papers gather attention. */
export interface AttentionModel {
  /** When it was learned, and from how much. */
  readonly learnedAt: Date;
  readonly listed: number;
  readonly announced: number;
  /** log(1 + upvotes) after a day, against the others of its list. */
  readonly attention: TextHead;
  /** Mean log(1 + upvotes) at the end of a list's week. */
  readonly level: number;
  /** Whether a paper that arXiv announced comes to a daily list: a share, against the others of its day. */
  readonly selection: TextHead | null;
  /** Share of the announced papers that come to a list. */
  readonly selected: number;
  readonly growth: GrowthHead;
  /** What makes upvotes go on growing: log(1 + gain), beside what the votes tell. */
  readonly lasting: TextHead;
}
