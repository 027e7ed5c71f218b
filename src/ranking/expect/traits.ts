import type { Paper } from '../../papers/paper.js';
import { wordsOf } from '../../text/words.js';

/** What a paper is told apart by. Each group is a set. */
export interface Traits {
  /** Words of title and abstract. */
  readonly words: readonly string[];
  /** Words of the title. */
  readonly title: readonly string[];
  /** How it is presented: length, number of authors, links and phrases; see `MARKS`. */
  readonly marks: readonly string[];
  /** arXiv categories. */
  readonly fields: readonly string[];
  readonly authors: readonly string[];
}

/** Hostile texts are long; the longest real abstract has 1,920 characters. */
const LONGEST = 4_000;
const MOST_AUTHORS = 300;

/** Phrases that stand for a habit of those who write for readers outside of their field. */
const MARKS: readonly (readonly [string, RegExp, 'title' | 'abstract'])[] = [
  ['links to GitHub', /github/i, 'abstract'],
  ['links to Hugging Face', /hugging ?face/i, 'abstract'],
  ['has a link', /https?:/i, 'abstract'],
  ['promises its code', /open-? ?source|publicly/i, 'abstract'],
  ['title with a name before a colon', /:/, 'title'],
  ['title with a question', /\?/, 'title'],
  ['title with a model size', /\d[bB]\b/, 'title'],
  ['technical report', /technical report/i, 'title'],
];

/** The traits of a paper, in an order that depends on nothing but its text. */
export function traitsOf(paper: Pick<Paper, 'title' | 'abstract' | 'authors' | 'categories'>): Traits {
  const [titleText, abstract] = [paper.title.slice(0, LONGEST), paper.abstract.slice(0, LONGEST)];
  const title = partsOf(titleText);
  const words = partsOf(abstract);
  const authors = distinct(paper.authors.slice(0, MOST_AUTHORS));
  const texts = { title: titleText, abstract };
  return {
    words: distinct([...title, ...words]),
    title: distinct(title),
    marks: [
      `authors: ${step(Math.log2(authors.length + 1), 6, authorSpan)}`,
      `title: ${step(title.length / 3, 5, (at) => `${3 * at}+ words`)}`,
      `abstract: ${step(words.length / 40, 6, (at) => `${40 * at}+ words`)}`,
      ...MARKS.flatMap(([name, pattern, where]) => (pattern.test(texts[where]) ? [name] : [])),
    ],
    fields: distinct(paper.categories),
    authors,
  };
}

// --- Internal helpers ---

function partsOf(text: string): readonly string[] {
  return wordsOf(text).flatMap(({ parts }) => parts);
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

function step(value: number, most: number, spell: (at: number) => string): string {
  return spell(Math.min(most, Math.floor(value)));
}

function authorSpan(at: number): string {
  return `${2 ** at - 1} to ${2 ** (at + 1) - 2}`;
}
