import type { RESTOptions } from 'discord.js';
import type { Holds } from '../shared/holds.js';

export type MakeRequest = RESTOptions['makeRequest'];

/** What Discord holds up when it holds up the whole bot; also the key of its turns. */
export const WHOLE_BOT = 'discord';

/**
 * What a limit of one route is about: the method, the route, and the channel, server or the like that comes first in it
 * (topics/rate-limits, "top-level resources").
 * @param path below the version, e.g. `/channels/1/messages`
 */
export function scopeOf(method: string, path: string): string {
  const [resource = '', id = '', ...rest] = path.split('/').slice(1);
  const route = rest.map((part) => (/^\d+$/.test(part) ? ':id' : part));
  return `discord:${method.toUpperCase()} /${[resource, id, ...route].join('/')}`;
}

/** The same way to make requests; after a 429 its scope, and that alone, is held up for as long as Discord asks. */
export function obeyLimits(make: MakeRequest, holds: Holds): MakeRequest {
  return async (url, init) => {
    const answer = await make(url, init);
    if (answer.status !== TOO_MANY) return answer;
    const asked = Number(answer.headers.get('Retry-After')) * 1000;
    const ms = isDiscords(answer.headers) ? asked : Math.min(asked, LONGEST_FOREIGN_MS);
    const scope = limitsAll(answer.headers) ? WHOLE_BOT : scopeOf(init.method ?? 'GET', pathOf(url));
    // Known to all before the caller is: whoever comes back later may be another process.
    if (ms > 0) await holds.hold(scope, Math.ceil(ms));
    return answer;
  };
}

// --- Internal helpers ---

const TOO_MANY = 429;
/** What is not Discord's own word is asked again after this long at the latest: a quarter of an hour. */
const LONGEST_FOREIGN_MS = 15 * 60_000;

/** A 429 without Discord's own headers comes from what stands before it and turns the whole address away. */
function limitsAll(headers: Headers): boolean {
  const isGlobal =
    headers.get('X-RateLimit-Global') !== null || headers.get('X-RateLimit-Scope') === 'global';
  return isGlobal || !isDiscords(headers);
}

function isDiscords(headers: Headers): boolean {
  return ['Global', 'Scope', 'Bucket'].some((name) => headers.get(`X-RateLimit-${name}`) !== null);
}

type Headers = Awaited<ReturnType<MakeRequest>>['headers'];

function pathOf(url: string): string {
  return new URL(url).pathname.replace(/^.*?\/v\d+(?=\/)/, '');
}
