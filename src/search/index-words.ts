import type { Paper } from '../papers/paper.js';
import { nameParts } from '../topics/paper-words.js';
import { wordsOf, type Word } from '../text/words.js';

/** Goes up whenever the same paper would give other words; papers indexed by older rules are then indexed again. */
export const WORD_RULES = 1;

/** Longer texts are read up to here, as in `topics/paper-words`. */
const LONGEST_FIELD = 10_000;
const MOST_KEYWORDS = 50;
/** Longer ones are no words: addresses, glued compounds. */
const LONGEST_WORD = 40;
/** Names after that are left out; some papers have 3,000 authors. */
const MOST_NAMES = 10_000;

/** Words of English grammar, folded: they stand in every abstract and tell no paper from another. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  (
    'a about after all also am among an and any are as at be because been before being between both but by can could ' +
    'did do doe does doing during each either for from further had has have having he her here him his how however i if ' +
    'in into is it its itself just may me might more moreover most much must my no nor not of on only onto or other our ' +
    'out over own paper per rather s she should since so some such than that the their them themselves then there ' +
    'thereby therefore these they this those through thus to too toward towards under until up upon us via was we were ' +
    'what when where whether which while who whom whose why will with within without would yet you your'
  ).split(' '),
);

/** The words of one paper, one space between. */
export interface IndexedWords {
  /** Words of the title in order, then its compounds as one word each. */
  readonly title: string;
  /** The same of abstract and keywords, without empty words. */
  readonly text: string;
  /** Parts of the authors' and the organisation's names. */
  readonly names: string;
}

/** What the index keeps of a paper. Pure; every word is letters and digits alone, at most 40 of them. */
export function indexedWords(
  paper: Pick<Paper, 'title' | 'abstract' | 'keywords' | 'authors' | 'organization'>,
): IndexedWords {
  const text = [paper.abstract, ...paper.keywords.slice(0, MOST_KEYWORDS)];
  const people = [...paper.authors, paper.organization ?? ''];
  const names = people.flatMap((name) => nameParts(name)).filter((part) => part.length <= LONGEST_WORD);
  return {
    title: line([paper.title], () => true),
    text: line(text, (word) => !EMPTY_WORDS.has(word)),
    names: [...new Set(names.slice(0, MOST_NAMES))].join(' '),
  };
}

/** True for words that say nothing of what a text is about. */
export function isEmptyWord(word: string): boolean {
  return EMPTY_WORDS.has(word);
}

/** A word as the index writes it: signs spelt out (`c++` → `cplusplus`); null when it is too long to be one. */
export function indexWord(word: string): string | null {
  const plain = word.replace('++', 'plusplus').replace('#', 'sharp');
  return plain.length <= LONGEST_WORD ? plain : null;
}

/** True when the compound is written apart and has a form of its own: `text-to-sql` → `texttosql`. */
export function isCompound({ parts, joined }: Word): boolean {
  return parts.length > 1 || parts[0] !== joined;
}

// --- Internal helpers ---

function line(fields: readonly string[], keeps: (word: string) => boolean): string {
  const parts: string[] = [];
  const compounds: string[] = [];
  for (const field of fields)
    for (const word of wordsOf(field.slice(0, LONGEST_FIELD))) {
      for (const part of word.parts) if (keeps(part)) parts.push(part);
      if (isCompound(word)) compounds.push(word.joined);
    }
  return [...parts, ...compounds].flatMap((word) => indexWord(word) ?? []).join(' ');
}
