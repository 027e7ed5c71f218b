import { isArxivId } from '../../src/papers/paper-id.js';
import { builtinTopic } from '../../src/topics/builtin.js';

/** Where a paper's own page is: `/papers/2607.23193`, `/papers/hep-th/9901001`, `/papers/doi:10.1000%2Fx`. */
export function paperPath(id: string): string {
  return `/papers/${isArxivId(id) ? id : encodeURIComponent(id).replaceAll('%3A', ':')}`;
}

/** Where a built-in topic's page is: `/topics/language-models`. */
export function topicPath(name: string): string {
  return `/topics/${encodeURIComponent(name.replaceAll(' ', '-'))}`;
}

/** What trends of any query, by the topics' own measure. */
export function wishPath(wish: string): string {
  return builtinTopic(wish) === null ? `/topics?q=${encodeURIComponent(wish)}` : topicPath(wish);
}

export function searchPath(text: string): string {
  return `/search?q=${encodeURIComponent(text)}`;
}

/** The same page of a list, another part of it. */
export function partPath(path: string, part: number): string {
  if (part === 1) return path;
  return `${path}${path.includes('?') ? '&' : '?'}page=${String(part)}`;
}
