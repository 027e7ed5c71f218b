import type { RankedPaper, ScorePart } from './ranked-paper.js';

/**
 * What a paper without any attention brings to a channel. So much that one with the topic's word in its title stands
 * before one of full marks that mentions it once in passing: `0.74 · 0.5 > 0.24 · (1 + 0.5)`.
 */
const BASE = 0.5;

/** What a channel makes of a paper. */
export interface Standing {
  /** How much of it is about one of the channel's topics, 0 … 1. */
  readonly relevance: number;
  /** What the channel's taste makes of it, > 0; 1 = nothing. Default 1. */
  readonly factor?: number;
}

/** `(score + 0.5) · relevance · factor − 0.5`: the score itself where a paper matches fully and no taste is known. */
export function channelScore(score: number, { relevance, factor = 1 }: Standing): number {
  return (score + BASE) * relevance * factor - BASE;
}

/** The paper with its score for one channel. What relevance and taste take or give are parts like all others. */
export function scoreForChannel(ranked: RankedPaper, standing: Standing): RankedPaper {
  const { relevance, factor = 1 } = standing;
  if (relevance === 1 && factor === 1) return ranked;
  const whole = ranked.score + BASE;
  const parts = [
    ...ranked.parts,
    ...part('topic', relevance - 1, whole),
    ...part('taste', factor - 1, whole * relevance),
  ];
  return { ...ranked, parts, score: channelScore(ranked.score, standing) };
}

/** How many times a difference in attention counts in a paper's score for a channel: relevance · taste. */
export function scaleOf({ score, parts }: Pick<RankedPaper, 'score' | 'parts'>): number {
  const ofChannel = parts.filter(({ name }) => name === 'topic' || name === 'taste');
  const attention = score - ofChannel.reduce((sum, { contribution }) => sum + contribution, 0);
  return (score + BASE) / (attention + BASE);
}

// --- Internal helpers ---

function part(name: string, value: number, weight: number): readonly ScorePart[] {
  return value === 0 ? [] : [{ name, value, weight, contribution: weight * value }];
}
