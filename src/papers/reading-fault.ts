import { AppError, describeError } from '../errors.js';

/** A caller's deadline is the source's fault; a caller's stop is not. */
export function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && reason.name === 'TimeoutError';
}

/** Why a reading did not end normally, for people. @param title how people know the source */
export function faultSentence(thrown: unknown, title: string): string {
  if (isTimeout(thrown)) return `${title} did not finish answering in time.`;
  if (thrown instanceof AppError) return describeError(thrown);
  return `${title} could not be read: ${describeError(thrown)}`;
}
