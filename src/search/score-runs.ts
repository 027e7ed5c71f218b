import type { Field } from './score-fields.js';
import type { WordGroup } from './word-groups.js';

/** One word of the query where the query has it. */
export interface Slot {
  /** The words that may stand there, by where they are counted. */
  readonly accepts: readonly number[];
  /** What it tells. */
  readonly weight: number;
}

/** How a title has the words of a query in their order. */
export interface Runs {
  /** What the runs tell together, each without its most telling word: one word alone is no run. */
  readonly worth: number;
  /** The whole query stands there as one run: not at all, somewhere, or from the first word on. */
  readonly whole: 'no' | 'inside' | 'first';
  /** What the title's name tells, when the query has it as one run; else 0. */
  readonly named: number;
}

/**
 * The words of a query in their order; a compound takes a place for each of its parts.
 * @param weightOf what one occurrence of a group in the query tells
 */
export function slotsOf(
  groups: readonly WordGroup[],
  weightOf: (group: WordGroup) => number,
  places: ReadonlyMap<string, number>,
): readonly Slot[] {
  const placed = groups.flatMap((group) => {
    const [main = { words: [] }] = group.forms;
    const counted = (words: readonly string[]): number[] => words.flatMap((word) => places.get(word) ?? []);
    const single = group.forms.filter(
      ({ words, related, synonym }) => words.length === 1 && related !== true && synonym !== true,
    );
    const accepted =
      main.words.length === 1
        ? [counted(single.flatMap(({ words }) => words))]
        : main.words.map((word) => counted([word]));
    const weight = weightOf(group) / Math.max(1, main.words.length);
    return group.places.map((at) => ({ at, slots: accepted.map((accepts): Slot => ({ accepts, weight })) }));
  });
  return placed.sort((a, b) => a.at - b.at).flatMap(({ slots }) => slots);
}

/** The query as it would stand in a title: the main form of each word, in order. */
export function wordsInOrder(groups: readonly WordGroup[]): readonly string[] {
  const placed = groups.flatMap(({ forms: [main], places }) =>
    places.map((at) => ({ at, words: main?.words ?? [] })),
  );
  return placed.sort((a, b) => a.at - b.at).flatMap(({ words }) => words);
}

/**
 * Finds the runs of a query in titles: consecutive words of the query that stand consecutively there, in order. `name` =
 * how many words the title's name has; 0 = it has none.
 */
export function createRunFinder(slots: readonly Slot[]): (title: Field, name: number) => Runs {
  const slotsAt = new Map<number, number[]>();
  for (const [at, { accepts }] of slots.entries())
    for (const place of accepts) slotsAt.set(place, [...(slotsAt.get(place) ?? []), at]);

  return ({ order }, name) => {
    // Lengths of the runs that end at the word before, and at this one, by the slot they end with.
    let [before, here] = [new Uint16Array(slots.length), new Uint16Array(slots.length)];
    const follows = new Uint8Array(slots.length);
    let whole = 'no' as Runs['whole'];
    let named = 0;
    for (const [at, place] of order.entries()) {
      here.fill(0);
      for (const slot of slotsAt.get(place) ?? []) {
        const length = 1 + (before[slot - 1] ?? 0);
        here[slot] = length;
        if (length > 1) follows[slot] = 1;
        if (length === name && at === name - 1) named = Math.max(named, weightFrom(slots, slot - at, slot));
        if (length === slots.length) whole = at === length - 1 || whole === 'first' ? 'first' : 'inside';
      }
      [before, here] = [here, before];
    }
    return { worth: worthOf(slots, follows), whole, named };
  };
}

// --- Internal helpers ---

function weightFrom(slots: readonly Slot[], from: number, to: number): number {
  return slots.slice(from, to + 1).reduce((sum, { weight }) => sum + weight, 0);
}

function worthOf(slots: readonly Slot[], follows: Uint8Array): number {
  let [worth, sum, most] = [0, 0, 0];
  for (const [at, { weight }] of slots.entries()) {
    if (follows[at] === 1) [sum, most] = [sum + weight, Math.max(most, weight)];
    else {
      worth += sum - most;
      [sum, most] = [weight, weight];
    }
  }
  return worth + sum - most;
}
