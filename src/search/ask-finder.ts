import { AppError } from '../errors.js';
import { nextTryAt } from '../papers/breaker.js';
import { isHostDown, SourceError } from '../papers/source-error.js';
import type { PaperFinder } from '../ports/paper-finder.js';

export interface AskFinderDeps {
  /** Ends the asking of one finder; soon, because a person waits. Default: only the caller's signal does. */
  readonly patience?: () => AbortSignal;
  /** With it, a finder that is silent or overloaded is left alone for a while. Default: it is asked again at once. */
  readonly now?: () => Date;
}

/** Asks one finder for something. @throws AppError `source` at once while the finder is left alone, and what `work` throws */
export type AskFinder = <T>(
  finder: PaperFinder,
  caller: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
) => Promise<T>;

/**
 * Asks finders with patience, so that one that is down costs one search its time and not every search after it: for a
 * minute, or for as long as the finder itself asked (a day at most), it is not asked again.
 */
export function createAskFinder({ patience, now }: AskFinderDeps): AskFinder {
  const restsUntil = new Map<PaperFinder, Date>();
  return async (finder, caller, work) => {
    const until = restsUntil.get(finder);
    if (until !== undefined && now !== undefined && now() < until) throw silent(finder);
    const impatient = patience?.();
    const signal = impatient === undefined ? caller : AbortSignal.any([caller, impatient]);
    try {
      return await within(signal, work(signal));
    } catch (error) {
      // Whoever asked may have gone away: that says nothing about the finder.
      if (caller.aborted) throw error;
      const outOfPatience = impatient?.aborted === true;
      if (now !== undefined && (outOfPatience || isOverloaded(error)))
        restsUntil.set(finder, nextTryAt(1, now(), error instanceof SourceError ? error.notBefore : null));
      throw error;
    }
  };
}

// --- Internal helpers ---

function silent({ title }: PaperFinder): AppError {
  return new AppError(`${title} does not answer just now.`, { code: 'source', retryable: true });
}

/** No answer, told to wait, or an answer like 503; not one that says no to what was asked. */
function isOverloaded(error: unknown): boolean {
  return isHostDown(error) || (error instanceof SourceError && error.fault === 'status' && error.retryable);
}

/** Waits no longer than the signal allows, also for one that stands in a queue and does not hear it. */
function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(reason(signal));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

function reason({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error('The search was ended.');
}
