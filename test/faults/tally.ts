import { expect } from 'vitest';
import type { Verdict } from './check.js';

/** What many rounds came to together. */
export interface Tally {
  /** @throws when something is lost, doubled or broken, with the seed of the round */
  expectClean(what: string, verdict: Verdict, seed: number): void;
  readonly faulted: number;
  /** One line for people. */
  line(platform: string, seed: number): string;
}

export function createTally(): Tally {
  const sum = {
    deliveries: 0,
    digests: 0,
    faulted: 0,
    killed: 0,
    faultedDigests: 0,
    unknown: 0,
    lost: 0,
    doubled: 0,
  };
  const outcomes = new Map<string, number>();
  const rounds = new Map<string, number>();
  return {
    expectClean(what, verdict, seed) {
      rounds.set(what, (rounds.get(what) ?? 0) + 1);
      for (const key of ['deliveries', 'digests', 'faulted', 'killed', 'faultedDigests', 'unknown'] as const)
        sum[key] += verdict[key];
      sum.lost += verdict.lost.length;
      sum.doubled += verdict.doubled.length;
      for (const [outcome, count] of Object.entries(verdict.outcomes))
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + count);
      const { lost, doubled, broken } = verdict;
      expect({ lost, doubled, broken, seed }).toEqual({ lost: [], doubled: [], broken: [], seed });
    },
    get faulted() {
      return sum.faulted;
    },
    line(platform, seed) {
      const list = (all: ReadonlyMap<string, number>) => [...all].map(([key, n]) => `${key} ${n}`).join(', ');
      return [
        `${platform}: ${sum.deliveries} deliveries in ${sum.digests} digests`,
        `${sum.faulted} of them faulted (in ${sum.faultedDigests} digests), ${sum.killed} of these by a kill`,
        `${sum.lost} lost, ${sum.doubled} doubled`,
        `outcomes: ${list(outcomes)}; ${sum.unknown} deliveries left unknown for a person`,
        `rounds: ${list(rounds)}`,
        `seed ${seed}`,
      ].join('; ');
    },
  };
}
