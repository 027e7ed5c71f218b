/** Where jobs are kept in Redis, as REDIS_URL names it. */
export type RedisPlace = RedisServer | RedisSentinel | RedisCluster;

export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

export interface RedisLogin {
  readonly username?: string;
  readonly password?: string;
}

/** One server; the address as it was given, with login, database and TLS in it. */
export interface RedisServer {
  readonly kind: 'server';
  readonly url: string;
}

/** A server that sentinels know the present address of. */
export interface RedisSentinel {
  readonly kind: 'sentinel';
  readonly sentinels: readonly RedisNode[];
  /** What the sentinels call it. */
  readonly master: string;
  readonly database: number;
  readonly login: RedisLogin;
  /** For the sentinels themselves. */
  readonly sentinelLogin: RedisLogin;
  readonly tls: boolean;
}

/** Some of the nodes of a cluster; they tell of the others. */
export interface RedisCluster {
  readonly kind: 'cluster';
  readonly nodes: readonly RedisNode[];
  readonly login: RedisLogin;
  readonly tls: boolean;
}

/** Of Redis and of its sentinels. */
const REDIS_PORT = 6379;
const SENTINEL_PORT = 26_379;

/** A scheme, a login, places with commas between them, a path, and what comes after a question mark. */
const SEVERAL = /^(rediss?)\+(sentinel|cluster):\/\/(?:([^@/?#]*)@)?([^/?#]+)(?:\/([^?#]*))?(?:\?([^#]*))?$/;
const PLACE = /^(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/i;
const LOGIN_NAMES = ['sentinel_username', 'sentinel_password'] as const;

const SERVER_LIKE = 'redis://localhost:6379';
const SENTINEL_LIKE = 'redis+sentinel://host1:26379,host2:26379/mymaster';
const CLUSTER_LIKE = 'redis+cluster://host1:6379,host2:6379';

/**
 * Reads the address of one Redis, of sentinels or of a cluster. `rediss` in the scheme means TLS everywhere.
 * @returns a string when it is none of them: what is wrong and how it is repaired, to be put behind the variable's name
 */
export function readRedisUrl(url: string): RedisPlace | string {
  const [, scheme = '', kind, userinfo = '', places = '', path = '', query = ''] = SEVERAL.exec(url) ?? [];
  if (kind === undefined) return readServer(url);
  const tls = scheme === 'rediss';
  const nodes = nodesOf(places, kind === 'sentinel' ? SENTINEL_PORT : REDIS_PORT);
  if (nodes === null)
    return `has a server that is no name and port. Write it like ${kind === 'sentinel' ? SENTINEL_LIKE : CLUSTER_LIKE}.`;
  const login = loginOf(userinfo);
  const options = new URLSearchParams(query);
  const odd = [...options.keys()].filter(
    (name) => kind === 'cluster' || !LOGIN_NAMES.some((one) => one === name),
  );
  if (odd.length > 0)
    return `has options that mean nothing here: ${odd.join(', ')}. ${kind === 'cluster' ? 'Remove them.' : `Known are ${LOGIN_NAMES.join(' and ')}.`}`;
  if (kind === 'cluster') {
    if (path !== '' && path !== '0')
      return 'names a database; a cluster has only one. Remove what follows the last server.';
    return { kind, nodes, login, tls };
  }
  const [, master = '', database = '0'] = /^([^/]+)(?:\/(\d{1,4}))?$/.exec(path) ?? [];
  if (master === '') return `names no master. Write it like ${SENTINEL_LIKE}.`;
  const sentinelLogin = loginFrom(options.get(LOGIN_NAMES[0]) ?? '', options.get(LOGIN_NAMES[1]) ?? '');
  return {
    kind: 'sentinel',
    sentinels: nodes,
    master: decoded(master),
    database: Number(database),
    login,
    sentinelLogin,
    tls,
  };
}

// --- Internal helpers ---

function readServer(url: string): RedisPlace | string {
  if (URL.canParse(url) && /^rediss?:$/.test(new URL(url).protocol)) return { kind: 'server', url };
  return `is no address of a Redis. Write it like ${SERVER_LIKE}, ${SENTINEL_LIKE} or ${CLUSTER_LIKE}; rediss instead of redis for TLS.`;
}

function nodesOf(places: string, defaultPort: number): readonly RedisNode[] | null {
  const nodes = places.split(',').map((place): RedisNode | null => {
    const [, host, port = String(defaultPort)] = PLACE.exec(place.trim()) ?? [];
    if (host === undefined || Number(port) < 1 || Number(port) > 65_535) return null;
    return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
  });
  return nodes.some((node) => node === null) ? null : nodes.filter((node) => node !== null);
}

/** `user:password`, or `:password`, percent-encoded where need be. */
function loginOf(userinfo: string): RedisLogin {
  const colon = userinfo.indexOf(':');
  if (colon < 0) return loginFrom(decoded(userinfo), '');
  return loginFrom(decoded(userinfo.slice(0, colon)), decoded(userinfo.slice(colon + 1)));
}

function loginFrom(username: string, password: string): RedisLogin {
  return { ...(username === '' ? {} : { username }), ...(password === '' ? {} : { password }) };
}

/** As it is when it was not encoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
