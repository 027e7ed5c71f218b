/** What kind of trouble it is; stable, so that callers and tests can branch on it. */
export type ErrorCode =
  | 'config'
  | 'usage'
  | 'not-found'
  | 'conflict'
  | 'already-running'
  | 'version-mismatch'
  | 'database'
  | 'queue'
  | 'busy'
  | 'source'
  | 'platform'
  | 'picture'
  | 'invalid-payload';

export interface AppErrorOptions {
  readonly code: ErrorCode;
  /** True when the same call may succeed later without anyone changing anything. Default false. */
  readonly retryable?: boolean;
  /** What the reader can do about it, as a sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** The only error the core throws on purpose: says what happened, where, and the repair. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly hint: string | undefined;

  constructor(message: string, options: AppErrorOptions) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = options.code;
    this.retryable = options.retryable ?? false;
    this.hint = options.hint;
  }
}

/** The sentence a person should read for any thrown value: message, then the repair when one is known. */
export function describeError(error: unknown): string {
  if (error instanceof AppError)
    return error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
  if (error instanceof Error) return error.message === '' ? error.name : error.message;
  return String(error);
}
