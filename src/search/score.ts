import type { Candidate, TermStatistics } from '../ports/search-store.js';
import { countOf, readPaper, toWanted, type ReadPaper, type Wanted } from './score-fields.js';
import { createRunFinder, slotsOf } from './score-runs.js';
import { createWrittenTest, wordsOfName } from './score-written.js';
import { weightOf, type WordGroup } from './word-groups.js';

/** Where a further occurrence of a word stops mattering (k₁ of BM25; 1.2 is the usual value). */
const SATURATION = 1.2;
/** A run of the query's words in the title adds this share of what it tells beyond its most telling word. */
const RUN = 0.4;
/**
 * What the whole query as one run in the title adds, as shares of all its weight: more than words can gain elsewhere,
 * which is SATURATION + 1 for each, less what one in a title of four times the mean length has, NEAR and NAMED. A title
 * that has every word as it was typed comes before those that come close to it, then one that begins so.
 */
const WHOLE = { inside: 1.75, first: 2, asTyped: 2.25, byLetter: 0.75 } as const;
/**
 * Of titles with so many words of a query in a row nothing else counts, but which share of the title they are: of a
 * title as people remember it the shortest is meant most often. TOP is more than words can gain at all.
 */
const REMEMBERED = 3;
const TOP = 3.5;
const COVERED = 0.25;
/** A title whose name (`DocAgent: …`) the query has adds this share of what the name tells: it is what was asked for. */
const NAMED = 0.5;
/** Two words that follow each other in the query and in the text, or in the names, add this share of the rarer one's weight. */
const NEAR = 0.2;
/** An empty word counts this share of its weight, so that titles made of them are found. */
const EMPTY = 0.02;

/** How well one paper fits the words of a query. */
export interface Fit {
  /** 0 = not at all; comparable between papers of one query. */
  readonly score: number;
  /** Which share of what the telling words tell is found in it, 0 to 1. */
  readonly share: number;
  /** Every word that says something stands in it. */
  readonly all: boolean;
  /** The whole query stands in the title as one run. */
  readonly whole: boolean;
}

export type Scorer = (candidate: Candidate) => Fit;

/**
 * BM25 over three fields (BM25F: the fields' counts are weighed and added before they saturate, Robertson and
 * Zaragoza 2009), with something on top for words that stand together as in the query. Pure: the same whichever index
 * found the paper. docs/search.md has the effect of each constant.
 */
export function createScorer(groups: readonly WordGroup[], statistics: TermStatistics, typed = ''): Scorer {
  const writtenIn = createWrittenTest(typed);
  const places = new Map<string, number>();
  const weighed = weigh(groups, statistics, places);
  const needed = weighed.filter((one) => one.needed);
  const possible = sum(weighed);
  const telling = sum(needed);
  const perPlace = new Map(weighed.map(({ group, weight }) => [group, weight / group.times]));
  const slots = slotsOf(groups, (group) => perPlace.get(group) ?? 0, places);
  const runsIn = createRunFinder(slots);
  const pairs = neighbours(needed);

  return (candidate) => {
    const paper = readPaper(candidate, statistics, places);
    const found = new Set<WeighedGroup>();
    let score = 0;
    for (const one of weighed) {
      const { count, has } = occurrencesOf(one.forms, paper);
      score += (one.weight * count * (SATURATION + 1)) / (count + SATURATION);
      if (has) found.add(one);
    }
    const { worth, whole, named } = runsIn(paper.title, wordsOfName(candidate.written));
    score += RUN * worth + NAMED * named;
    score += NEAR * nearness(pairs, found, paper);
    if (whole !== 'no') {
      const { closeness, covered } = writtenIn(candidate.written);
      const run = WHOLE[whole] + (closeness === 1 ? WHOLE.asTyped : WHOLE.byLetter * closeness);
      score = slots.length < REMEMBERED ? score + run * possible : (TOP + run + COVERED * covered) * possible;
    }
    const share = telling === 0 ? 0 : sum(needed.filter((one) => found.has(one))) / telling;
    const all = groups.length > 0 && needed.every((one) => found.has(one));
    return { score, share, all, whole: whole !== 'no' };
  };
}

// --- Internal helpers ---

interface WeighedGroup {
  readonly group: WordGroup;
  readonly forms: readonly Wanted[];
  readonly weight: number;
  /** A paper without it does not have all the words. */
  readonly needed: boolean;
}

function weigh(
  groups: readonly WordGroup[],
  statistics: TermStatistics,
  places: Map<string, number>,
): readonly WeighedGroup[] {
  const onlyEmpty = groups.every(({ empty }) => empty);
  return groups.map((group) => {
    const factor = group.empty && !onlyEmpty ? EMPTY : 1;
    const weight = weightOf(group, statistics) * factor * group.times;
    const forms = group.forms.map((form) => toWanted(form, places));
    return { group, forms, weight, needed: onlyEmpty || !group.empty };
  });
}

function sum(weighed: readonly WeighedGroup[]): number {
  return weighed.reduce((total, { weight }) => total + weight, 0);
}

/** A family counts once: the form that counts most, and all related words on top. `has` = with the word itself. */
function occurrencesOf(
  forms: readonly Wanted[],
  paper: ReadPaper,
): { readonly count: number; readonly has: boolean } {
  let [own, family] = [0, 0];
  for (const form of forms) {
    const count = form.weight * countOf(form, paper);
    if (form.related) family += count;
    else own = Math.max(own, count);
  }
  return { count: own + family, has: own > 0 };
}

/** Two telling words, the second after the first in the query. */
interface Pair {
  readonly first: WeighedGroup;
  readonly second: WeighedGroup;
  readonly needle: string;
  readonly turned: string;
  readonly weight: number;
}

function neighbours(telling: readonly WeighedGroup[]): readonly Pair[] {
  return telling.slice(1).flatMap((second, at) => {
    const first = telling[at];
    if (first === undefined) return [];
    const [a, b] = [first, second].map(({ forms: [main] }) => (main?.inText ?? main?.inTitle ?? '').trim());
    const weight = Math.min(first.weight, second.weight);
    return [{ first, second, needle: ` ${a} ${b} `, turned: ` ${b} ${a} `, weight }];
  });
}

function nearness(
  pairs: readonly Pair[],
  found: ReadonlySet<WeighedGroup>,
  { text, names }: ReadPaper,
): number {
  let worth = 0;
  for (const { first, second, needle, turned, weight } of pairs) {
    if (!found.has(first) || !found.has(second)) continue;
    // A name is written in either order.
    if (text.line.includes(needle) || names.includes(needle) || names.includes(turned)) worth += weight;
  }
  return worth;
}
