import { channelScore, scoreForChannel } from '../ranking/channel-score.js';
import { diversify } from '../ranking/diversify.js';
import type { RankedPaper } from '../ranking/ranked-paper.js';
import { EVERYTHING } from '../topics/builtin.js';

/** What belongs together is moved apart among this many papers at the top; further down nobody sees them side by side. */
const DIVERSIFIED = 200;

/** A topic of the channel with how much of a paper it is about, 0 … 1; 0 where it does not match. */
export interface RatedTopic {
  readonly name: string;
  readonly relevance: (item: RankedPaper) => number;
}

export interface ChooseInput {
  /** Best first. */
  readonly ranked: readonly RankedPaper[];
  readonly topics: readonly RatedTopic[];
  /** Ids of papers the channel has had. */
  readonly had: ReadonlySet<string>;
  /** How many papers are wanted, ≥ 1. */
  readonly count: number;
  /** What the channel's taste makes of a paper, > 0; 1 = nothing. Default: nothing of any. */
  readonly taste?: (item: RankedPaper) => number;
}

export interface ChosenPaper {
  /** With its score for this channel. */
  readonly ranked: RankedPaper;
  /**
   * Names of the topics it matches, in the channel's order; `everything` says nothing and is left out, and so is a
   * channel's only topic, which the head names.
   */
  readonly topics: readonly string[];
}

export interface Choice {
  /** In rank order, at most `count`. */
  readonly papers: readonly ChosenPaper[];
  /** How many papers were looked at: those the channel has not had. */
  readonly considered: number;
}

/**
 * Chooses a digest's papers by their score for the channel: attention, how much of the paper its best topic is about,
 * and the channel's taste (`channelScore`). Every topic's best match comes before any topic's second; the rest follows
 * by rank. What belongs together is moved apart first. With more topics than `count`, the best of the best matches are taken.
 */
export function chooseCards(input: ChooseInput): Choice {
  const unseen = input.ranked.filter(({ paper }) => !input.had.has(paper.id));
  const { matched, best } = rate(unseen, input);
  const order = [...diversify(matched.slice(0, DIVERSIFIED)), ...matched.slice(DIVERSIFIED)];
  const isBest = ({ paper }: RankedPaper): boolean => best.has(paper.id);
  const first = order.filter(isBest);
  const rest = order.filter((item) => !isBest(item));
  const chosen = new Set([...first, ...rest].slice(0, input.count));
  const papers = order
    .filter((item) => chosen.has(item))
    .map((ranked) => ({ ranked, topics: namesOf(ranked, input.topics) }));
  return { papers, considered: unseen.length };
}

// --- Internal helpers ---

interface Rated {
  /** With their score for the channel, best first. */
  readonly matched: readonly RankedPaper[];
  /** Ids of each topic's best match. */
  readonly best: ReadonlySet<string>;
}

/** One look at every paper for every topic. Equal scores keep their order. */
function rate(
  unseen: readonly RankedPaper[],
  { topics, taste = () => 1 }: Pick<ChooseInput, 'topics' | 'taste'>,
): Rated {
  const matched: RankedPaper[] = [];
  const best = topics.map(() => ({ id: '', score: -Infinity }));
  for (const item of unseen) {
    let relevance = 0;
    let factor = 1;
    for (const [index, topic] of topics.entries()) {
      const own = topic.relevance(item);
      if (own === 0) continue;
      if (relevance === 0) factor = taste(item);
      relevance = Math.max(relevance, own);
      const score = channelScore(item.score, { relevance: own, factor });
      if (score > (best[index]?.score ?? -Infinity)) best[index] = { id: item.paper.id, score };
    }
    if (relevance > 0) matched.push(scoreForChannel(item, { relevance, factor }));
  }
  return { matched: matched.sort((a, b) => b.score - a.score), best: new Set(best.map(({ id }) => id)) };
}

function namesOf(item: RankedPaper, topics: readonly RatedTopic[]): readonly string[] {
  if (topics.length === 1) return [];
  return topics
    .filter((topic) => topic.name !== EVERYTHING.name && topic.relevance(item) > 0)
    .map((topic) => topic.name);
}
