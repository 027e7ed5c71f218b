import type { SearchStore, TermStatistics } from '../ports/search-store.js';
import { joinedNeighbours, papersWith, wordsIn, type Form, type WordGroup } from './word-groups.js';

/** Shorter words have too many neighbours. */
const SHORTEST = 4;
/** Spellings tried for one word; the other words decide between them. */
const MOST_SPELLINGS = 3;
/** A spelling that has less than this share of the best one's papers is left out. */
const RARE_BESIDE_BEST = 0.02;
/** A word is taken for a slip of another that has so many times its papers … */
const MUCH_COMMONER = 50;
/** … and it is rare itself. When no paper has all the words, it may be less rare. */
const RARE = 20;
const RARE_AT_NEED = 0.02;
/** A guess counts so much: the word as it was typed comes first. */
const GUESS = 0.7;
/** Longer queries are sentences: of those no paper has all words anyway. */
const LONGEST_GUESSED = 6;

/** Words of a query that the catalogue knows, and what was done to get there. */
export interface KnownWords {
  readonly groups: readonly WordGroup[];
  /** The same, and those that nobody here knows. */
  readonly wanted: readonly WordGroup[];
  readonly statistics: TermStatistics;
  readonly notices: readonly string[];
}

/**
 * Looks the words up. One that no paper has gives way to the nearest known ones, and is left out when there is none.
 * Neighbours that papers also write in one (`multi modal`) count so too.
 */
export async function knownWords(
  groups: readonly WordGroup[],
  search: Pick<SearchStore, 'statistics' | 'spellings'>,
): Promise<KnownWords> {
  const joins = joinedNeighbours(groups);
  const asked = [...wordsIn(groups), ...joins.map(({ word }) => word)];
  const statistics = await search.statistics(asked);
  const joined = groups.map((group, at) => {
    const together = joins.filter(
      ({ word, from, to }) => from <= at && at <= to && statistics.texts.has(word),
    );
    return { ...group, forms: [...group.forms, ...together.map(({ word }) => formOf(word, 1))] };
  });
  const isKnown = (group: WordGroup): boolean => group.forms.some((form) => papersWith(form, statistics) > 0);
  if (joined.every(isKnown)) return { groups: joined, wanted: joined, statistics, notices: [] };

  const near = await Promise.all(
    joined.map((group) => (isKnown(group) ? Promise.resolve([]) : nearestTo(group, search))),
  );
  const wider = await search.statistics([...asked, ...near.flat()]);
  const respelt = joined.map((group, at) =>
    isKnown(group) ? { group, notice: null } : respell(group, near[at] ?? [], wider),
  );
  return {
    groups: respelt.flatMap(({ group }) => group ?? []),
    wanted: respelt.flatMap(({ group }, at) => group ?? joined[at] ?? []),
    statistics: wider,
    notices: respelt.flatMap(({ notice }) => notice ?? []),
  };
}

/**
 * For a query that hardly any paper fits: words that are known but rare, and one slip away from a common one, count as
 * that one too. Null when there is no such word.
 * @param none no paper at all has all the words
 */
export async function guessSlips(
  { groups, statistics }: Pick<KnownWords, 'groups' | 'statistics'>,
  search: Pick<SearchStore, 'statistics' | 'spellings'>,
  none: boolean,
): Promise<KnownWords | null> {
  if (groups.length > LONGEST_GUESSED) return null;
  const most = none ? Math.max(RARE, RARE_AT_NEED * statistics.papers) : RARE;
  const words = groups.map((group) => slipIn(group, statistics, most));
  if (words.every((word) => word === null)) return null;
  const spellings = await Promise.all(
    words.map((word) => (word === null ? Promise.resolve([]) : search.spellings(word, MOST_SPELLINGS))),
  );
  const wider = await search.statistics([...wordsIn(groups), ...spellings.flat()]);
  const notices: string[] = [];
  const guessed = groups.map((group, at): WordGroup => {
    const own = papersWith(formOf(words[at] ?? '', 1), statistics);
    const common = (spellings[at] ?? []).filter(
      (word) => (wider.texts.get(word) ?? 0) >= MUCH_COMMONER * own,
    );
    if (common.length === 0) return group;
    notices.push(`Also searched for ${listed(common)}, spelt like "${group.asked}".`);
    return { ...group, forms: [...group.forms, ...common.map((word) => formOf(word, GUESS))] };
  });
  return notices.length === 0 ? null : { groups: guessed, wanted: guessed, statistics: wider, notices };
}

// --- Internal helpers ---

function formOf(word: string, weight: number): Form {
  return { words: [word], weight };
}

/** The word of a group that may be a slip; null for names of versions, short words and compounds. */
function slipIn({ forms, empty }: WordGroup, statistics: TermStatistics, most: number): string | null {
  const [first] = forms;
  const word = first?.words.length === 1 ? (first.words[0] ?? '') : '';
  const is =
    !empty &&
    word.length >= SHORTEST &&
    /\p{L}{3}/u.test(word) &&
    papersWith(formOf(word, 1), statistics) <= most;
  return is ? word : null;
}

function respell(
  group: WordGroup,
  near: readonly string[],
  { texts }: TermStatistics,
): { readonly group: WordGroup | null; readonly notice: string } {
  const best = texts.get(near[0] ?? '') ?? 0;
  const kept = near.filter((word) => (texts.get(word) ?? 0) >= RARE_BESIDE_BEST * best);
  if (kept.length === 0) return { group: null, notice: `No paper has "${group.asked}".` };
  return {
    group: { ...group, forms: kept.map((word) => formOf(word, 1)) },
    notice: `Searched for ${listed(kept)} instead of "${group.asked}".`,
  };
}

/** Near the word itself, or for a compound near what it is written in one. */
async function nearestTo(
  group: WordGroup,
  search: Pick<SearchStore, 'spellings'>,
): Promise<readonly string[]> {
  for (const { words } of group.forms) {
    const [word = ''] = words;
    if (words.length !== 1 || word.length < SHORTEST) continue;
    const near = await search.spellings(word, MOST_SPELLINGS);
    if (near.length > 0) return near;
  }
  return [];
}

function listed(words: readonly string[]): string {
  const quoted = words.map((word) => `"${word}"`);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`;
}
