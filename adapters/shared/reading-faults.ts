import { describeError } from '../../src/errors.js';
import { isTimeout } from '../../src/papers/reading-fault.js';
import { SourceError } from '../../src/papers/source-error.js';

/** Faults of the parts of one reading, gathered so that one part does not lose the others. */
export interface ReadingFaults {
  /**
   * Notes what could not be read.
   * @param label what was asked for
   * @param part the part of the source that is lost by it; null when no paper is
   * @throws what is not a source's fault, such as an abort; when the time of the reading is over, a SourceError that
   * names what failed before, if something did: that is why the time was too short
   */
  add(label: string, error: unknown, part: string | null): void;
  /** Notes parts that were not even asked for because of a fault already added. */
  lose(parts: readonly string[]): void;
  isLost(part: string): boolean;
  /**
   * @param parts all parts of the source: when each of them is lost, the reading does not count at all
   * @throws SourceError that names everything that failed, when something did
   */
  throwIfAny(parts: readonly string[]): void;
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
  const lost = new Set<string>();
  const gathered = (first: Fault, more: string, kept: readonly string[] | null): SourceError => {
    const orders = faults.flatMap(({ error }) =>
      error.notBefore === null ? [] : [error.notBefore.getTime()],
    );
    return new SourceError(`${title} could not be read completely. ${sentences(faults)}${more}`, {
      fault: faults.length === 1 ? first.error.fault : 'partial',
      retryable: faults.some(({ error }) => error.retryable),
      notBefore: orders.length === 0 ? null : new Date(Math.max(...orders)),
      cause: first.error,
      lost: kept,
    });
  };
  return {
    add(label, error, part) {
      const [before] = faults;
      if (isTimeout(error) && before !== undefined) throw gathered(before, ' Then the time was over.', null);
      if (!(error instanceof SourceError)) throw error;
      faults.push({ label, error });
      if (part !== null) lost.add(part);
    },
    lose: (parts) => parts.forEach((part) => lost.add(part)),
    isLost: (part) => lost.has(part),
    throwIfAny(parts) {
      const first = faults[0];
      if (first === undefined) return;
      // A source that asks to be left alone is not asked again for its parts either.
      const throttled = faults.some(({ error }) => error.fault === 'throttled');
      const whole = throttled || parts.every((part) => lost.has(part));
      throw gathered(first, '', whole ? null : [...lost]);
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
