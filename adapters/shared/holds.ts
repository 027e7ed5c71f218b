import { before } from '../../src/before.js';
import { LONGEST_HOLD_MS, type TurnStore } from '../../src/ports/turn-store.js';

export interface HoldsDeps {
  /** Where holds are kept for several processes. Default: this process keeps its own. */
  readonly turns?: Pick<TurnStore, 'hold' | 'heldFor'> | undefined;
  /** Monotonic milliseconds. Default: the process's own clock. */
  readonly now?: (() => number) | undefined;
  /** The longest that the other processes' memory is waited for, milliseconds. Default 2000: far less than a claim lasts. */
  readonly patienceMs?: number | undefined;
}

const PATIENCE_MS = 2_000;

/** Calls that a platform has asked to wait with, by scope: a channel, a method, a whole bot. Nothing here rejects. */
export interface Holds {
  /** Holds a scope up for so long, in every process. A longer hold stands. Milliseconds. */
  hold(scope: string, ms: number): Promise<void>;
  /** Remembers what another process has held up. Milliseconds. */
  learn(scope: string, ms: number): void;
  /** How long any of these is held up, as far as this process knows. Milliseconds; 0 when none is. */
  known(scopes: readonly string[]): number;
  /** The same, asked of all processes. What is known here is not asked for. */
  heldFor(scopes: readonly string[]): Promise<number>;
}

/** A database that is away, or says nothing, keeps nobody from obeying: this process at least remembers what it was told. */
export function createHolds(deps: HoldsDeps = {}): Holds {
  const { turns, now = () => performance.now(), patienceMs = PATIENCE_MS } = deps;
  const soon = <T>(asked: Promise<T>): Promise<T | null> =>
    before(AbortSignal.timeout(patienceMs), asked).catch(() => null);
  const until = new Map<string, number>();
  const known: Holds['known'] = (scopes) => {
    const at = now();
    return Math.max(0, ...scopes.map((scope) => Math.ceil((until.get(scope) ?? 0) - at)));
  };
  const learn: Holds['learn'] = (scope, ms) => {
    const at = now();
    for (const [name, end] of until) if (end <= at) until.delete(name);
    until.set(scope, Math.max(until.get(scope) ?? 0, at + Math.min(ms, LONGEST_HOLD_MS)));
  };
  return {
    known,
    learn,
    async hold(scope, ms) {
      learn(scope, ms);
      if (turns !== undefined) await soon(turns.hold(scope, ms));
    },
    async heldFor(scopes) {
      const here = known(scopes);
      if (here > 0 || turns === undefined) return here;
      return (await soon(turns.heldFor(scopes))) ?? 0;
    },
  };
}
