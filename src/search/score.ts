import type { Candidate, TermStatistics } from '../ports/search-store.js';
import { isEmptyWord } from './index-words.js';
import { weightOf, type Form, type WordGroup } from './word-groups.js';

/** Where a further occurrence of a word stops mattering (k₁ of BM25; 1.2 is the usual value). */
const SATURATION = 1.2;
/** How much a word counts by where it stands: a title has a tenth of the words, and was chosen with care; a
 * name is looked at when neither title nor text has the word. */
const FIELD = { title: 3, text: 1, names: 2 } as const;
/** How much the length of a field takes from its words (b of BM25). */
const LENGTH = { title: 0.4, text: 0.5 } as const;
/** Two neighbours of the query that are neighbours in the paper too add this share of the rarer one's weight. */
const NEIGHBOURS = { title: 0.4, text: 0.2 } as const;
/** The whole query as one run in the title adds this share of all its weight; at the title's beginning twice as much. */
const WHOLE_RUN = 0.25;
/** A run is telling with so many words at least, and a sentence of more than this is in no title. */
const RUN_LENGTH = { least: 3, most: 30 } as const;
/** An empty word counts this share of its weight, so that titles made of them are found. */
const EMPTY = 0.02;

/** How well one paper fits the words of a query. */
export interface Fit {
  /** 0 = not at all; comparable between papers of one query. */
  readonly score: number;
  /** Which share of what the words tell is found in it, 0 to 1. */
  readonly share: number;
  /** Every word that says something stands in it. */
  readonly all: boolean;
}

export type Scorer = (candidate: Candidate) => Fit;

/**
 * BM25 over three fields (BM25F: the fields' counts are weighed and added before they saturate, Robertson and
 * Zaragoza 2009), with something on top for words that stand together as in the query. Pure: the same whichever index
 * found the paper.
 */
export function createScorer(groups: readonly WordGroup[], statistics: TermStatistics): Scorer {
  const places = new Map<string, number>();
  const weighed = weigh(groups, statistics, places);
  const possible = weighed.reduce((sum, { weight }) => sum + weight, 0);
  const pairs = neighbours(weighed);
  const run = runOf(groups);

  return (candidate) => {
    const paper = read(candidate, statistics, places);
    let score = 0;
    let found = 0;
    let all = groups.length > 0;
    const present: boolean[] = [];
    for (const { forms, weight, needed } of weighed) {
      const { count, has } = bestOf(forms, paper);
      present.push(has);
      score += (weight * count * (SATURATION + 1)) / (count + SATURATION);
      if (has) found += weight;
      else if (needed) all = false;
    }
    score += together(pairs, present, paper) + runAt(run, paper.title) * WHOLE_RUN * possible;
    return { score, share: possible === 0 ? 0 : found / possible, all };
  };
}

// --- Internal helpers ---

type Pair = ReturnType<typeof neighbours>[number];

/** What pairs that stand together add. @param present which groups the paper has, by place; only their pairs are looked for */
function together(pairs: readonly Pair[], present: readonly boolean[], { title, text }: ReadPaper): number {
  let added = 0;
  for (const { first, second, inTitle, inText, weight } of pairs) {
    if (present[first] !== true || present[second] !== true) continue;
    if (title.line.includes(inTitle)) added += NEIGHBOURS.title * weight;
    else if (text.line.includes(inText)) added += NEIGHBOURS.text * weight;
  }
  return added;
}

/** 2 when the title begins with the whole query, 1 when it has it elsewhere. */
function runAt(run: string | null, title: Field): number {
  const at = run === null ? -1 : title.line.indexOf(run);
  if (at === -1) return 0;
  return at === 0 ? 2 : 1;
}

/** A form as it is looked for. */
interface Wanted {
  /** Where a single word is counted; null for words that must stand together, or that only a name can be. */
  readonly place: number | null;
  readonly inTitle: string;
  /** Null when it is made of empty words, which texts leave out. */
  readonly inText: string | null;
  readonly weight: number;
  readonly related: boolean;
}

interface WeighedGroup {
  readonly group: WordGroup;
  readonly forms: readonly Wanted[];
  readonly weight: number;
  /** A paper without it does not have all the words. */
  readonly needed: boolean;
}

