import { expectedFinal, grownShare } from '../growth.js';

/** A list's growth as learned; every number refers to `growthFigures`. */
export interface GrowthHead {
  /** Weights for `log(1 + final)`, beside what the growth curve expects. */
  readonly final: readonly number[];
  /** Weights for `log(1 + gain)`. */
  readonly gain: readonly number[];
}

/** A paper's upvotes at one reading. */
export interface VoteReading {
  readonly upvotes: number;
  /** Since the list opened. Milliseconds. */
  readonly ageMs: number;
  /** Of the list's day, 0 = Sunday. */
  readonly weekday: number;
}

const DAY = 86_400_000;

/**
 * What growth is told from: the votes, how much the plain curve has still to come, the age beyond a day and the
 * weekday of the list, whose week ends sooner or later.
 */
export function growthFigures({ upvotes, ageMs, weekday }: VoteReading): readonly number[] {
  const toCome = 1 - grownShare(ageMs);
  const votes = Math.log1p(upvotes);
  return [
    1,
    votes,
    toCome,
    votes * toCome,
    Math.log(Math.max(1, ageMs / DAY)),
    ...[1, 2, 3, 4].map((day) => (day === weekday ? 1 : 0)),
  ];
}

/** log(1 + upvotes) at the end as the plain curve has it: what learning starts from. */
export function plainFinal({ upvotes, ageMs }: VoteReading): number {
  return Math.log1p(expectedFinal(upvotes, ageMs));
}

/** log(1 + upvotes still to come) as the plain curve has it. */
export function plainGain({ upvotes, ageMs }: VoteReading): number {
  return Math.log1p(Math.max(0, expectedFinal(upvotes, ageMs) - upvotes));
}

/** The sum of figures times their weights. */
export function weigh(weights: readonly number[], figures: readonly number[]): number {
  return figures.reduce((sum, figure, at) => sum + figure * (weights[at] ?? 0), 0);
}
