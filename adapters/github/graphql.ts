import { parseGitHubRepository } from '../../src/papers/github-repository.js';
import { SourceError } from '../../src/papers/source-error.js';
import type { HttpClient } from '../shared/http.js';
import { parseJson } from '../shared/json.js';
import type { Wanted } from './choose.js';
import type { Told } from './rest.js';
import { graphAnswer, graphRepository } from './schema.js';

/** Repositories per question: a question of a hundred costs one point of 5,000 an hour. */
export const GRAPH_BATCH = 100;
/** How GraphQL says that there is none for us. */
const GONE = new Set(['NOT_FOUND', 'FORBIDDEN']);

/**
 * Asks for many repositories in one question. Renames are followed by GitHub itself.
 * @param wanted at most `GRAPH_BATCH`
 * @returns what was told of each, in the same order
 * @throws SourceError when GitHub cannot be asked just now
 */
export async function askMany(
  options: { readonly baseUrl: string; readonly token: string; readonly http: HttpClient },
  wanted: readonly Pick<Wanted, 'at'>[],
  signal: AbortSignal,
): Promise<readonly Told[]> {
  const answer = await options.http.post(`${options.baseUrl}/graphql`, {
    signal,
    accept: 'application/json',
    headers: { authorization: `Bearer ${options.token}` },
    json: { query: questionFor(wanted) },
  });
  const parsed = parse(answer.body, answer.where);
  const errors = parsed.errors;
  if (parsed.data == null) throw refused(errors, answer.where);
  const rows = parsed.data;
  return wanted.map((_, index) => {
    const row = rows[`r${index}`];
    if (row != null) return read(row);
    const error = errors.find(({ path }) => path?.[0] === `r${index}`);
    return GONE.has(error?.type ?? '')
      ? { kind: 'gone' }
      : { kind: 'odd', reason: `GitHub gave none (${error?.type ?? 'no reason'})` };
  });
}

// --- Internal helpers ---

/** Names are validated: nothing in them ends a string. */
function questionFor(wanted: readonly Pick<Wanted, 'at'>[]): string {
  const rows = wanted.map(
    ({ at }, index) =>
      `r${index}: repository(owner: ${JSON.stringify(at.owner)}, name: ${JSON.stringify(at.name)}) { ...stars }`,
  );
  return `query { ${rows.join(' ')} }\nfragment stars on Repository { nameWithOwner stargazerCount isPrivate }`;
}

function parse(body: string, where: string) {
  try {
    return graphAnswer.parse(parseJson(body));
  } catch (cause) {
    throw new SourceError(`GitHub answered with something else than repositories at ${where}.`, {
      fault: 'unreadable',
      cause,
    });
  }
}

function refused(
  errors: readonly { readonly type?: string | null | undefined }[],
  where: string,
): SourceError {
  const types = [...new Set(errors.flatMap(({ type }) => type ?? []))].join(', ').slice(0, 200);
  const throttled = errors.some(({ type }) => type === 'RATE_LIMITED');
  return new SourceError(
    `GitHub refused the question at ${where}: ${types === '' ? 'no reason given' : types}.`,
    {
      fault: throttled ? 'throttled' : 'status',
    },
  );
}

function read(row: unknown): Told {
  const parsed = graphRepository.safeParse(row);
  if (!parsed.success) return { kind: 'odd', reason: parsed.error.issues[0]?.message ?? 'does not fit' };
  if (parsed.data.isPrivate === true) return { kind: 'gone' };
  const name = parseGitHubRepository(parsed.data.nameWithOwner);
  if (name === null) return { kind: 'odd', reason: 'its name is not a repository’s' };
  return { kind: 'there', name: `${name.owner}/${name.name}`, stars: parsed.data.stargazerCount };
}
