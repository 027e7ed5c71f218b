import { Agent, get } from 'node:http';
import { performance } from 'node:perf_hooks';

/** One page, fetched. */
export interface Visit {
  /** 0 when no answer came. */
  readonly status: number;
  readonly firstByteMs: number;
  readonly wholeMs: number;
  /** Length of the body as it came. */
  readonly bytes: number;
}

/** Fetches pages over connections that stay open, uncompressed. */
export function createVisitor(base: string) {
  const agent = new Agent({ keepAlive: true });
  return {
    /** @param since when it was due, as `performance.now()` tells. Default: now */
    visit: (path: string, since = performance.now()): Promise<Visit> =>
      new Promise((resolve) => {
        const end = (status: number, firstByteMs: number, bytes: number): void =>
          resolve({ status, firstByteMs, wholeMs: performance.now() - since, bytes });
        const request = get(`${base}${path}`, { agent }, (response) => {
          let bytes = 0;
          const firstByteMs = performance.now() - since;
          response.on('data', (chunk: Buffer) => (bytes += chunk.length));
          response.on('end', () => end(response.statusCode ?? 0, firstByteMs, bytes));
        });
        request.on('error', () => end(0, performance.now() - since, 0));
      }),
    close: (): void => agent.destroy(),
  };
}
