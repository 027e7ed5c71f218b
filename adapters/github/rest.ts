import { parseGitHubRepository } from '../../src/papers/github-repository.js';
import { SourceError } from '../../src/papers/source-error.js';
import type { HttpAnswer, HttpClient } from '../shared/http.js';
import { parseJson } from '../shared/json.js';
import type { Wanted } from './choose.js';
import { restRepository } from './schema.js';

/** What GitHub said of one repository. */
export type Told =
  | { readonly kind: 'there'; readonly name: string; readonly stars: number }
  /** Nobody can see it: deleted, private, blocked. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'odd'; readonly reason: string };

/** Not there, or not for us: not found, gone, unavailable for legal reasons. A 403 may be of all repositories. */
const GONE = [404, 410, 451];

/**
 * Asks for one repository, for its stars only if they may have changed. A rename is followed.
 * @returns what was told, and what remembers the answer once it is safe
 * @throws SourceError when GitHub cannot be asked just now
 */
export async function askOne(
  { baseUrl, http }: { readonly baseUrl: string; readonly http: HttpClient },
  { at, note }: Pick<Wanted, 'at' | 'note'>,
  signal: AbortSignal,
): Promise<{ readonly told: Told; readonly keep: () => Promise<void> }> {
  const known = note?.there === true ? (note.stars ?? null) : null;
  const ask = (conditional: boolean): Promise<HttpAnswer> =>
    http.get(`${baseUrl}/repos/${at.owner}/${at.name}`, {
      signal,
      accept: 'application/vnd.github+json',
      headers: { 'x-github-api-version': '2022-11-28' },
      conditional,
      answers: GONE,
    });
  let answer = await ask(true);
  // Unchanged since a reading that is forgotten here.
  if (answer.notModified && known === null) answer = await ask(false);
  if (answer.notModified && known !== null)
    return { told: { kind: 'there', name: note?.name ?? at.key, stars: known }, keep: () => answer.keep() };
  const told: Told = GONE.includes(answer.status) ? { kind: 'gone' } : read(answer);
  return { told, keep: () => answer.keep() };
}

// --- Internal helpers ---

function read(answer: HttpAnswer): Told {
  let body: unknown;
  try {
    body = parseJson(answer.body);
  } catch (cause) {
    throw new SourceError(`GitHub answered with something else than a repository at ${answer.where}.`, {
      fault: 'unreadable',
      cause,
    });
  }
  const parsed = restRepository.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { kind: 'odd', reason: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'does not fit'}` };
  }
  if (parsed.data.private === true) return { kind: 'gone' };
  const name = parseGitHubRepository(parsed.data.full_name);
  if (name === null) return { kind: 'odd', reason: 'its name is not a repository’s' };
  return { kind: 'there', name: `${name.owner}/${name.name}`, stars: parsed.data.stargazers_count };
}
