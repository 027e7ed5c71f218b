import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SourceError } from '../../src/papers/source-error.js';
import { startFakeSource, type FakeSource } from '../fakes/sources/server.js';
import { httpStore, sharedPace, testClient } from '../support/source-clients.js';

const never = new AbortController().signal;
const options = { signal: never, accept: 'text/plain' };

let fake: FakeSource;
beforeEach(async () => {
  fake = await startFakeSource(({ path }) =>
    path === '/moved'
      ? { status: 302, type: 'text/plain', body: '', headers: { location: '/right' } }
      : { status: 200, type: 'text/plain', body: `here is ${path}` },
  );
});
afterEach(() => fake.stop());

async function failureOf(promise: Promise<unknown>): Promise<SourceError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SourceError)) throw new Error('expected a SourceError', { cause: error });
  return error;
}

describe('the HTTP client', () => {
  it('names Broadsheet and its version, and what it accepts', async () => {
    await testClient({ version: '1.2.3' }).http.get(`${fake.url}/a`, options);
    expect(fake.requests[0]?.headers['user-agent']).toContain('Broadsheet/1.2.3');
    expect(fake.requests[0]?.headers.accept).toBe('text/plain');
  });

  it('tries a 500 twice more, each time after a longer pause', async () => {
    fake.fail('/a', { kind: 'status', status: 500 }, 2);
    const { http, waits } = testClient({ random: () => 0.999 });
    expect((await http.get(`${fake.url}/a`, options)).body).toBe('here is /a');
    expect(waits.map(Math.round)).toEqual([500, 999]);
  });

  it('says after the last try what was answered and where, without the query', async () => {
    fake.fail('/a', { kind: 'status', status: 503 });
    const error = await failureOf(testClient().http.get(`${fake.url}/a?key=secret`, options));
    expect(error.message).toBe(
      `The source answered 503 (Service Unavailable) at ${new URL(fake.url).host}/a.`,
    );
    expect(error).toMatchObject({ code: 'source', fault: 'status', retryable: true });
    expect(fake.requests).toHaveLength(3);
  });

  it('does not try a 404 again', async () => {
    fake.fail('/a', { kind: 'status', status: 404 });
    const error = await failureOf(testClient().http.get(`${fake.url}/a`, options));
    expect(error).toMatchObject({ fault: 'status', retryable: false });
    expect(fake.requests).toHaveLength(1);
  });

  it('takes a connection that breaks off in the middle as a failed try', async () => {
    fake.fail('/a', { kind: 'broken' }, 1);
    expect((await testClient().http.get(`${fake.url}/a`, options)).body).toBe('here is /a');
    expect(fake.requests).toHaveLength(2);
  });

  it('says that nobody listens there', async () => {
    const { url } = fake;
    await fake.stop();
    const error = await failureOf(testClient().http.get(`${url}/a`, options));
    expect(error.message).toMatch(/^The source refuses the connection at 127\.0\.0\.1:\d+\/a\.$/);
    expect(error).toMatchObject({ fault: 'unreachable', retryable: true });
  });

  it('gives up on a server that never answers, and stops once the budget is spent', async () => {
    fake.fail('/a', { kind: 'hang' });
    let tries = 0;
    const client = testClient({
      timeoutMs: 60,
      budgetMs: 100,
      // A try takes one time-out by this clock, however long it takes by the wall's.
      now: () => new Date(tries * 60),
      fetch: (...args) => {
        tries += 1;
        return fetch(...args);
      },
    });
    const error = await failureOf(client.http.get(`${fake.url}/a`, options));
    expect(error.message).toContain('did not answer within 0.06 s');
    expect(error.fault).toBe('unreachable');
    expect(tries).toBe(2);
  });

  it('times a body that never ends, too', async () => {
    const server = createServer((_request, response) => void response.writeHead(200).write('begin'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const error = await failureOf(testClient({ timeoutMs: 60, retries: 0 }).http.get(url, options));
    expect(error.message).toContain('did not answer within');
    server.closeAllConnections();
    server.close();
  });

  it('ends at once when the caller aborts, with the reason of the caller', async () => {
    fake.fail('/a', { kind: 'hang' });
    const stop = new AbortController();
    const pending = testClient().http.get(`${fake.url}/a`, { ...options, signal: stop.signal });
    pending.catch(() => undefined);
    await expect.poll(() => fake.requests, { timeout: 10_000 }).toHaveLength(1);
    stop.abort(new Error('shutting down'));
    await expect(pending).rejects.toThrow('shutting down');
    expect(fake.requests).toHaveLength(1);
  });

  it('refuses a body that is larger than allowed, without another try', async () => {
    const error = await failureOf(testClient({ maxBytes: 5 }).http.get(`${fake.url}/a`, options));
    expect(error.message).toContain('answered with more than');
    expect(fake.requests).toHaveLength(1);
  });

  it('follows a redirect on the same host', async () => {
    expect((await testClient().http.get(`${fake.url}/moved`, options)).body).toBe('here is /right');
  });

  it('does not follow a redirect to another host', async () => {
    fake.fail('/a', { kind: 'status', status: 302, headers: { location: 'http://localhost:1/x' } });
    const error = await failureOf(testClient().http.get(`${fake.url}/a`, options));
    expect(error.message).toContain('redirects to another host');
    expect(fake.requests).toHaveLength(1);
  });

  it('does not run in circles', async () => {
    fake.fail('/a', { kind: 'status', status: 302, headers: { location: '/a' } });
    const error = await failureOf(testClient().http.get(`${fake.url}/a`, options));
    expect(error.message).toContain('redirects in a circle');
  });
});

describe('being told to wait', () => {
  it('waits as long as Retry-After says', async () => {
    fake.fail('/a', { kind: 'status', status: 429, headers: { 'retry-after': '7' } }, 1);
    const { http, waits } = testClient();
    await http.get(`${fake.url}/a`, options);
    expect(waits).toEqual([7_000]);
  });

  it('turns a wait that is too long into an error that says when', async () => {
    fake.fail('/a', { kind: 'status', status: 429, headers: { 'retry-after': '3600' } });
    const { http, waits } = testClient();
    const error = await failureOf(http.get(`${fake.url}/a`, options));
    expect(error).toMatchObject({ fault: 'throttled', notBefore: new Date('2026-11-20T13:00:00Z') });
    expect(waits).toEqual([]);
    expect(fake.requests).toHaveLength(1);
  });

  it('does not ask the same host for anything else meanwhile', async () => {
    fake.fail('/a', { kind: 'status', status: 429, headers: { 'retry-after': '3600' } });
    const { http } = testClient();
    await failureOf(http.get(`${fake.url}/a`, options));
    const error = await failureOf(http.get(`${fake.url}/b`, options));
    expect(error).toMatchObject({ fault: 'throttled', notBefore: new Date('2026-11-20T13:00:00Z') });
    expect(fake.requests).toHaveLength(1);
  });

  it('reads the RateLimit header of a 429', async () => {
    fake.fail('/a', { kind: 'status', status: 429, headers: { ratelimit: '"api";r=0;t=37' } }, 1);
    const { http, waits } = testClient();
    await http.get(`${fake.url}/a`, options);
    expect(waits).toEqual([37_000]);
  });

  it('waits before the next request when an answer used up the last one allowed', async () => {
    const spent = { kind: 'status', status: 200, headers: { ratelimit: '"api";r=0;t=12' } } as const;
    fake.fail('/a', spent, 1);
    const { http, waits } = testClient();
    await http.get(`${fake.url}/a`, options);
    await http.get(`${fake.url}/b`, options);
    expect(waits).toEqual([12_000]);
  });

  it('pauses at least as long as set after a 429 that names no time', async () => {
    fake.fail('/a', { kind: 'status', status: 429 }, 1);
    const { http, waits } = testClient({ throttledPauseMs: 30_000 });
    await http.get(`${fake.url}/a`, options);
    expect(waits).toEqual([30_000]);
  });
});

describe('conditional requests', () => {
  it('are sent once an answer was kept, and say when nothing has changed', async () => {
    const store = httpStore();
    const { http } = testClient({ store });
    const first = await http.get(`${fake.url}/a`, { ...options, conditional: true });
    await first.keep();
    const second = await http.get(`${fake.url}/a`, { ...options, conditional: true });
    expect(first.notModified).toBe(false);
    expect(second).toMatchObject({ notModified: true, status: 304, body: '' });
  });

  it('are not sent for an answer that nobody kept, so that nothing is lost', async () => {
    const { http } = testClient();
    await http.get(`${fake.url}/a`, { ...options, conditional: true });
    const second = await http.get(`${fake.url}/a`, { ...options, conditional: true });
    expect(second.notModified).toBe(false);
    expect(fake.requests[1]?.headers['if-none-match']).toBeUndefined();
  });
});

describe('a shared pace', () => {
  it('keeps two clients apart as if they were one, and counts further tries', async () => {
    const clock = { ms: 1_000 };
    const starts: number[] = [];
    const store = httpStore(sharedPace(() => clock.ms));
    const paced = () =>
      testClient({
        store,
        pace: { name: 'arxiv', everyMs: 3_000 },
        now: () => new Date(clock.ms),
        sleep: (ms) => Promise.resolve(void (clock.ms += ms)),
        fetch: (...args) => {
          starts.push(clock.ms);
          return fetch(...args);
        },
      }).http;
    const [one, two] = [paced(), paced()];
    fake.fail('/a', { kind: 'status', status: 500 }, 1);
    await one.get(`${fake.url}/a`, options);
    await two.get(`${fake.url}/b`, options);
    expect(starts).toEqual([1_000, 4_000, 7_000]);
  });

  it('holds for the steps of a redirect, too, and waiting takes none of their time', async () => {
    const clock = { ms: 1_000 };
    const starts: number[] = [];
    const { http } = testClient({
      store: httpStore(sharedPace(() => clock.ms)),
      pace: { name: 'arxiv', everyMs: 3_000 },
      sleep: async (ms) => {
        clock.ms += ms;
        // Longer than a request may take.
        if (starts.length === 1) await new Promise((resolve) => setTimeout(resolve, 1_600));
      },
      timeoutMs: 1_500,
      retries: 0,
      fetch: (...args) => {
        starts.push(clock.ms);
        return fetch(...args);
      },
    });
    expect((await http.get(`${fake.url}/moved`, options)).body).toBe('here is /right');
    await http.get(`${fake.url}/b`, options);
    expect(starts).toEqual([1_000, 4_000, 7_000]);
  });

  it('lets one request through at a time', async () => {
    const { http } = testClient({ pace: { name: 'arxiv', everyMs: 1 } });
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => http.get(`${fake.url}/${name}`, options)));
    expect(fake.requests.map(({ beside }) => beside)).toEqual([0, 0, 0, 0]);
  });

  it('goes on after a request that failed', async () => {
    fake.fail('/a', { kind: 'status', status: 404 });
    const { http } = testClient({ pace: { name: 'arxiv', everyMs: 1 } });
    const [first, second] = await Promise.allSettled([
      http.get(`${fake.url}/a`, options),
      http.get(`${fake.url}/b`, options),
    ]);
    expect([first.status, second.status]).toEqual(['rejected', 'fulfilled']);
  });
});
