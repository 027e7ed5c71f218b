import type { Traits } from './traits.js';

/** Traits that are looked up by name; authors are counted instead, see `AuthorRecord`. */
export const GROUPS = ['words', 'title', 'marks', 'fields'] as const;
export type Group = (typeof GROUPS)[number];

/** How a known trait counts: its rarity, by which the traits of a paper share its weight, and what was learned for it. */
export type Term = readonly [rarity: number, weight: number];

/** A linear model of one number over a paper's traits. */
export interface TextHead {
  readonly terms: Readonly<Record<Group, ReadonlyMap<string, Term>>>;
  /** Mean outcome of an author's papers, drawn to zero where there are few. Others are not known. */
  readonly authors: ReadonlyMap<string, number>;
  /** Weights of the mean, the best and the sum over √count of the authors' records. */
  readonly authorWeights: readonly [mean: number, best: number, sum: number];
}

/** One summand of a prediction. */
export interface Reason {
  readonly group: Group | 'authors';
  readonly name: string;
  readonly contribution: number;
}

/** The summands of the prediction for a paper; they add up to it. Unknown traits have none. */
export function reasonsOf(head: TextHead, traits: Traits): readonly Reason[] {
  return [
    ...GROUPS.flatMap((group) => groupReasons(head, group, traits[group])),
    ...authorReasons(head, traits),
  ];
}

/** The prediction: the sum of its reasons. */
export function predictText(head: TextHead, traits: Traits): number {
  return reasonsOf(head, traits).reduce((sum, { contribution }) => sum + contribution, 0);
}

/** Length of a group's rarities: a long abstract has no more weight than a short one. */
export function lengthOf(rarities: readonly number[]): number {
  return Math.sqrt(rarities.reduce((sum, rarity) => sum + rarity * rarity, 0));
}

/** Mean, best and sum over √count of the records of a paper's authors; zero for unknown ones. */
export function authorFigures(
  records: readonly number[],
): readonly [mean: number, best: number, sum: number] {
  if (records.length === 0) return [0, 0, 0];
  const sum = records.reduce((total, record) => total + record, 0);
  return [sum / records.length, Math.max(...records), sum / Math.sqrt(records.length)];
}

// --- Internal helpers ---

function groupReasons(head: TextHead, group: Group, names: readonly string[]): readonly Reason[] {
  const known = names.flatMap((name) => {
    const term = head.terms[group].get(name);
    return term === undefined ? [] : [{ name, term }];
  });
  const length = lengthOf(known.map(({ term }) => term[0]));
  return known.map(({ name, term }) => ({ group, name, contribution: (term[0] * term[1]) / length }));
}

function authorReasons(head: TextHead, { authors }: Traits): readonly Reason[] {
  const records = authors.map((name) => head.authors.get(name) ?? 0);
  const [, best] = authorFigures(records);
  const [mean, top, sum] = head.authorWeights;
  const first = records.indexOf(best);
  return authors.flatMap((name, at) => {
    const record = records[at] ?? 0;
    const own = record * (mean / records.length + sum / Math.sqrt(records.length));
    const contribution = own + (at === first ? top * best : 0);
    return contribution === 0 ? [] : [{ group: 'authors' as const, name, contribution }];
  });
}
