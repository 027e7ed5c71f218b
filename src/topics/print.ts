import type { Query, Term } from './query-types.js';
import { printWhen } from './when.js';

/** The query as plain text that parses to the same query, as long as it is within the length limit. Empty for the query that matches everything. */
export function printQuery(query: Query): string {
  const alternatives = query.alternatives.map(({ terms }) => terms.map(printTerm).join(' ')).join(' | ');
  if (query.sort === null) return alternatives;
  return alternatives === '' ? `sort:${query.sort}` : `${alternatives} sort:${query.sort}`;
}

function printTerm(term: Term): string {
  return (term.negated ? '-' : '') + printPositive(term);
}

function printPositive(term: Term): string {
  switch (term.kind) {
    case 'word':
      return term.text;
    case 'phrase':
      return `"${term.text}"`;
    case 'category':
      return `cat:${term.category}`;
    case 'author':
    case 'org':
    case 'topic':
      return `${term.kind}:${/^[^\s|]+$/.test(term.name) ? term.name : `"${term.name}"`}`;
    case 'id':
      return term.id;
    case 'since':
    case 'until':
      return `${term.kind}:${printWhen(term.when)}`;
    case 'min':
      return `min:${term.upvotes}`;
    case 'has':
      return `has:${term.what}`;
  }
}