/** @param places filled with where each single word is counted */
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

function toWanted({ words, weight, related }: Form, places: Map<string, number>): Wanted {
  const [only = ''] = words;
  const single = words.length === 1;
  if (single && !places.has(only)) places.set(only, places.size);
  const telling = words.filter((word) => !isEmptyWord(word));
  return {
    place: single ? (places.get(only) ?? null) : null,
    inTitle: needleOf(words),
    inText: telling.length === 0 ? null : needleOf(telling),
    weight,
    related: related === true,
  };
}

interface Field {
  /** One space before, between and after the words. */
  readonly line: string;
  /** How often each wanted word stands in it, by place. */
  readonly counts: Uint16Array;
  /** Divides the counts by length: 1 for a field of mean length. */
  readonly norm: number;
}

interface ReadPaper {
  readonly title: Field;
  readonly text: Field;
  readonly names: string;
}

function read(
  { title, text, names }: Candidate,
  { titleLength, textLength }: TermStatistics,
  places: ReadonlyMap<string, number>,
): ReadPaper {
  const fieldOf = (line: string, mean: number, strength: number): Field => {
    const words = line.split(' ');
    const counts = new Uint16Array(places.size);
    for (const word of words) {
      const place = places.get(word);
      if (place !== undefined) counts[place] = (counts[place] ?? 0) + 1;
    }
    const norm = mean > 0 ? 1 - strength + (strength * words.length) / mean : 1;
    return { line: ` ${line} `, counts, norm };
  };
  return {
    title: fieldOf(title, titleLength, LENGTH.title),
    text: fieldOf(text, textLength, LENGTH.text),
    names: ` ${names} `,
  };
}

/** The form that counts most in a paper, and whether it has the word itself. */
function bestOf(
  forms: readonly Wanted[],
  paper: ReadPaper,
): { readonly count: number; readonly has: boolean } {
  let count = 0;
  let has = false;
  for (const form of forms) {
    const counted = countOf(form, paper);
    if (counted === 0) continue;
    count = Math.max(count, form.weight * counted);
    if (!form.related) has = true;
  }
  return { count, has };
}

/** How often a form stands in a paper, weighed by field and length. */
function countOf({ place, inTitle, inText, related }: Wanted, { title, text, names }: ReadPaper): number {
  const titles = place === null ? occurrences(inTitle, title.line) : (title.counts[place] ?? 0);
  const texts =
    place === null ? (inText === null ? 0 : occurrences(inText, text.line)) : (text.counts[place] ?? 0);
  if (titles + texts > 0) return (FIELD.title * titles) / title.norm + (FIELD.text * texts) / text.norm;
  return place !== null && !related && names.includes(inTitle) ? FIELD.names : 0;
}

function needleOf(words: readonly string[]): string {
  return ` ${words.join(' ')} `;
}

function occurrences(needle: string, line: string): number {
  let count = 0;
  // The closing space may be the opening one of the next.
  for (let at = line.indexOf(needle); at !== -1; at = line.indexOf(needle, at + needle.length - 1))
    count += 1;
  return count;
}

/** Telling words that follow each other in the query: in titles with the empty words between them, in texts without. */
function neighbours(weighed: readonly WeighedGroup[]) {
  const telling = weighed.flatMap((one, at) => (one.group.empty ? [] : [{ ...one, at }]));
  return telling.slice(1).flatMap((second, i) => {
    const first = telling[i];
    if (first === undefined) return [];
    const between = weighed.slice(first.at, second.at + 1);
    const inText = [first, second].flatMap(({ group }) => firstForm(group));
    return [
      {
        first: first.at,
        second: second.at,
        inTitle: needleOf(between.flatMap(({ group }) => firstForm(group))),
        inText: needleOf(inText),
        weight: Math.min(first.weight, second.weight),
      },
    ];
  });
}

function firstForm({ forms: [first] }: WordGroup): readonly string[] {
  return first?.words ?? [];
}

function runOf(groups: readonly WordGroup[]): string | null {
  const words = groups.flatMap(firstForm);
  return words.length >= RUN_LENGTH.least && words.length <= RUN_LENGTH.most ? needleOf(words) : null;
}
