import type { SearchStore, TitleGap } from '../ports/search-store.js';
import { editDistance } from '../text/edit-distance.js';
import { isEmptyWord } from './index-words.js';
import type { WordChange } from './notices.js';
import type { KnownWords } from './respell.js';
import { wordsIn, type Form, type WordGroup } from './word-groups.js';

/** Two words tell nothing of a third; more than these nobody remembers of a title. */
const LEAST_WORDS = 3;
const MOST_WORDS = 12;
/** Shorter than elsewhere: the words around it tell what it was meant to be. */
const SHORTEST = 3;
/** A word that more papers have is meant as it is: this share of all. */
const COMMON = 0.02;
/** Words this long may have two slips. */
const TWO_SLIPS_FROM = 8;
/** A word that papers have gives way to one that has so many times its papers: `mode` to `model`, never `align` to `aligned`. */
const COMMONER = 10;
/** Spellings that titles have at one place, the most frequent first. */
const MOST_SPELLINGS = 3;

/** One word of the query as it would stand in a title. */
interface Part {
  readonly word: string;
  /** Which group it belongs to, and which of its words it is. */
  readonly group: number;
  readonly at: number;
}

/**
 * For a query that no title has as a run: titles that have it but for one rare or unknown word, and there a word that
 * is a slip away. The words around it decide, so that `mode` can be `model` here although papers have both, and a word
 * of a single title is found that the vocabulary would not suggest.
 * @param typed as they were planned, before words were looked up
 * @param none no paper has all the words: then any of them may be the slip, and its spelling need not be commoner
 * @returns the words with that spelling; null when there is none
 */
export async function guessFromTitles(
  typed: readonly WordGroup[],
  { wanted, statistics, changes }: KnownWords,
  search: Pick<SearchStore, 'titleGaps' | 'statistics'>,
  none: boolean,
): Promise<KnownWords | null> {
  const parts = partsOf(typed);
  if (parts.length < LEAST_WORDS || parts.length > MOST_WORDS || wanted.length !== typed.length) return null;
  const texts = ({ word }: Part): number => statistics.texts.get(word) ?? 0;
  const gaps = [...parts.keys()].filter((at) => {
    const part = parts[at];
    return part !== undefined && mayBeSlip(part.word) && (none || texts(part) <= COMMON * statistics.papers);
  });
  if (gaps.length === 0) return null;
  const run = parts.map(({ word }) => word);
  const near = withinASlip(run, await search.titleGaps({ run, gaps }));
  if (near.length === 0) return null;
  const wider = await search.statistics([...wordsIn(wanted), ...near.map(({ word }) => word)]);
  const meant = near.filter(({ at, word }) => {
    const part = parts[at];
    return part !== undefined && (none || (wider.texts.get(word) ?? 0) >= COMMONER * texts(part));
  });
  const [best] = meant;
  const part = parts[best?.at ?? -1];
  const group = wanted[part?.group ?? -1];
  if (best === undefined || part === undefined || group === undefined) return null;
  const words = meant.filter(({ at, slips }) => at === best.at && slips === best.slips);
  const change = asMeant(typed[part.group] ?? group, group, part, words, texts(part) > 0);
  const groups = wanted.map((one, at) => (at === part.group ? change.group : one));
  return {
    groups,
    wanted: groups,
    statistics: wider,
    changes: [...changes.filter(({ asked }) => asked !== group.asked), change.change],
  };
}

// --- Internal helpers ---

/** The words in their order; none when a phrase stands among them, which is meant as it is. */
function partsOf(groups: readonly WordGroup[]): readonly Part[] {
  const placed = groups.flatMap(({ forms: [main], places }, group) =>
    places.map((place) => ({
      place,
      parts: (main?.words ?? []).map((word, at): Part => ({ word, group, at })),
    })),
  );
  if (placed.some(({ place }) => place < 0)) return [];
  return placed.sort((a, b) => a.place - b.place).flatMap(({ parts }) => parts);
}

function mayBeSlip(word: string): boolean {
  return word.length >= SHORTEST && /\p{L}{2}/u.test(word) && !isEmptyWord(word);
}

interface Near extends TitleGap {
  readonly slips: number;
}

/** What is a slip away from the word of the query at its place: fewest slips first, then what most titles have. */
function withinASlip(run: readonly string[], found: readonly TitleGap[]): readonly Near[] {
  return found
    .map((gap) => ({ ...gap, slips: slipsBetween(run[gap.at] ?? '', gap.word) }))
    .filter(({ at, slips }) => slips <= ((run[at] ?? '').length >= TWO_SLIPS_FROM ? 2 : 1))
    .sort((a, b) => a.slips - b.slips || b.titles - a.titles || a.at - b.at || (a.word < b.word ? -1 : 1));
}

/** A word of the index has lost its plural, a slip in the plural has not: `modlels`. Numbers are never a slip. */
function slipsBetween(typed: string, word: string): number {
  if (typed === word || digitsOf(typed) !== digitsOf(word)) return Infinity;
  return Math.min(editDistance(typed, word), editDistance(typed, `${word}s`));
}

function digitsOf(word: string): string {
  return word.replace(/\P{N}/gu, '');
}

/**
 * The word with what was meant before what was typed, if papers have that; of a compound only its best spelling, because
 * its parts stand in a row.
 */
function asMeant(
  typed: WordGroup,
  group: WordGroup,
  { at }: Part,
  near: readonly Near[],
  known: boolean,
): { readonly group: WordGroup; readonly change: WordChange } {
  const parts = typed.forms[0]?.words ?? [];
  const words = near.slice(0, parts.length > 1 ? 1 : MOST_SPELLINGS).map(({ word }) => word);
  const spelt = words.map((word): Form => ({
    words: parts.map((own, i) => (i === at ? word : own)),
    weight: 1,
  }));
  return {
    group: { ...group, forms: [...spelt, ...(known ? group.forms : [])] },
    change: { kind: known ? 'also' : 'instead', asked: group.asked, words },
  };
}
