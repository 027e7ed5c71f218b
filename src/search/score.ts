import type { Candidate, TermStatistics } from '../ports/search-store.js';
import { isEmptyWord } from './index-words.js';
import { weightOf, type Form, type WordGroup } from './word-groups.js';

/** Where a further occurrence of a word stops mattering (k₁ of BM25; 1.2 is the usual value). */
const SATURATION = 1.2;
/** How much a word counts by where it stands: a title has a tenth of the words, and was chosen with care. */
const FIELD = { title: 3, text: 1, names: 1.5 } as const;
/** How much the length of a field takes from its words (b of BM25). */
const LENGTH = { title: 0.4, text: 0.5 } as const;
/** Two neighbours of the query that are neighbours in the paper too add this share of the rarer one's weight. */
const NEIGHBOURS = { title: 0.4, text: 0.2 } as const;
/** A title that begins with the whole query is very likely what was meant. */
const WHOLE_TITLE = 0.5;
/** An empty word counts this share of its weight, so that titles made of them are found. */
const EMPTY = 0.1;

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
  const onlyEmpty = groups.every(({ empty }) => empty);
  const weighed = groups.map((group) => {
    const factor = group.empty && !onlyEmpty ? EMPTY : 1;
    const weight = weightOf(group, statistics) * factor * (1 + Math.log(group.times));
    return { group, weight, forms: group.forms.map(toNeedles), needed: onlyEmpty || !group.empty };
  });
  const possible = sum(weighed.map(({ weight }) => weight));
  const pairs = neighbours(weighed);
  const query = groups.flatMap((group) => group.forms[0]?.words ?? []).join(' ');
  const whole = groups.length >= 3 && groups.length <= 30 ? `${query} ` : null;

  return (candidate) => {
    const lines = linesOf(candidate, statistics);
    let score = 0;
    let found = 0;
    let all = groups.length > 0;
    for (const { forms, weight, needed } of weighed) {
      const count = Math.max(0, ...forms.map((form) => form.weight * countOf(form, lines)));
      score += (weight * count * (SATURATION + 1)) / (count + SATURATION);
      if (count > 0) found += weight;
      else if (needed) all = false;
    }
    for (const { needle, weight } of pairs)
      if (lines.title.includes(needle)) score += NEIGHBOURS.title * weight;
      else if (lines.text.includes(needle)) score += NEIGHBOURS.text * weight;
    if (whole !== null && lines.title.startsWith(whole, 1)) score += WHOLE_TITLE * possible;
    return { score, share: possible === 0 ? 0 : found / possible, all };
  };
}

// --- Internal helpers ---

interface Lines {
  readonly title: string;
  readonly text: string;
  readonly names: string;
  /** Taken from the counts by length: 1 for a field of mean length. */
  readonly titleNorm: number;
  readonly textNorm: number;
}

function linesOf({ title, text, names }: Candidate, { titleLength, textLength }: TermStatistics): Lines {
  return {
    title: ` ${title} `,
    text: ` ${text} `,
    names: ` ${names} `,
    titleNorm: norm(title, titleLength, LENGTH.title),
    textNorm: norm(text, textLength, LENGTH.text),
  };
}

function norm(line: string, mean: number, strength: number): number {
  return mean > 0 ? 1 - strength + (strength * lengthOf(line)) / mean : 1;
}

function lengthOf(line: string): number {
  let words = line === '' ? 0 : 1;
  for (let at = line.indexOf(' '); at !== -1; at = line.indexOf(' ', at + 1)) words += 1;
  return words;
}

/** A form as it is looked for in each line; null where it cannot stand. */
interface Needles {
  readonly title: string;
  readonly text: string | null;
  readonly names: string | null;
  readonly weight: number;
}

function toNeedles({ words, weight }: Form): Needles {
  const telling = words.filter((word) => !isEmptyWord(word));
  const title = needleOf(words);
  return {
    title,
    text: telling.length === 0 ? null : needleOf(telling),
    names: words.length === 1 ? title : null,
    weight,
  };
}

/** How often a form stands in a paper, weighed by field and length. */
function countOf({ title, text, names }: Needles, lines: Lines): number {
  const inTitle = occurrences(title, lines.title);
  const inText = text === null ? 0 : occurrences(text, lines.text);
  const inNames = names !== null && lines.names.includes(names) ? 1 : 0;
  return (
    (FIELD.title * inTitle) / lines.titleNorm + (FIELD.text * inText) / lines.textNorm + FIELD.names * inNames
  );
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

/** Neighbours of the query, empty words left out. */
function neighbours(weighed: readonly { readonly group: WordGroup; readonly weight: number }[]) {
  const telling = weighed.filter(({ group }) => !group.empty);
  return telling.slice(1).flatMap((second, i) => {
    const first = telling[i];
    const a = first?.group.forms[0]?.words ?? [];
    const b = second.group.forms[0]?.words ?? [];
    if (first === undefined || a.length === 0 || b.length === 0) return [];
    return [{ needle: needleOf([...a, ...b]), weight: Math.min(first.weight, second.weight) }];
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
