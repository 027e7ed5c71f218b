import { AppError, describeError } from '../errors.js';

/**
 * `complete`: everything was read. `partial`: some of it was, and is kept. `failed`: nothing was.
 * `stopped`: the caller ended it; what had arrived is kept.
 */
export type CollectOutcome = 'complete' | 'partial' | 'failed' | 'stopped';

/** A caller's deadline is the source's fault; a caller's stop is not. */
export function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && reason.name === 'TimeoutError';
}

/**
 * How a reading ended.
 * @param fault what ended it before its end; null when nothing did
 * @param kept whether something of it is kept
 */
export function endOfReading(fault: object | null, signal: AbortSignal, kept: boolean): CollectOutcome {
  if (fault === null) return 'complete';
  if (signal.aborted && !isTimeout(signal.reason)) return 'stopped';
  return kept ? 'partial' : 'failed';
}

/** Why a reading did not end normally, for people. @param title how people know the source */
export function faultSentence(thrown: unknown, title: string): string {
  if (isTimeout(thrown)) return `${title} did not finish answering in time.`;
  if (thrown instanceof AppError) return describeError(thrown);
  return `${title} could not be read: ${describeError(thrown)}`;
}
