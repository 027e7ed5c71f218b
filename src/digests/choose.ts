import { diversify } from '../ranking/diversify.js';
import type { RankedPaper } from '../ranking/ranked-paper.js';
import { EVERYTHING } from '../topics/builtin.js';

/** Near-duplicates are moved apart among this many papers at the top; further down nobody sees them side by side. */
const DIVERSIFIED = 200;

/** A topic of the channel with its test. */
export interface TopicMatcher {
  readonly name: string;
  readonly matches: (item: RankedPaper) => boolean;
}

export interface ChooseInput {
  /** Best first. */
  readonly ranked: readonly RankedPaper[];
  readonly topics: readonly TopicMatcher[];
  /** Ids of papers the channel has had. */
  readonly had: ReadonlySet<string>;
  /** How many papers are wanted, ≥ 1. */
  readonly count: number;
}

export interface ChosenPaper {
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
 * Chooses a digest's papers. Every topic's best match comes before any topic's second; the rest follows by rank.
 * Near-duplicates are moved apart first. With more topics than `count`, the best of the best matches are taken.
 */
export function chooseCards(input: ChooseInput): Choice {
  const unseen = input.ranked.filter(({ paper }) => !input.had.has(paper.id));
  const matched = unseen.filter((item) => input.topics.some((topic) => topic.matches(item)));
  const order = [...diversify(matched.slice(0, DIVERSIFIED)), ...matched.slice(DIVERSIFIED)];
  const chosen = pick(order, input);
  const papers = order
    .filter((item) => chosen.has(item))
    .map((ranked) => ({ ranked, topics: namesOf(ranked, input.topics) }));
  return { papers, considered: unseen.length };
}

// --- Internal helpers ---

function pick(order: readonly RankedPaper[], { topics, count }: ChooseInput): ReadonlySet<RankedPaper> {
  const best = new Set(topics.map((topic) => order.find((item) => topic.matches(item))));
  const first = order.filter((item) => best.has(item));
  const rest = order.filter((item) => !best.has(item));
  return new Set([...first, ...rest].slice(0, count));
}

function namesOf(item: RankedPaper, topics: readonly TopicMatcher[]): readonly string[] {
  if (topics.length === 1) return [];
  return topics
    .filter((topic) => topic.name !== EVERYTHING.name && topic.matches(item))
    .map((topic) => topic.name);
}
