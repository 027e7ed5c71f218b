import { AppError } from '../errors.js';

/**
 * How a reading failed: `unreachable` no answer came, `throttled` told to wait, `status` an answer that says no,
 * `unreadable` an answer that is not what the source should give, `partial` some of its parts failed.
 */
export type SourceFault = 'unreachable' | 'throttled' | 'status' | 'unreadable' | 'partial';

export interface SourceErrorOptions {
  readonly fault: SourceFault;
  readonly retryable?: boolean;
  /** The source asked not to be asked before this instant. */
  readonly notBefore?: Date | null;
  readonly hint?: string;
  readonly cause?: unknown;
  /** Names of the parts that could not be read when everything else was. Default null: the reading does not count. */
  readonly lost?: readonly string[] | null;
}

/** A source could not be read. Code `source`. */
export class SourceError extends AppError {
  readonly fault: SourceFault;
  readonly notBefore: Date | null;
  readonly lost: readonly string[] | null;

  constructor(message: string, options: SourceErrorOptions) {
    super(message, {
      code: 'source',
      retryable: options.retryable ?? true,
      ...(options.hint === undefined ? {} : { hint: options.hint }),
      cause: options.cause,
    });
    this.name = 'SourceError';
    this.fault = options.fault;
    this.notBefore = options.notBefore ?? null;
    this.lost = options.lost ?? null;
  }
}

/** True when asking the same host for something else is pointless just now. */
export function isHostDown(error: unknown): boolean {
  return error instanceof SourceError && (error.fault === 'unreachable' || error.fault === 'throttled');
}
