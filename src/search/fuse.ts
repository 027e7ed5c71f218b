/**
 * How much the first places of a list count beyond the later ones: a place is worth 1 / (60 + place). 60 as in Cormack,
 * Clarke, Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods", SIGIR 2009.
 */
export const RRF_K = 60;
/** Something is always nearest, to nonsense too: only so many papers that the words did not find are shown. */
export const MOST_BEYOND_WORDS = 10;

/** What is asked of a hit here. */
export interface Ranked {
  readonly item: { readonly paper: { readonly id: string } };
  readonly score: number;
  /** The whole query stands in the title as one run. */
  readonly whole: boolean;
}

/** A hit in the list of both; `byMeaning`: the words did not find it. */
export type Fused<T> = T & { readonly byMeaning?: true };

/**
 * One list of what was found by words and what was found by meaning, by the sum of the places' worth; ties as the words
 * have it, then by id. Papers that have the whole query in their title stay in front, as the words have them. Scores
 * become those of the fusion; without anything found by meaning the list stays as it is. Pure.
 * @param byWords each paper once, best first
 * @param byMeaning likewise
 */
export function fuseByRank<T extends Ranked>(
  byWords: readonly T[],
  byMeaning: readonly T[],
): readonly Fused<T>[] {
  if (byMeaning.length === 0) return byWords;
  const worth = new Map<string, number>();
  for (const list of [byWords, byMeaning])
    for (const [index, { item }] of list.entries())
      worth.set(item.paper.id, (worth.get(item.paper.id) ?? 0) + 1 / (RRF_K + index + 1));
  const places = new Map(byWords.map(({ item }, index) => [item.paper.id, index]));
  const placeOf = ({ item }: T): number => places.get(item.paper.id) ?? byWords.length;
  const beyond = byMeaning.filter(({ item }) => !places.has(item.paper.id)).slice(0, MOST_BEYOND_WORDS);
  const all: Fused<T>[] = [...byWords, ...beyond.map((hit) => ({ ...hit, byMeaning: true as const }))];
  return all
    .map((hit) => ({
      ...hit,
      score: hit.whole ? 1 + 1 / (RRF_K + placeOf(hit) + 1) : (worth.get(hit.item.paper.id) ?? 0),
    }))
    .sort(
      (a, b) =>
        Number(b.whole) - Number(a.whole) ||
        b.score - a.score ||
        placeOf(a) - placeOf(b) ||
        (a.item.paper.id < b.item.paper.id ? -1 : 1),
    );
}
