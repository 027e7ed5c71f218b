import { startFakeSource, type Answer, type FakeSource, type LoggedRequest } from './server.js';

export interface FakeRepository {
  /** `owner/name`. */
  readonly name: string;
  readonly stars: number;
  readonly isPrivate?: boolean;
}

export interface FakeGitHub extends FakeSource {
  /** Adds repositories, or changes those of the same name. */
  have(...repositories: readonly FakeRepository[]): void;
  /** From now on it is found under the new name; REST redirects from the old one. */
  rename(from: string, to: string): void;
  remove(name: string): void;
  /** Starts a new hour: all requests are there again. */
  nextHour(): void;
  /** Breaches of GitHub's rules, in words. */
  readonly violations: readonly string[];
}

const REPOSITORY = /(\w+): repository\(owner: "([\w.-]+)", name: "([\w.-]+)"\)/g;
/** Requests an hour: for an address without a token, and points for a token. */
const LIMITS = { free: 60, token: 5_000 } as const;
/** Nodes that one question may name (GitHub, "Rate limits and node limits for the GraphQL API"). */
const MOST_NODES = 500_000;

/**
 * `GET /repos/{owner}/{name}` and `POST /graphql` with their rules: a User-Agent, 60 requests an hour without a token and
 * 5,000 with one, 304 that counts without a token, 301 to `/repositories/{id}` after a rename, 404 for what is private.
 * @param options.token the one that is taken
 * @param options.resetAt second since the epoch that the hour ends at
 */
export async function startFakeGitHub(
  options: { token?: string; resetAt?: () => number } = {},
): Promise<FakeGitHub> {
  const { token = 'ghp_of_a_test', resetAt = () => Math.floor(Date.now() / 1_000) + 3_600 } = options;
  const repositories: (FakeRepository & { readonly id: number })[] = [];
  const moved = new Map<string, string>();
  const violations: string[] = [];
  const used = { free: 0, token: 0 };

  const named = (name: string) => {
    const key = moved.get(name.toLowerCase()) ?? name.toLowerCase();
    return repositories.find((one) => one.name.toLowerCase() === key);
  };
  const seen = (name: string) => {
    const found = named(name);
    return found === undefined || found.isPrivate === true ? undefined : found;
  };

  const server = await startFakeSource((request) => {
    if ((request.headers['user-agent'] ?? '') === '') {
      violations.push(`${request.path} came without a User-Agent`);
      return json(403, { message: 'Request forbidden by administrative rules.' });
    }
    const given = request.headers.authorization;
    if (given !== undefined && given !== `Bearer ${token}`) return json(401, { message: 'Bad credentials' });
    const who = given === undefined ? 'free' : 'token';
    const headers = limitHeaders(LIMITS[who] - used[who] - 1, LIMITS[who], resetAt());
    if (used[who] >= LIMITS[who]) {
      violations.push(`${request.path} came after the last request of the hour`);
      return json(403, { message: 'API rate limit exceeded' }, limitHeaders(0, LIMITS[who], resetAt()));
    }
    used[who] += 1;
    if (request.path === '/graphql') return { ...graph(request, given !== undefined), headers };
    const answer = rest(request.path);
    return { ...answer, headers: { ...answer.headers, ...headers } };
  });

  const rest = (path: string): Answer => {
    const byId = /^\/repositories\/(\d+)$/.exec(path)?.[1];
    if (byId !== undefined) return found(repositories.find(({ id }) => String(id) === byId));
    const name = /^\/repos\/([\w.-]+\/[\w.-]+)$/.exec(path)?.[1];
    if (name === undefined) return json(404, { message: 'Not Found' });
    const one = seen(name);
    if (one !== undefined && moved.has(name.toLowerCase()))
      return json(
        301,
        { message: 'Moved Permanently' },
        { location: `${server.url}/repositories/${one.id}` },
      );
    return found(one);
  };

  const graph = ({ body, method }: LoggedRequest, known: boolean): Answer => {
    if (!known) return json(403, { message: 'API rate limit exceeded for GraphQL without a token' });
    const { query } = JSON.parse(body) as { query: string };
    const asked = [...query.matchAll(REPOSITORY)];
    if (method !== 'POST' || asked.length === 0 || asked.length > MOST_NODES)
      return json(200, { errors: [{ type: 'PARSE_ERROR' }] });
    const rows = asked.map(
      ([, alias = '', owner = '', name = '']) => [alias, seen(`${owner}/${name}`)] as const,
    );
    const missing = rows.filter(([, one]) => one === undefined);
    return json(200, {
      data: Object.fromEntries(rows.map(([alias, one]) => [alias, one === undefined ? null : graphRow(one)])),
      ...(missing.length === 0
        ? {}
        : {
            errors: missing.map(([alias]) => ({
              type: 'NOT_FOUND',
              path: [alias],
              message: 'Could not resolve to a Repository.',
            })),
          }),
    });
  };

  return {
    ...server,
    violations,
    have: (...all) => {
      for (const one of all) {
        const at = repositories.findIndex(({ name }) => name.toLowerCase() === one.name.toLowerCase());
        if (at === -1) repositories.push({ ...one, id: repositories.length + 1 });
        else repositories[at] = { ...one, id: at + 1 };
      }
    },
    rename: (from, to) => {
      const at = repositories.findIndex(({ name }) => name === from);
      repositories[at] = { ...repositories[at]!, name: to };
      moved.set(from.toLowerCase(), to.toLowerCase());
    },
    remove: (name) => {
      const at = repositories.findIndex((one) => one.name === name);
      repositories[at] = { ...repositories[at]!, isPrivate: true };
    },
    nextHour: () => void Object.assign(used, { free: 0, token: 0 }),
  };
}

/** A repository as GraphQL tells it. */
export function graphRow({ name, stars }: FakeRepository): unknown {
  return { nameWithOwner: name, stargazerCount: stars, isPrivate: false };
}

/** A repository as REST tells it, with fields that nobody reads. */
export function restRow({ name, stars }: FakeRepository): unknown {
  return {
    id: 1,
    full_name: name,
    private: false,
    stargazers_count: stars,
    forks_count: 3,
    archived: false,
    license: { key: 'mit' },
    topics: ['papers'],
  };
}

function found(one: FakeRepository | undefined): Answer {
  return one === undefined ? json(404, { message: 'Not Found', status: '404' }) : json(200, restRow(one));
}

function limitHeaders(remaining: number, limit: number, reset: number): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(Math.max(0, remaining)),
    'x-ratelimit-reset': String(reset),
  };
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return { status, type: 'application/json; charset=utf-8', body: JSON.stringify(body), headers };
}
