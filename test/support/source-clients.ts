import { createHttpClient, type HttpClient, type HttpClientOptions } from '../../adapters/shared/http.js';
import type { SourcePage } from '../../src/ports/source.js';
import type { SourceStore, Validators } from '../../src/ports/source-store.js';

type HttpStore = HttpClientOptions['store'];

/** What the client needs of a source store, as plain values. */
export function httpStore(overrides: Partial<HttpStore> = {}): HttpStore & { kept: Map<string, Validators> } {
  const kept = new Map<string, Validators>();
  return {
    kept,
    validators: (url) => Promise.resolve(kept.get(url) ?? null),
    remember: (url, validators) => Promise.resolve(void kept.set(url, validators)),
    reserve: () => Promise.resolve(0),
    ...overrides,
  };
}

/** Hands out moments of a pace on the given clock, as the database does for all processes. */
export function sharedPace(now: () => number): Pick<SourceStore, 'reserve'> {
  let next = 0;
  return {
    reserve: (_pace, everyMs) => {
      const at = Math.max(now(), next);
      next = at + everyMs;
      return Promise.resolve(at - now());
    },
  };
}

export interface TestClient {
  readonly http: HttpClient;
  /** Every wait, milliseconds, in order. Waiting takes no time; the client's clock moves on by it. */
  readonly waits: number[];
  readonly clock: { ms: number };
}

/** The real client over the real fetch, with a clock that only waiting moves. */
export function testClient(overrides: Partial<HttpClientOptions> = {}): TestClient {
  const waits: number[] = [];
  const clock = { ms: Date.parse('2026-11-20T12:00:00Z') };
  const http = createHttpClient({
    title: 'The source',
    store: httpStore(),
    now: () => new Date(clock.ms),
    random: () => 0,
    sleep: (ms, signal) => {
      signal.throwIfAborted();
      waits.push(ms);
      clock.ms += ms;
      return Promise.resolve();
    },
    ...overrides,
  });
  return { http, waits, clock };
}

/** All pages of a reading, and what ended it (null when it ended normally). */
export async function readAll(
  pages: AsyncIterable<SourcePage>,
): Promise<{ readonly pages: readonly SourcePage[]; readonly error: unknown }> {
  const seen: SourcePage[] = [];
  try {
    for await (const page of pages) seen.push(page);
  } catch (error) {
    return { pages: seen, error };
  }
  return { pages: seen, error: null };
}
