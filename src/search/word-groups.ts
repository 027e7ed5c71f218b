import type { TermStatistics } from '../ports/search-store.js';
import { nameParts } from '../topics/paper-words.js';
import { acronymOf, LONGEST_WRITTEN_OUT, writtenOut } from '../text/acronyms.js';
import { relatedWords } from '../text/related-words.js';
import { spellingVariants } from '../text/spelling-variants.js';
import { singular, wordsOf, type Word } from '../text/words.js';
import { indexWord, isCompound, isEmptyWord } from './index-words.js';

/** A way to write a word: one word of the index, or several that stand one after the other. */
export interface Form {
  readonly words: readonly string[];
  /** How much a match by it counts: 1, less for a guess. */
  readonly weight: number;
  /** Another word of the same family: it counts a little, but the word itself is still missing. */
  readonly related?: true;
  /** Made by rule: it may be no word at all, and is dropped when no paper has it. */
  readonly made?: true;
  /** Another way to say the same: a paper with it has the word, but how rare it is says nothing of the word. */
  readonly synonym?: true;
}

/** One word of a query, with every form that counts as it. */
export interface WordGroup {
  /** As it was typed, in lower case; hyphens stay. */
  readonly asked: string;
  readonly forms: readonly Form[];
  /** It says nothing of what a text is about, and need not match. */
  readonly empty: boolean;
  /** How often the query has it; multiplies its weight. */
  readonly times: number;
  /** Where the query has it, counted in words; phrases stand before all words. None = it stands in no order. */
  readonly places: readonly number[];
}

/** What a word of the same family counts, and what share of its papers make the word itself less rare. */
const RELATED = { counts: 0.8, papers: 0.5 } as const;
/** What an acronym counts for what it stands for, and the other way round. */
const SYNONYM = 0.7;
/** In a query of so many different words, a sentence, words that only ask are empty ones. */
const SENTENCE = 6;
/** Words with which people ask for papers, folded; they say nothing of what the papers are about. */
const ASKING_WORDS: ReadonlySet<string> = new Set(
  (
    'anything article concern concerned concerning deal dealing describe description discuss especially etc exist find ' +
    'give interest interested interesting know like literature look looking paper particular particularly please ' +
    'publication regarding something specifically tell want'
  ).split(' '),
);
/** So many words get their neighbours joined; longer queries are sentences. */
const MOST_JOINED = 12;

/**
 * The words of some texts in order, each once. `text-to-sql` counts as written in one or apart; a name counts with its
 * plural s, which other words lose.
 */
export function wordGroups(texts: readonly string[]): readonly WordGroup[] {
  const groups = new Map<string, WordGroup>();
  let place = 0;
  for (const piece of texts.flatMap((text) => text.split(/\s+/)))
    for (const word of wordsOf(piece)) {
      const group = groupOf(word, piece);
      const key = group.forms[0]?.words.join(' ');
      if (key === undefined) continue;
      const places = [...(groups.get(key)?.places ?? []), place];
      groups.set(key, { ...group, times: places.length, places });
      place += 1;
    }
  return withAcronyms(withoutAsking([...groups.values()]));
}

/** A phrase: its words one after the other and nothing else. */
export function phraseGroup(text: string): WordGroup | null {
  const words = wordsOf(text);
  const parts = words.flatMap((word) => word.parts).flatMap((part) => indexWord(part) ?? []);
  if (parts.length === 0) return null;
  const [only] = words;
  const joined = words.length === 1 && only !== undefined && isCompound(only) ? [[only.joined]] : [];
  const forms = [parts, ...joined].map((form): Form => ({ words: form, weight: 1 }));
  return { asked: text, forms, empty: parts.every(isEmptyWord), times: 1, places: [-1] };
}

/** Words that neighbours make when written together (`multi modal` → `multimodal`), with the places of those neighbours. */
export function joinedNeighbours(
  groups: readonly WordGroup[],
): readonly { readonly word: string; readonly from: number; readonly to: number }[] {
  if (groups.length > MOST_JOINED) return [];
  const found: { word: string; from: number; to: number }[] = [];
  for (let from = 0; from < groups.length; from++)
    for (const to of [from + 1, from + 2]) {
      const parts = groups.slice(from, to + 1).flatMap((group) => group.forms[0]?.words ?? []);
      if (to >= groups.length || parts.length !== to - from + 1) continue;
      const word = wordsOf(parts.join('-'))[0]?.joined ?? '';
      if (word !== '' && indexWord(word) === word) found.push({ word, from, to });
    }
  return found;
}

