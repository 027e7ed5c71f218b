import { normaliseArchive, normaliseCategory } from '../papers/categories.js';
import { parsePaperId } from '../papers/paper-id.js';
import { wordsOf } from '../text/words.js';
import { oneSlipAway } from '../text/nearest.js';
import type { Token } from './lexer.js';
import type { QueryError, Sort, Term } from './query-types.js';
import { parseWhen } from './when.js';

/** What one piece of a query says; null when it says nothing (punctuation alone). */
type Read = { readonly term: Term } | { readonly sort: Sort } | { readonly error: QueryError } | null;

const SORTS: readonly Sort[] = ['new', 'trending', 'relevance'];
const MAX_MINIMUM = 1_000_000;

const readers: Readonly<Record<string, (token: Token) => Read>> = {
  cat: readCategory,
  author: (token) => readName(token, 'author', 'author:"ada lovelace"'),
  org: (token) => readName(token, 'org', 'org:nvidia'),
  topic: (token) => readName(token, 'topic', 'topic:multilingual'),
  id: readId,
  arxiv: readId,
  since: (token) => readWhen(token, 'since'),
  until: (token) => readWhen(token, 'until'),
  min: readMinimum,
  has: readHas,
  sort: readSort,
};
const KEYS = Object.keys(readers).filter((key) => key !== 'arxiv');

/** Reads one piece that is not `|`. */
export function readTerm(token: Token): Read {
  if (token.key === null) return readWords(token);
  if (Object.hasOwn(readers, token.key)) return readers[token.key]?.(token) ?? null;
  const meant = oneSlipAway(token.key, KEYS);
  if (meant !== null) return fail(token, `There is no filter ${token.key}:.`, `Did you mean ${meant}:?`);
  if (token.quoted)
    return fail(token, `There is no filter ${token.key}:.`, `The filters are ${KEYS.join(', ')}.`);
  return readWords({ ...token, key: null, text: `${token.key}:${token.text}` });
}

function readWords(token: Token): Read {
  const { negated, text } = token;
  if (wordsOf(text).length === 0) return null;
  if (token.kind === 'phrase') return { term: { kind: 'phrase', text, negated } };
  const id = parsePaperId(text);
  return {
    term: id === null ? { kind: 'word', text: text.toLowerCase(), negated } : { kind: 'id', id, negated },
  };
}

function readCategory(token: Token): Read {
  const category = normaliseCategory(token.text) ?? normaliseArchive(token.text);
  if (category !== null) return { term: { kind: 'category', category, negated: token.negated } };
  return fail(
    token,
    `arXiv has no category "${token.text}".`,
    'Use one such as cat:cs.CL, or a whole archive such as cat:cs; put | between two alternatives.',
  );
}

function readName(token: Token, kind: 'author' | 'org' | 'topic', example: string): Read {
  if (wordsOf(token.text).length === 0)
    return fail(token, `${kind}: names nobody.`, `Give a name: ${example}.`);
  return { term: { kind, name: token.text.toLowerCase(), negated: token.negated } };
}

function readId(token: Token): Read {
  const id = parsePaperId(token.text);
  if (id !== null) return { term: { kind: 'id', id, negated: token.negated } };
  return fail(token, `"${token.text}" is no arXiv id.`, 'Ids look like id:2607.23193 or id:hep-th/9901001.');
}

function readWhen(token: Token, kind: 'since' | 'until'): Read {
  const when = parseWhen(token.text);
  if (when !== null) return { term: { kind, when, negated: token.negated } };
  return fail(
    token,
    `${kind}: does not understand "${token.text}".`,
    `Give a day (${kind}:2026-10-01) or a span counted back from today (${kind}:7d, 2w, 3m, 1y).`,
  );
}

function readMinimum(token: Token): Read {
  const upvotes = /^\d{1,7}$/.test(token.text) ? Number(token.text) : NaN;
  if (upvotes <= MAX_MINIMUM) return { term: { kind: 'min', upvotes, negated: token.negated } };
  return fail(token, `min: needs a number of upvotes, not "${token.text}".`, 'Write min:20.');
}

function readHas(token: Token): Read {
  if (token.text.toLowerCase() === 'code')
    return { term: { kind: 'has', what: 'code', negated: token.negated } };
  return fail(token, `has: does not know "${token.text}".`, 'Only has:code can be asked for.');
}

function readSort(token: Token): Read {
  const sort = SORTS.find((name) => name === token.text.toLowerCase());
  if (sort !== undefined && !token.negated) return { sort };
  const hint = `Write ${SORTS.map((name) => `sort:${name}`).join(', ')}.`;
  return fail(
    token,
    token.negated ? 'An order cannot be excluded.' : `There is no order "${token.text}".`,
    hint,
  );
}

function fail(token: Token, message: string, hint: string): Read {
  return { error: { message, position: token.position, hint } };
}
