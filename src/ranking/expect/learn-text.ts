import { ridge, sparse } from './ridge.js';
import { authorFigures, GROUPS, lengthOf, type Group, type Term, type TextHead } from './text-head.js';
import type { Traits } from './traits.js';

/** One paper to learn from. */
export interface TextLesson {
  readonly traits: Traits;
  /** Papers of one day are compared with each other only; null = with all. */
  readonly day: string | null;
  readonly outcome: number;
  /** How much it counts, > 0. */
  readonly weight: number;
}

/** How much of a group's weight counts before learning, and whether rare traits count more. docs/ranking.md has the effects. */
const SHAPE: Readonly<Record<Group, { readonly scale: number; readonly rare: boolean }>> = {
  words: { scale: 1, rare: true },
  title: { scale: 0.5, rare: true },
  marks: { scale: 0.5, rare: false },
  fields: { scale: 0.5, rare: false },
};
/** A trait of fewer papers is chance. */
const LEAST_PAPERS = 3;
/** So many papers' worth of a mean outcome stand against an author's own. */
const DOUBT = 3;
const AUTHOR_SCALE = 2;
const PENALTY = 4;

/** Learns what lifts a paper above the others of its day. @param lessons in an order that is the same every time */
export function learnText(lessons: readonly TextLesson[]): TextHead {
  const outcomes = centred(lessons);
  const vocabulary = vocabularyOf(lessons);
  const authors = authorTotals(lessons, outcomes);
  const rows = rowsOf(lessons, outcomes, vocabulary, authors);
  const meanWeight = lessons.reduce((sum, { weight }) => sum + weight, 0) / Math.max(1, lessons.length);
  const counted = Float64Array.from(lessons, ({ weight }) => weight / meanWeight);
  const weights = ridge(sparse(rows, vocabulary.size + 3), outcomes, PENALTY, counted);
  const terms = Object.fromEntries(
    GROUPS.map((group) => [group, termsOf(vocabulary[group], group, weights)]),
  ) as unknown as Record<Group, ReadonlyMap<string, Term>>;
  const [mean = 0, best = 0, sum = 0] = weights.subarray(vocabulary.size);
  return {
    terms,
    authors: records(authors),
    authorWeights: [AUTHOR_SCALE * mean, AUTHOR_SCALE * best, AUTHOR_SCALE * sum],
  };
}

// --- Internal helpers ---

function* rowsOf(
  lessons: readonly TextLesson[],
  outcomes: Float64Array,
  vocabulary: Vocabulary,
  authors: ReadonlyMap<string, Total>,
): Generator<readonly (readonly [number, number])[]> {
  for (const [at, { traits }] of lessons.entries())
    yield [
      ...GROUPS.flatMap((group) => groupRow(vocabulary[group], group, traits[group])),
      ...authorRow(authors, traits, outcomes[at] ?? 0, vocabulary.size),
    ];
}

/** Outcomes less the mean of their day: how lively a day was is no merit of its papers. */
function centred(lessons: readonly TextLesson[]): Float64Array {
  const days = new Map<string, [sum: number, count: number]>();
  for (const { day, outcome } of lessons) {
    if (day === null) continue;
    const known = days.get(day) ?? [0, 0];
    days.set(day, [known[0] + outcome, known[1] + 1]);
  }
  return Float64Array.from(lessons, ({ day, outcome }) => {
    const [sum, count] = (day === null ? undefined : days.get(day)) ?? [0, 1];
    return outcome - sum / count;
  });
}

type Entries = ReadonlyMap<string, readonly [column: number, rarity: number]>;
type Vocabulary = Readonly<Record<Group, Entries>> & { readonly size: number };

function vocabularyOf(lessons: readonly TextLesson[]): Vocabulary {
  let size = 0;
  const groups = GROUPS.map((group) => {
    const counts = new Map<string, number>();
    for (const { traits } of lessons)
      for (const name of traits[group]) counts.set(name, (counts.get(name) ?? 0) + 1);
    const entries = new Map<string, readonly [number, number]>();
    for (const [name, count] of counts) {
      if (count < LEAST_PAPERS) continue;
      entries.set(name, [size, SHAPE[group].rare ? Math.log(lessons.length / count) + 0.1 : 1]);
      size += 1;
    }
    return [group, entries] as const;
  });
  return { ...(Object.fromEntries(groups) as unknown as Record<Group, Entries>), size };
}

function groupRow(entries: Entries, group: Group, names: readonly string[]): (readonly [number, number])[] {
  const known = names.flatMap((name) => {
    const entry = entries.get(name);
    return entry === undefined ? [] : [entry];
  });
  const length = lengthOf(known.map(([, rarity]) => rarity));
  return known.map(([column, rarity]) => [column, (SHAPE[group].scale * rarity) / length] as const);
}

interface Total {
  readonly sum: number;
  readonly count: number;
}

function authorTotals(lessons: readonly TextLesson[], outcomes: Float64Array): ReadonlyMap<string, Total> {
  const totals = new Map<string, Total>();
  lessons.forEach(({ traits }, at) => {
    for (const name of traits.authors) {
      const { sum, count } = totals.get(name) ?? { sum: 0, count: 0 };
      totals.set(name, { sum: sum + (outcomes[at] ?? 0), count: count + 1 });
    }
  });
  return totals;
}

/** An author's record without the paper itself, else it would foretell its own outcome. */
function authorRow(
  totals: ReadonlyMap<string, Total>,
  { authors }: Traits,
  own: number,
  start: number,
): (readonly [number, number])[] {
  const without = authors.map((name) => {
    const { sum, count } = totals.get(name) ?? { sum: own, count: 1 };
    return (sum - own) / (count - 1 + DOUBT);
  });
  return authorFigures(without).map((figure, at) => [start + at, AUTHOR_SCALE * figure] as const);
}

/** Small records say nothing and would fill the store with names. */
const LEAST_RECORD = 0.02;

function records(totals: ReadonlyMap<string, Total>): ReadonlyMap<string, number> {
  const kept = new Map<string, number>();
  for (const [name, { sum, count }] of totals) {
    const record = sum / (count + DOUBT);
    if (Math.abs(record) >= LEAST_RECORD) kept.set(name, record);
  }
  return kept;
}

function termsOf(entries: Entries, group: Group, weights: Float64Array): ReadonlyMap<string, Term> {
  return new Map(
    [...entries].map(([name, [column, rarity]]) => [
      name,
      [rarity, SHAPE[group].scale * (weights[column] ?? 0)] as const,
    ]),
  );
}
