import { categories, normaliseCategory, sameCategories } from '../papers/categories.js';
import type { PlainDate } from '../papers/paper.js';
import type { CandidateQuery } from '../ports/search-store.js';
import { nameParts } from '../topics/paper-words.js';
import type { Alternative, Query, Term } from '../topics/query-types.js';
import { resolveWhen } from '../topics/when.js';
import { wordsOf } from '../text/words.js';
import { indexWord, isEmptyWord } from './index-words.js';
import { phraseGroup, wordGroups, type WordGroup } from './word-groups.js';

/** Alternatives looked at after topics are written out; the built-in topics have eleven at most. */
const MOST_ALTERNATIVES = 16;

/** One alternative of a query, as it is carried out. */
export interface Plan {
  /** What the words ask for; they rank. */
  readonly groups: readonly WordGroup[];
  /** What must hold whatever the words say; null = nothing. */
  readonly demands: Query | null;
  /** Narrows what the index is asked for; the demands say it exactly. */
  readonly narrow: Pick<CandidateQuery, 'phrases' | 'categories' | 'since' | 'until'>;
  /** Folded parts of an author's or an organisation's name; those papers are few. */
  readonly name: readonly string[] | null;
  /** The only paper that can match. */
  readonly id: string | null;
  /** Words and phrases as written, to ask others with. */
  readonly text: string;
}

/**
 * A query as plans, one for each alternative. A topic is written out: its alternatives take its place.
 * @param topicByName null = there is no such topic
 */
export function planQuery(
  query: Query,
  options: { readonly now: Date; readonly topicByName: (name: string) => Query | null },
): readonly Plan[] {
  const written = query.alternatives.flatMap((one) => writeOut(one, options.topicByName, []));
  const all = query.alternatives.length === 0 ? [{ terms: [] }] : written;
  return all.slice(0, MOST_ALTERNATIVES).map((one) => planOf(one, options.now));
}

// --- Internal helpers ---

function writeOut(
  { terms }: Alternative,
  topicByName: (name: string) => Query | null,
  path: readonly string[],
): readonly Alternative[] {
  const at = terms.findIndex((term) => term.kind === 'topic' && !term.negated);
  const topic = terms[at];
  if (topic?.kind !== 'topic') return [{ terms }];
  const others = terms.filter((_, index) => index !== at);
  const query = path.includes(topic.name) ? null : topicByName(topic.name);
  if (query === null) return [];
  const inner = query.alternatives.length === 0 ? [{ terms: [] }] : query.alternatives;
  return inner
    .slice(0, MOST_ALTERNATIVES)
    .flatMap((one) => writeOut({ terms: [...others, ...one.terms] }, topicByName, [...path, topic.name]));
}

function planOf(alternative: Alternative, now: Date): Plan {
  const terms = alternative.terms.map(asCategory);
  const wanted = terms.filter((term) => !term.negated);
  const words = wanted.flatMap((term) => (term.kind === 'word' ? [term.text] : []));
  const phrases = wanted.flatMap((term) => (term.kind === 'phrase' ? [term.text] : []));
  const demands = terms.filter((term) => term.negated || term.kind !== 'word');
  return {
    groups: [...phrases.flatMap((text) => phraseGroup(text) ?? []), ...wordGroups(words)],
    demands: demands.length === 0 ? null : { alternatives: [{ terms: demands }], sort: null },
    narrow: narrowOf(wanted, phrases, now),
    name: nameIn(wanted),
    id: wanted.find((term) => term.kind === 'id')?.id ?? null,
    text: [...words, ...phrases].join(' '),
  };
}

/** `cs.CL` as a plain word is meant as the category. */
function asCategory(term: Term): Term {
  if (term.kind !== 'word' || !term.text.includes('.')) return term;
  const category = normaliseCategory(term.text);
  return category === null ? term : { kind: 'category', category, negated: term.negated };
}

function narrowOf(wanted: readonly Term[], phrases: readonly string[], now: Date): Plan['narrow'] {
  const category = wanted.find((term) => term.kind === 'category')?.category;
  const since = wanted.flatMap((term) => (term.kind === 'since' ? [resolveWhen(term.when, now)] : []));
  const until = wanted.flatMap((term) => (term.kind === 'until' ? [resolveWhen(term.when, now)] : []));
  const runs = phrases.flatMap((text) => runOf(text) ?? []);
  return {
    ...(runs.length === 0 ? {} : { phrases: runs }),
    ...(category === undefined ? {} : { categories: insideOf(category) }),
    ...boundary('since', since.sort().at(-1)),
    ...boundary('until', until.sort()[0]),
  };
}

function boundary(name: 'since' | 'until', day: PlainDate | undefined) {
  return day === undefined ? {} : { [name]: day };
}

/** A phrase as it stands in the index's lines; null when the index cannot tell (one word, or empty words alone). */
function runOf(text: string): { title: string; text: string } | null {
  const words = wordsOf(text);
  const parts = words.flatMap((word) => word.parts).flatMap((part) => indexWord(part) ?? []);
  const telling = parts.filter((part) => !isEmptyWord(part));
  if (words.length < 2 || telling.length === 0) return null;
  return { title: parts.join(' '), text: telling.join(' ') };
}

function insideOf(category: string): readonly string[] {
  const inside = categories.filter((one) => one.startsWith(`${category}.`));
  return [...sameCategories(category), ...inside];
}

function nameIn(wanted: readonly Term[]): readonly string[] | null {
  const names = (kind: 'author' | 'org'): readonly string[] =>
    wanted.flatMap((term) => (term.kind === kind ? [term.name] : []));
  const [name] = [...names('author'), ...names('org')];
  return name === undefined ? null : nameParts(name);
}
