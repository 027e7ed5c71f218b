import type { SearchStore, TermStatistics } from '../ports/search-store.js';
import type { WordChange } from './notices.js';
import { joinedNeighbours, papersWith, wordsIn, type Form, type WordGroup } from './word-groups.js';

/** Shorter words have too many neighbours. */
const SHORTEST = 4;
/** A compound of letters this long may be a slip although its parts are words (`few-sot`). */
const SHORTEST_COMPOUND = 6;
/** Spellings tried for one word; the other words decide between them. */
const MOST_SPELLINGS = 3;
/** A spelling that has less than this share of the best one's papers is left out. */
const RARE_BESIDE_BEST = 0.02;
/** A word is taken for a slip of another that has so many times its papers … */
const MUCH_COMMONER = 50;
/** … and it is rare itself. When no paper has all the words, it may be less rare: this share of the papers. */
const RARE = 20;
const RARE_AT_NEED = 0.02;
/** A guess counts so much: the word as it was typed comes first. */
const GUESS = 0.7;
/** Longer queries are sentences: of those no paper has all words anyway. */
const LONGEST_GUESSED = 6;

type Lookup = Pick<SearchStore, 'statistics' | 'spellings'>;

/** Words of a query that the catalogue knows, and what was done to get there. */
export interface KnownWords {
  readonly groups: readonly WordGroup[];
  /** The same, and those that nobody here knows. */
  readonly wanted: readonly WordGroup[];
  readonly statistics: TermStatistics;
  readonly changes: readonly WordChange[];
}

/**
 * Looks the words up. One that no paper has gives way to the nearest known ones, and is left out when there is none.
 * Neighbours that papers also write in one (`multi modal`) count so too.
 */
export async function knownWords(groups: readonly WordGroup[], search: Lookup): Promise<KnownWords> {
  const joins = joinedNeighbours(groups);
  const asked = [...wordsIn(groups), ...joins.map(({ word }) => word)];
  const statistics = await search.statistics(asked);
  const joined = groups.map((group, at) => {
    const together = joins.filter(
      ({ word, from, to }) => from <= at && at <= to && statistics.texts.has(word),
    );
    const forms = group.forms.filter((form) => form.made !== true || papersWith(form, statistics) > 0);
    return { ...group, forms: [...forms, ...together.map(({ word }) => formOf(word, 1))] };
  });
  const near = await Promise.all(joined.map((group) => spellingsFor(group, statistics, search)));
  if (near.every((words) => words === null))
    return { groups: joined, wanted: joined, statistics, changes: [] };

  const wider = await search.statistics([...asked, ...near.flatMap((words) => words ?? [])]);
  const respelt = joined.map((group, at) => respell(group, near[at] ?? null, wider));
  return {
    groups: respelt.flatMap(({ group }) => group ?? []),
    wanted: respelt.map(({ group }, at) => group ?? joined[at]).filter((group) => group !== undefined),
    statistics: wider,
    changes: respelt.flatMap(({ change }) => change ?? []),
  };
}

/**
 * For a query that hardly any paper fits: words that are known but rare, and one slip away from a common one, count as
 * that one too. Null when there is no such word.
 * @param none no paper at all has all the words
 */
export async function guessSlips(
  { groups, statistics }: Pick<KnownWords, 'groups' | 'statistics'>,
  search: Lookup,
  none: boolean,
): Promise<KnownWords | null> {
  if (groups.length > LONGEST_GUESSED) return null;
  const most = none ? Math.max(RARE, RARE_AT_NEED * statistics.papers) : RARE;
  const isRare = (group: WordGroup): boolean =>
    !group.empty && mayBeSlip(group) && papersWithAny(group, statistics) <= most;
  if (!groups.some(isRare)) return null;
  const near = await Promise.all(
    groups.map((group) => (isRare(group) ? nearestTo(group, search) : Promise.resolve([]))),
  );
  const wider = await search.statistics([...wordsIn(groups), ...near.flat()]);
  const changes: WordChange[] = [];
  const guessed = groups.map((group, at): WordGroup => {
    const enough = MUCH_COMMONER * papersWithAny(group, statistics);
    const common = (near[at] ?? []).filter((word) => (wider.texts.get(word) ?? 0) >= enough);
    if (common.length === 0) return group;
    changes.push({ kind: 'also', asked: group.asked, words: common });
    return { ...group, forms: [...group.forms, ...common.map((word) => formOf(word, GUESS))] };
  });
  return changes.length === 0 ? null : { groups: guessed, wanted: guessed, statistics: wider, changes };
}

// --- Internal helpers ---

function formOf(word: string, weight: number): Form {
  return { words: [word], weight };
}

function ownForms({ forms }: WordGroup): readonly Form[] {
  return forms.filter(({ related }) => related !== true);
}

function papersWithAny(group: WordGroup, statistics: TermStatistics): number {
  return Math.max(0, ...ownForms(group).map((form) => papersWith(form, statistics)));
}

/** Short words, numbers and phrases are never misspelt. */
function mayBeSlip({ asked }: WordGroup): boolean {
  return asked.length >= SHORTEST && !asked.includes(' ') && /\p{L}{3}/u.test(asked);
}

/** Null for a word that stands as it is; none for one that nobody knows. */
async function spellingsFor(
  group: WordGroup,
  statistics: TermStatistics,
  search: Lookup,
): Promise<readonly string[] | null> {
  const known = papersWithAny(group, statistics) > 0;
  if (!known) return mayBeSlip(group) ? nearestTo(group, search) : [];
  const written = inOne(group);
  const isOdd =
    group.asked.includes('-') &&
    written.length >= SHORTEST_COMPOUND &&
    /^[a-z]+$/.test(written) &&
    !ownForms(group).some(({ words }) => words.length === 1 && statistics.texts.has(words[0] ?? ''));
  if (!isOdd) return null;
  const near = await nearestTo(group, search);
  return near.length === 0 ? null : near;
}

/** Known words one slip from a word, or from a compound written in one, with the same digits: `gpt4` is no slip of `gpt5`. */
async function nearestTo(group: WordGroup, search: Lookup): Promise<readonly string[]> {
  const word = inOne(group);
  const near = await search.spellings(word, MOST_SPELLINGS);
  return near.filter((other) => digitsOf(other) === digitsOf(word));
}

function inOne({ asked }: WordGroup): string {
  return asked.replaceAll('-', '');
}

function digitsOf(word: string): string {
  return word.replace(/\P{N}/gu, '');
}

function respell(
  group: WordGroup,
  near: readonly string[] | null,
  statistics: TermStatistics,
): { readonly group: WordGroup | null; readonly change: WordChange | null } {
  if (near === null) return { group, change: null };
  const best = statistics.texts.get(near[0] ?? '') ?? 0;
  const kept = near.filter((word) => (statistics.texts.get(word) ?? 0) >= RARE_BESIDE_BEST * best);
  const { asked } = group;
  if (kept.length === 0) return { group: null, change: { kind: 'unknown', asked, words: [] } };
  // A compound whose parts are words may have been meant as it is.
  const forms = papersWithAny(group, statistics) > 0 ? group.forms : [];
  return {
    group: { ...group, forms: [...forms, ...kept.map((word) => formOf(word, 1))] },
    change: { kind: forms.length > 0 ? 'also' : 'instead', asked, words: kept },
  };
}
