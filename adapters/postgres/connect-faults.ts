import { AppError } from '../../src/errors.js';

/** SQLSTATE class 08 and these: the database is away, not the statement wrong (PostgreSQL docs, appendix A). */
const AWAY = new Set([
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '53300', // too_many_connections
  '40001', // serialization_failure: the same call succeeds later
  '40P01', // deadlock_detected
  '25P03', // idle_in_transaction_session_timeout
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** Sentences of `pg` itself, which carry no code. */
const AWAY_TEXT =
  /connection terminated|timeout exceeded when trying to connect|not queryable|connection error|query read timeout/i;

export function isAway(error: unknown): boolean {
  const { code, message } = facts(error);
  return AWAY.has(code) || code.startsWith('08') || (code === '' && AWAY_TEXT.test(message));
}

/** What a failed statement becomes: an AppError `database`, retryable when the database was away. */
export function statementFault(error: unknown): AppError {
  const { message } = facts(error);
  if (isAway(error))
    return new AppError(`The database cannot be reached: ${message}.`, {
      code: 'database',
      retryable: true,
      hint: 'The work is kept and done when it is back.',
      cause: error,
    });
  return new AppError(`The database refused a statement: ${message}.`, { code: 'database', cause: error });
}

/** Why a server cannot be used, in words; never with the password. */
export function connectFault(error: unknown, databaseUrl: string): AppError {
  const { code, message } = facts(error);
  const place = placeOf(databaseUrl);
  const make = (what: string, hint: string, retryable = false): AppError =>
    new AppError(`${what} (${place}).`, { code: 'database', hint, retryable, cause: error });

  if (code === '28P01' || code === '28000')
    return make('The database refused the user or password', 'Check both in DATABASE_URL.');
  if (message.includes('client password must be a'))
    return make('The database asks for a password, and none is given', 'Put it into DATABASE_URL.');
  if (code === '3D000')
    return make(
      'That database does not exist on the server',
      'Create it (createdb), or correct DATABASE_URL.',
    );
  if (code === '42501')
    return make(
      `The database user may not do what is needed: ${message}`,
      'Let it own the database, or grant it CREATE on it.',
    );
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return make('The database host is not known', 'Correct the host in DATABASE_URL.', true);
  if (isAway(error))
    return make(
      `The database cannot be reached: ${message}`,
      'Start PostgreSQL, or correct DATABASE_URL; unset it to use the embedded database.',
      true,
    );
  return make(`The database cannot be opened: ${message}`, 'Check DATABASE_URL and the server’s log.');
}

/** `host:port/name as user`, from the URL without its secrets. */
export function placeOf(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) return 'DATABASE_URL';
  const url = new URL(databaseUrl);
  const host = url.searchParams.get('host') ?? url.host;
  return `${host}${url.pathname} as ${url.username === '' ? 'the default user' : url.username}`;
}

function facts(error: unknown): { code: string; message: string } {
  // A host with several addresses fails with one error for each.
  const first: unknown = error instanceof AggregateError ? (error.errors[0] ?? error) : error;
  const code = (first as { code?: unknown }).code;
  const message = first instanceof Error ? first.message : String(first);
  return { code: typeof code === 'string' ? code : '', message };
}
