/** A remembered value. */
export interface Remembered<T> {
  readonly value: T;
  /** When it was made. */
  readonly madeAt: Date;
  /** Why it could not be made anew, though it is too old; null when it is as fresh as promised. */
  readonly fault: unknown;
}

export interface MemoryOptions {
  /** Younger values are given as they are, milliseconds. */
  readonly freshMs: number;
  /** Up to this age a value is given at once and made anew beside it, milliseconds. */
  readonly usableMs: number;
  /** Values kept; the one asked for longest ago goes first. */
  readonly most: number;
  readonly now: () => Date;
  /** Whoever could have an old value does not wait longer than this for a new one. */
  readonly patience: () => Promise<unknown>;
}

export interface Memory<T> {
  /**
   * The value under `key`. However many ask at once, it is made once. When it cannot be made, the last one is given, how
   * old it may be, with the fault; without one the fault is thrown.
   * @param freshMs how long this value stays fresh. Default: that of the memory
   */
  get(key: string, make: () => Promise<T>, freshMs?: (value: T) => number): Promise<Remembered<T>>;
}

/** After a failure nothing is tried anew for so long: whoever is away is not asked by every visitor. Milliseconds. */
const REST_MS = 3_000;

interface Entry<T> {
  kept: { readonly value: T; readonly madeAt: Date; readonly freshMs: number } | null;
  making: Promise<void> | null;
  failed: { readonly at: Date; readonly error: unknown } | null;
}

/** Keeps what is costly to make, so that the cost does not grow with those who ask. */
export function createMemory<T>(options: MemoryOptions): Memory<T> {
  const entries = new Map<string, Entry<T>>();

  const age = (at: Date): number => Math.abs(options.now().getTime() - at.getTime());

  const entryOf = (key: string): Entry<T> => {
    const entry = entries.get(key) ?? { kept: null, making: null, failed: null };
    entries.delete(key);
    entries.set(key, entry);
    const [oldest] = entries.size > options.most ? entries.keys() : [];
    if (oldest !== undefined) entries.delete(oldest);
    return entry;
  };

  const remake = (key: string, entry: Entry<T>, make: () => Promise<T>, freshMs: (value: T) => number) => {
    if (entry.failed !== null && age(entry.failed.at) < REST_MS) return Promise.resolve();
    entry.making ??= make()
      .then(
        (value) => {
          entry.kept = { value, madeAt: options.now(), freshMs: freshMs(value) };
          entry.failed = null;
        },
        (error: unknown) => {
          entry.failed = { at: options.now(), error };
        },
      )
      .finally(() => (entry.making = null));
    return entry.making;
  };

  return {
    get: async (key, make, freshMs = () => options.freshMs) => {
      const entry = entryOf(key);
      const before = entry.kept;
      if (before !== null && age(before.madeAt) < before.freshMs) return { ...before, fault: null };
      const made = remake(key, entry, make, freshMs);
      if (before !== null && age(before.madeAt) < options.usableMs && entry.failed === null)
        return { ...before, fault: null };
      await (before === null ? made : Promise.race([made, options.patience()]));
      const { kept, failed } = entry;
      if (kept === null) throw asError(failed?.error);
      const fault = kept === before ? (failed?.error ?? new Error('It takes too long.')) : null;
      return { ...kept, fault };
    },
  };
}

// --- Internal helpers ---

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('It could not be made.', { cause: error });
}
