import { sameCategories } from '../papers/categories.js';
import type { PlainDate } from '../papers/paper.js';
import type { SightedPaper } from '../ports/paper-store.js';
import { wordsOf } from '../text/words.js';
import { builtinTopic } from './builtin.js';
import { authorNames, nameParts, paperWords, phraseTest, wordTest } from './paper-words.js';
import { possibleTest } from './possible.js';
import { parseQuery } from './query.js';
import type { Query, Term } from './query-types.js';
import { resolveWhen } from './when.js';

/** A test of one paper. */
export type Matcher = (item: SightedPaper) => boolean;

export interface MatchContext {
  /** For `since:7d` and the like; days are UTC. */
  readonly now: Date;
  /** The query behind `topic:name`; null when there is no such topic. Default: the built-in topics. */
  readonly topicByName?: (name: string) => Query | null;
}

/**
 * A test of papers against one query, prepared once and cheap per paper.
 *
 * All terms of one alternative must hold. Words and phrases look at title, abstract and keywords; case, accents,
 * hyphens and the plural -s do not count. `since:` and `until:` look at the latest day the paper was listed
 * on, both days included; `min:` at the latest upvotes, and a paper without any is not matched. A `topic:` that does not exist, or that
 * leads back to itself, matches nothing.
 */
export function createMatcher(query: Query, context: MatchContext): Matcher {
  return compile(query, context, []);
}

function compile(query: Query, context: MatchContext, path: readonly string[]): Matcher {
  if (query.alternatives.length === 0) return () => true;
  const alternatives = query.alternatives.map(({ terms }) =>
    terms.map((term) => termTest(term, context, path)),
  );
  return (item) => alternatives.some((terms) => terms.every((holds) => holds(item)));
}

/** The test of one term. @param path names of the topics it is part of */
export function termTest(term: Term, context: MatchContext, path: readonly string[]): Matcher {
  const holds = compilePositive(term, context, path);
  return term.negated ? (item) => !holds(item) : holds;
}

function compilePositive(term: Term, context: MatchContext, path: readonly string[]): Matcher {
  switch (term.kind) {
    case 'word':
    case 'phrase':
      return textMatcher(term.text);
    case 'category':
      return categoryMatcher(term.category);
    case 'author':
      return authorMatcher(term.name);
    case 'org':
      return orgMatcher(term.name);
    case 'topic':
      return topicMatcher(term.name, context, path);
    case 'id':
      return ({ paper }) => paper.id === term.id;
    case 'since': {
      const since = resolveWhen(term.when, context.now);
      return (item) => lastListedOn(item) >= since;
    }
    case 'until': {
      const until = resolveWhen(term.when, context.now);
      return (item) => lastListedOn(item) <= until;
    }
    case 'min':
      return (item) => (latestUpvotes(item, context.now) ?? -1) >= term.upvotes;
    case 'has':
      return ({ paper }) => paper.codeUrl !== null;
  }
}

/** One word in any of its spellings; several (`v2.0`, a phrase) one after the other. */
function textMatcher(text: string): Matcher {
  const words = wordsOf(text);
  const [word] = words;
  const parts = words.flatMap((each) => each.parts);
  const single = word !== undefined && words.length === 1;
  const test = single ? wordTest(word) : phraseTest(parts);
  const possible = possibleTest(single ? [[word.joined], parts] : [parts]);
  return ({ paper }) => possible(paper) && test(paperWords(paper));
}

function categoryMatcher(category: string): Matcher {
  const same = sameCategories(category);
  const inside = `${category}.`;
  return ({ paper }) => paper.categories.some((each) => same.includes(each) || each.startsWith(inside));
}

/** Every part of the name must be one of a single author's, one of them in full; for the others an initial stands for a name, on either side. */
function authorMatcher(name: string): Matcher {
  const wanted = nameParts(name);
  const inFull = wanted.filter((part) => part.length > 1);
  return ({ paper }) =>
    authorNames(paper).some(
      (author) =>
        wanted.every((part) => hasNamePart(author, part)) &&
        (inFull.length === 0 || inFull.some((part) => author.has(part))),
    );
}

function hasNamePart(author: ReadonlySet<string>, part: string): boolean {
  if (author.has(part)) return true;
  if (part.length > 1) return author.size > 1 && author.has(part.charAt(0));
  for (const own of author) if (own.startsWith(part)) return true;
  return false;
}

function orgMatcher(name: string): Matcher {
  const wanted = nameParts(name);
  return ({ paper }) => {
    if (paper.organization === null) return false;
    const own = nameParts(paper.organization);
    return wanted.every((part) => own.includes(part));
  };
}

function topicMatcher(name: string, context: MatchContext, path: readonly string[]): Matcher {
  const query = path.includes(name) ? null : (context.topicByName ?? builtinQuery)(name);
  return query === null ? () => false : compile(query, context, [...path, name]);
}

/** The query of a built-in topic; null when there is none of that name. */
export function builtinQuery(name: string): Query | null {
  const topic = builtinTopic(name);
  const parsed = topic === null ? null : parseQuery(topic.query);
  return parsed?.ok === true ? parsed.query : null;
}

/** A paper that an announcement brought and a daily list later took up is news again that day. */
function lastListedOn({ paper, sightings }: SightedPaper): PlainDate {
  let last = paper.firstListedOn;
  for (const { list, listedOn } of sightings)
    if ((list === 'daily' || list === 'announcement') && listedOn !== undefined && listedOn > last)
      last = listedOn;
  return last;
}

function latestUpvotes(item: SightedPaper, now: Date): number | undefined {
  return item.sightings.findLast((s) => s.signals.upvotes !== undefined && s.observedAt <= now)?.signals
    .upvotes;
}
