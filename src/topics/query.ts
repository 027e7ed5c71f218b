import type { QueryError, QueryResult, Sort, Term } from './query-types.js';
import { lexQuery, type Token } from './lexer.js';
import { readTerm } from './terms.js';

export { printQuery } from './print.js';
export type { Query, QueryError, QueryResult } from './query-types.js';

/** Longest query accepted, UTF-16 units. */
export const MAX_QUERY_LENGTH = 500;
/** Most terms in one query, over all its alternatives. */
export const MAX_QUERY_TERMS = 50;

/**
 * Reads a query: words, `"a phrase"`, `-not`, `cat:` `author:` `org:` `id:` `since:` `until:` `min:` `has:code`
 * `sort:` `topic:`, and `|` between alternatives. An empty text is the query that matches everything; punctuation
 * alone is passed over.
 * Total: anything is a query or an error with its place and repair; never throws.
 */
export function parseQuery(text: string): QueryResult {
  if (text.length > MAX_QUERY_LENGTH) {
    return fail(
      MAX_QUERY_LENGTH,
      `The query is ${text.length} characters long.`,
      `Keep it within ${MAX_QUERY_LENGTH}; several topics can share the work.`,
    );
  }
  const tokens = lexQuery(text);
  const fault = findFault(tokens);
  if (fault !== null) return { ok: false, error: fault };
  return readAlternatives(tokens);
}

function readAlternatives(tokens: readonly Token[]): QueryResult {
  const alternatives: Term[][] = [[]];
  let sort: { value: Sort; token: Token } | null = null;
  let barAt: Token | null = null;
  let count = 0;
  for (const token of tokens) {
    if (token.kind === 'or') {
      if (alternatives.at(-1)?.length === 0) return emptySide(token);
      alternatives.push([]);
      barAt = token;
      continue;
    }
    const read = readTerm(token);
    if (read === null) continue;
    if ('error' in read) return { ok: false, error: read.error };
    if ('sort' in read) {
      if (sort !== null && sort.value !== read.sort) return twoSorts(token, sort.value, read.sort);
      sort = { value: read.sort, token };
      continue;
    }
    count += 1;
    if (count > MAX_QUERY_TERMS) return tooMany(token);
    alternatives.at(-1)?.push(read.term);
  }
  if (barAt !== null && alternatives.at(-1)?.length === 0) return emptySide(barAt);
  const filled = alternatives.filter((terms) => terms.length > 0).map((terms) => ({ terms }));
  const nothingSaid = filled.length === 0 && sort === null && tokens.length > 0;
  return nothingSaid
    ? noWords(tokens)
    : { ok: true, query: { alternatives: filled, sort: sort?.value ?? null } };
}

/** What is wrong with the query as a whole, before any term is read. */
function findFault(tokens: readonly Token[]): QueryError | null {
  const open = tokens.find((token) => !token.closed);
  if (open !== undefined) {
    return {
      message: 'A quotation mark is never closed.',
      position: open.position,
      hint: `Close it: "${open.text}".`,
    };
  }
  const bracket = tokens.find(
    (token) => token.kind === 'text' && !token.quoted && token.text.startsWith('('),
  );
  if (bracket === undefined || !tokens.some((token) => token.kind === 'or')) return null;
  return {
    message: 'Brackets do not group alternatives.',
    position: bracket.position,
    hint: 'Write each alternative out: a c | b c.',
  };
}

function emptySide(token: Token): QueryResult {
  return fail(token.position, 'One side of | is empty.', 'Put words on both sides of it, or leave it out.');
}

function twoSorts(token: Token, first: Sort, second: Sort): QueryResult {
  return fail(token.position, `The query asks for two orders, ${first} and ${second}.`, 'Keep one sort:.');
}

function tooMany(token: Token): QueryResult {
  return fail(
    token.position,
    `The query has more than ${MAX_QUERY_TERMS} terms.`,
    'Leave some out, or split it into several topics.',
  );
}

function noWords(tokens: readonly Token[]): QueryResult {
  return fail(
    tokens[0]?.position ?? 0,
    'There is no word to look for.',
    'Give a word, a "phrase" or a filter such as cat:cs.CL.',
  );
}

function fail(position: number, message: string, hint: string): QueryResult {
  return { ok: false, error: { message, position, hint } };
}

/** The error as people should read it: what is wrong, where, and the repair. */
export function describeQueryError(error: QueryError): string {
  return `${error.message} (At character ${error.position + 1}.) ${error.hint}`;
}
