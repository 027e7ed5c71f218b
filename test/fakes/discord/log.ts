import type { FakeFile } from './state.js';

/** One request as it arrived. `path` is without base and version. */
export interface FakeRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly files: readonly FakeFile[];
  /** Null while unanswered, and for good when the connection was closed instead. */
  status: number | null;
  /** Whether it changed or read anything; false for refusals and faults before acceptance. */
  accepted: boolean;
  /** How long a 429 asked to wait; null for every other answer. Milliseconds. */
  retryAfterMs: number | null;
  /** True for a 429 of the whole bot. */
  limitsAll: boolean;
}
