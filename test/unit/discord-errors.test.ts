import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { sendOutcomeOf } from '../../adapters/discord/errors.js';
import type { PartKind } from '../../src/digests/delivery.js';

const api = (code: number, status: number, message = 'Refused') =>
  new DiscordAPIError({ code, message }, code, status, 'POST', 'http://fake', {});
const system = (code: string, syscall?: string) =>
  Object.assign(new Error(`${syscall ?? ''} ${code}`), { code, syscall });
const limit = (retryAfter: number, sublimitTimeout = 0) =>
  new RateLimitError({
    timeToReset: 0,
    limit: 5,
    method: 'POST',
    hash: 'h',
    url: 'u',
    route: 'r',
    majorParameter: '1',
    global: false,
    retryAfter,
    sublimitTimeout,
    scope: 'user',
  });

const outcome = (thrown: unknown, kind: PartKind = 'head', head: string | null = null) =>
  sendOutcomeOf(thrown, kind, { place: '7', head });

describe('what a failed post to Discord came to', () => {
  it.each([
    ['connection refused', system('ECONNREFUSED', 'connect')],
    ['unknown host', system('ENOTFOUND', 'getaddrinfo')],
    ['no answer from the name server', system('EAI_AGAIN', 'getaddrinfo')],
    ['no route', system('EHOSTUNREACH', 'connect')],
    ['connect timeout', system('UND_ERR_CONNECT_TIMEOUT')],
    ['a bad certificate', system('CERT_HAS_EXPIRED')],
    ['a wrapped refusal', new TypeError('fetch failed', { cause: system('ECONNREFUSED', 'connect') })],
    [
      'no route on every address, with no code of its own',
      new AggregateError([system('ENETUNREACH', 'connect'), system('EHOSTUNREACH', 'connect')]),
    ],
    [
      'refused on every address',
      Object.assign(new AggregateError([system('ECONNREFUSED', 'connect')]), { code: 'ECONNREFUSED' }),
    ],
  ])('was certainly not sent: %s', (_name, thrown) => {
    expect(outcome(thrown)).toMatchObject({ kind: 'delay', retryAfterMs: null });
  });

  it.each([
    ['a reset', system('ECONNRESET', 'read')],
    ['a timeout while reading', system('ETIMEDOUT', 'read')],
    ['a broken pipe', system('EPIPE', 'write')],
    ['the other side closed', system('UND_ERR_SOCKET')],
    ['headers timeout', system('UND_ERR_HEADERS_TIMEOUT')],
    ['an abort', new DOMException('aborted', 'AbortError')],
    ['a timeout', new DOMException('timed out', 'TimeoutError')],
    ['500', new HTTPError(500, 'Internal Server Error', 'POST', 'u', {})],
    ['503', new HTTPError(503, 'Service Unavailable', 'POST', 'u', {})],
    ['an answer that is not JSON', new SyntaxError('Unexpected token <')],
    [
      'refused on one address, cut off on another',
      Object.assign(new AggregateError([system('ECONNREFUSED', 'connect'), system('ECONNRESET', 'read')]), {
        code: 'ECONNREFUSED',
      }),
    ],
    ['a string', 'boom'],
    ['nothing at all', undefined],
  ])('nobody knows: %s', (_name, thrown) => {
    expect(outcome(thrown).kind).toBe('unknown');
  });

  it('waits as long as a rate limit says', () => {
    expect(outcome(limit(1500))).toMatchObject({ kind: 'delay', retryAfterMs: 1500 });
    expect(outcome(limit(0, 2500.4))).toMatchObject({ kind: 'delay', retryAfterMs: 2501 });
    expect(outcome(limit(0))).toMatchObject({ kind: 'delay', retryAfterMs: null });
  });

  it.each<[number, number, PartKind, string]>([
    [50001, 403, 'head', 'Send Messages'],
    [50013, 403, 'head', 'Embed Links'],
    [50013, 403, 'card', 'Send Messages in Threads'],
    [50013, 403, 'post', 'Create Posts'],
    [10003, 404, 'head', 'no such channel'],
    [10004, 404, 'head', 'not in this Discord server'],
    [50024, 400, 'thread', 'layout'],
    [50007, 403, 'head', 'no direct messages'],
    [50008, 400, 'head', 'layout'],
    [40058, 400, 'head', 'layout'],
    [40067, 400, 'post', 'tag'],
    [50083, 400, 'head', 'archived thread'],
    [0, 401, 'card', 'DISCORD_TOKEN'],
    [99999, 403, 'head', 'forbids'],
  ])('pauses the channel on code %i (%i) for a %s and says why: %s', (code, status, kind, words) => {
    const result = outcome(api(code, status), kind);
    expect(result.kind).toBe('pause');
    expect(result.kind === 'pause' ? result.reason : '').toContain(words);
  });

  it.each<[number, number, PartKind]>([
    [200000, 400, 'head'],
    [200001, 400, 'card'],
    [240000, 400, 'post'],
    [50035, 400, 'card'],
    [50006, 400, 'card'],
    [10003, 404, 'card'],
    [160005, 400, 'card'],
    [10008, 404, 'thread'],
    [99999, 400, 'card'],
  ])('refuses for good on code %i (%i) for a %s', (code, status, kind) => {
    expect(outcome(api(code, status), kind).kind).toBe('refused');
  });

  it.each([20016, 20028, 20029, 40004, 40062, 130000])('tries later on code %i', (code) => {
    expect(outcome(api(code, 400), 'thread').kind).toBe('delay');
  });

  it.each([
    [160006, 400, 'as many active threads as Discord allows'],
    [160007, 400, 'as many active threads as Discord allows'],
    [30033, 400, 'as many active threads as Discord allows'],
    [50013, 403, 'Create Public Threads'],
    [50001, 403, 'Create Public Threads'],
    [200000, 400, 'AutoMod'],
    [99999, 403, 'Refused'],
    [99999, 400, 'Refused'],
  ])('does without a thread on code %i (%i), and says why: %s', (code, status, words) => {
    const result = outcome(api(code, status), 'thread', '42');
    expect(result).toMatchObject({ kind: 'rerouted', remoteId: '7' });
    expect(result.kind === 'rerouted' ? result.error : '').toMatch(/^No thread could be opened\. [A-Z“]/);
    expect(result.kind === 'rerouted' ? result.error : '').toContain(words);
  });

  it('does without one, too, when the name of the thread is a fault of ours, and says so', () => {
    expect(outcome(api(50035, 400), 'thread', '42')).toMatchObject({ kind: 'rerouted', bug: true });
  });

  it.each([160006, 30033])(
    'tries a forum post again later on code %i: there is no place beside it',
    (code) => {
      expect(outcome(api(code, 400), 'post').kind).toBe('delay');
    },
  );

  it('tries later when the address of the API is wrong, since a person can put that right', () => {
    expect(outcome(api(0, 404)).kind).toBe('delay');
  });

  it('takes a deleted message with the same nonce, and a thread that exists, as sent', () => {
    expect(outcome(api(10008, 404), 'card')).toEqual({ kind: 'sent', remoteId: 'deleted' });
    expect(outcome(api(160004, 400), 'thread', '42')).toEqual({ kind: 'sent', remoteId: '42' });
    expect(outcome(api(160004, 400), 'thread').kind).toBe('unknown');
  });

  it('does not believe a refusal that carries no code of Discord’s', () => {
    const page = new DiscordAPIError({ error: 'x' }, undefined as never, 403, 'POST', 'u', {});
    expect(outcome(page).kind).toBe('unknown');
  });
});
