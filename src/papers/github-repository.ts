import type { Candidate } from '../ports/signal-source.js';

const OWNER = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/;
const NAME = /^[A-Za-z0-9._-]{1,100}$/;
const LONGEST_URL = 500;

/** A repository on GitHub by its validated name: both parts are safe in an address. */
export interface GitHubRepository {
  readonly owner: string;
  readonly name: string;
  /** `owner/name` in lower case: GitHub does not tell case apart. */
  readonly key: string;
}

/**
 * The repository that a full URL or `owner/name` names; null when it names none.
 * @param value untrusted
 */
export function parseGitHubRepository(value: string): GitHubRepository | null {
  if (value.length > LONGEST_URL) return null;
  const path = value
    .trim()
    .replace(/^(?:https?:\/\/)?(?:www\.)?github\.com\//i, '')
    .replace(/[?#].*$/, '');
  if (/[:@\s]|^\//.test(path)) return null;
  const [owner = '', rawName = ''] = path.split('/');
  const name = rawName.replace(/\.git$/i, '');
  const valid = OWNER.test(owner) && NAME.test(name) && !/^\.+$/.test(name);
  return valid ? { owner, name, key: `${owner}/${name}`.toLowerCase() } : null;
}

/** Ids of the papers that link to a repository, by its `key`, in the papers' order. */
export function papersByRepository(papers: readonly Candidate[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { id, codeUrl } of papers) {
    const key = codeUrl === null ? undefined : parseGitHubRepository(codeUrl)?.key;
    if (key !== undefined) found.set(key, [...(found.get(key) ?? []), id]);
  }
  return found;
}