/** Every word that the forms are made of, once. */
export function wordsIn(groups: readonly WordGroup[]): readonly string[] {
  return [...new Set(groups.flatMap(({ forms }) => forms.flatMap(({ words }) => words)))];
}

/** In how many papers a form can stand at most; 0 = no paper has it. */
export function papersWith({ words }: Form, { texts }: TermStatistics): number {
  return Math.min(...words.map((word) => texts.get(word) ?? 0));
}

/** What a word tells of a text: the idf of BM25 of its commonest form, its family added. */
export function weightOf(group: WordGroup, statistics: TermStatistics): number {
  const own = group.forms.filter(({ related }) => related !== true);
  const most = (forms: readonly Form[]): number =>
    Math.max(0, ...forms.map((form) => papersWith(form, statistics)));
  const family = group.forms.filter(({ related }) => related === true);
  const inFamily = family.reduce((sum, form) => sum + papersWith(form, statistics), 0);
  const has = (most(own.filter(({ synonym }) => synonym !== true)) || most(own)) + RELATED.papers * inFamily;
  const papers = Math.max(statistics.papers, has);
  return Math.log(1 + (papers - has + 0.5) / (has + 0.5));
}

// --- Internal helpers ---

function withoutAsking(groups: readonly WordGroup[]): readonly WordGroup[] {
  if (groups.length < SENTENCE) return groups;
  const asks = ({ forms }: WordGroup): boolean => ASKING_WORDS.has(forms[0]?.words.join(' ') ?? '');
  return groups.map((group) => (asks(group) ? { ...group, empty: true } : group));
}

/** Words that have an acronym together count by it too, each of them. */
function withAcronyms(groups: readonly WordGroup[]): readonly WordGroup[] {
  const added = groups.map((): Form[] => []);
  for (const from of groups.keys())
    for (let to = from; to < Math.min(groups.length, from + LONGEST_WRITTEN_OUT); to++) {
      const short = acronymOf(groups.slice(from, to + 1).flatMap(({ forms }) => forms[0]?.words ?? []));
      if (short !== null) for (let at = from; at <= to; at++) added[at]?.push(synonymOf([short]));
    }
  return groups.map((group, at) => ({ ...group, forms: [...group.forms, ...(added[at] ?? [])] }));
}

function synonymOf(words: readonly string[]): Form {
  return { words, weight: SYNONYM, synonym: true };
}

function groupOf(word: Word, piece: string): WordGroup {
  const parts = word.parts.flatMap((part) => indexWord(part) ?? []);
  const forms: string[][] = parts.length === word.parts.length ? [parts] : [];
  const joined = isCompound(word) ? indexWord(word.joined) : null;
  if (joined !== null) forms.push([joined]);
  const [name = '', ...more] = nameParts(piece);
  const plural = more.length === 0 && word.parts.length === 1 && singular(name) === parts[0] ? name : null;
  if (plural !== null && plural !== parts[0]) forms.push([plural]);
  const empty = parts.every(isEmptyWord);
  const single = word.parts.length === 1 ? (parts[0] ?? '') : '';
  const variants = spellingVariants(single);
  const long = writtenOut(single);
  const family = word.parts.length === 1 && !empty ? relatedWords(parts[0] ?? '') : [];
  return {
    asked: plural ?? word.parts.join('-'),
    forms: [
      ...forms.map((words): Form => ({ words, weight: 1 })),
      ...variants.map((other): Form => ({ words: [other], weight: 1, made: true })),
      ...(long === null ? [] : [synonymOf(long)]),
      ...family
        .filter((other) => !variants.includes(other))
        .map((other): Form => ({ words: [other], weight: RELATED.counts, related: true, made: true })),
    ],
    empty,
    times: 1,
    places: [],
  };
}
