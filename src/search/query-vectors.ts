import { before } from '../before.js';
import { describeError } from '../errors.js';
import { nextTryAt } from '../papers/breaker.js';
import { SourceError } from '../papers/source-error.js';
import type { Embedder } from '../ports/embedder.js';
import type { MeaningCounts } from '../ports/meaning-metrics.js';
import type { Logger } from '../ports/logger.js';

/** Queries remembered, the latest ones: 200 vectors of 1,536 numbers are 1.2 MB. */
const MOST_KEPT = 200;
/** People leaf, correct and ask again within minutes. Milliseconds. */
const KEPT_MS = 10 * 60_000;
/** Queries on their way at a time; further ones go by their words alone. */
const MOST_ASKED = 8;
/** So many late answers in a row count as a failure: each has cost a search its whole wait. */
const LATE_IN_A_ROW = 3;

export interface QueryVectorsDeps {
  readonly embedder: Embedder;
  /** Ends a question that nobody waits for any more; later than the search's own wait, so that the answer is there when it is asked again. */
  readonly longest: () => AbortSignal;
  readonly now: () => Date;
  readonly logger: Logger;
}

/** Vectors of what people ask for. */
export interface QueryVectors {
  /** The vectors of these texts; null when they could not be had by the end of the signal. Never rejects. */
  vectorsOf(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[] | null>;
  /** Counts a search. */
  count(outcome: 'fused' | 'late' | 'failed'): void;
  counts(): MeaningCounts;
}

/**
 * Asks the endpoint for the vectors of queries and remembers them for ten minutes. One that fails, or is late three times
 * in a row, is left alone for a growing while, half an hour at most, or as long as it asks for, a day at most; it is
 * warned of once.
 */
export function createQueryVectors(deps: QueryVectorsDeps): QueryVectors {
  const memory = createMemory(deps.now);
  const rest = createRest(deps);
  const counts = { fused: 0, late: 0, failed: 0, resting: 0 };
  const asked = new Map<string, Promise<Float32Array | null>>();

  const ask = (text: string): Promise<Float32Array | null> => {
    const begun = asked.get(text);
    if (begun !== undefined) return begun;
    const asking = deps.embedder
      .embed([text], deps.longest())
      .then(([vector]) => {
        if (vector !== undefined) memory.keep(text, vector);
        return vector ?? null;
      })
      .catch((error: unknown) => {
        rest.failed(error);
        return null;
      })
      .finally(() => asked.delete(text));
    asked.set(text, asking);
    return asking;
  };

  return {
    vectorsOf: async (texts, signal) => {
      const known = texts.map(memory.recall);
      if (known.every((vector) => vector !== null)) return known;
      if (rest.lasts() || asked.size >= MOST_ASKED) {
        counts.resting += 1;
        return null;
      }
      const asking = texts.map((text, at) => Promise.resolve(known[at] ?? ask(text)));
      const vectors = await before(signal, Promise.all(asking));
      if (vectors === null) {
        counts.late += 1;
        rest.late();
        return null;
      }
      const whole = vectors.flatMap((vector) => vector ?? []);
      if (whole.length < texts.length) {
        counts.failed += 1;
        return null;
      }
      rest.over();
      return whole;
    },
    count: (outcome) => void (counts[outcome] += 1),
    counts: () => ({ ...counts }),
  };
}

// --- Internal helpers ---

/** The latest vectors. */
function createMemory(now: () => Date) {
  const kept = new Map<string, { readonly vector: Float32Array; readonly until: number }>();
  return {
    keep: (text: string, vector: Float32Array): void => {
      kept.delete(text);
      kept.set(text, { vector, until: now().getTime() + KEPT_MS });
      for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
    },
    recall: (text: string): Float32Array | null => {
      const known = kept.get(text);
      return known !== undefined && known.until > now().getTime() ? known.vector : null;
    },
  };
}

/** When the endpoint is left alone. */
function createRest({ now, logger }: Pick<QueryVectorsDeps, 'now' | 'logger'>) {
  let failures = 0;
  let lates = 0;
  let until = 0;
  const failed = (error: unknown): void => {
    // Those that were under way together failed of one cause.
    if (now().getTime() < until) return;
    failures += 1;
    lates = 0;
    until = nextTryAt(failures, now(), error instanceof SourceError ? error.notBefore : null).getTime();
    const report = { error: describeError(error) };
    if (failures === 1) logger.warn(report, 'queries cannot be embedded; searches go by their words alone');
    else logger.debug(report, 'queries still cannot be embedded');
  };
  return {
    failed,
    lasts: (): boolean => now().getTime() < until,
    late: (): void => {
      lates += 1;
      if (lates >= LATE_IN_A_ROW) failed(new Error('The embeddings endpoint answers too late for a search.'));
    },
    over: (): void => {
      if (failures > 0) logger.info({}, 'queries are embedded again');
      failures = 0;
      lates = 0;
    },
  };
}
