import { describeError } from '../../src/errors.js';
import { SourceError } from '../../src/papers/source-error.js';

/** Faults of the parts of one reading, gathered so that one part does not lose the others. */
export interface ReadingFaults {
  /** Notes a part that could not be read. @throws what is not a source's fault, such as an abort */
  add(label: string, error: unknown): void;
  /** @throws SourceError that names every part that failed, when one did */
  throwIfAny(): void;
}

interface Fault {
  readonly label: string;
  readonly error: SourceError;
}

/** Parts with the same fault that are named; the others are only counted. */
const NAMED_PARTS = 2;

/** @param title how people know the source */
export function gatherFaults(title: string): ReadingFaults {
  const faults: Fault[] = [];
  return {
    add(label, error) {
      if (!(error instanceof SourceError)) throw error;
      faults.push({ label, error });
    },
    throwIfAny() {
      const first = faults[0];
      if (first === undefined) return;
      const orders = faults.flatMap(({ error }) =>
        error.notBefore === null ? [] : [error.notBefore.getTime()],
      );
      throw new SourceError(`${title} could not be read completely. ${sentences(faults)}`, {
        fault: faults.length === 1 ? first.error.fault : 'partial',
        retryable: faults.some(({ error }) => error.retryable),
        notBefore: orders.length === 0 ? null : new Date(Math.max(...orders)),
        cause: first.error,
      });
    },
  };
}

// --- Internal helpers ---

/** One sentence per kind of fault, so that a host that is down is not told eight times. */
function sentences(faults: readonly Fault[]): string {
  const parts = new Map<string, string[]>();
  for (const { label, error } of faults) {
    const words = describeError(error);
    parts.set(words, [...(parts.get(words) ?? []), label]);
  }
  return [...parts].map(([words, labels]) => `${listed(labels)}: ${words}`).join(' ');
}

function listed(labels: readonly string[]): string {
  const more = labels.length - NAMED_PARTS;
  return more > 0 ? `${labels.slice(0, NAMED_PARTS).join(', ')} and ${more} more` : labels.join(' and ');
}
