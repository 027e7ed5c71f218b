const BLOT = '[secret]';

/** Fields whose value is never shown. */
const SECRET_NAME = /token|secret|passw(or)?d|authorization|api[_-]?key|cookie|credential/i;

/** What secrets look like inside a text, with what stands in their place. */
const SECRET_SHAPES: readonly (readonly [RegExp, string])[] = [
  // Slack tokens of every kind, and the addresses that work without one.
  [/\bx(?:ox[a-z]|app)-[\w-]{4,}/g, BLOT],
  [/(hooks\.slack\.com\/[a-z]+\/)[^\s"'<>]+/gi, `$1${BLOT}`],
  // Discord: three base64url pieces, the first an id in base64; and the tokens inside its addresses.
  [/\b[A-Za-z\d_-]{18,30}\.[A-Za-z\d_-]{6,7}\.[A-Za-z\d_-]{27,}/g, BLOT],
  [/(\/(?:webhooks|interactions)\/\d{5,25}\/)[\w.-]{16,}/g, `$1${BLOT}`],
  [/\b(Bot|Bearer|Basic)\s+[\w.~+/-]{8,}=*/gi, `$1 ${BLOT}`],
  [/\b(hf|ghp|gho|ghs|github_pat)_[A-Za-z\d_]{10,}/g, BLOT],
  // Up to the last @: a password may hold a slash or an @ that nobody escaped.
  [/([a-z][a-z\d+.-]{1,20}:\/\/[^\s:/@"'<>]{0,200}):[^\s"'<>]+@/gi, `$1:${BLOT}@`],
  [/([?&][\w-]{0,40}(?:token|secret|password|key|signature)=)[^&\s"'<>]+/gi, `$1${BLOT}`],
];

const DEEPEST = 6;
/** Nothing that is logged on purpose has more fields or entries. */
const MOST_ENTRIES = 60;
/** A longer text is an answer somebody forgot to cut. */
const LONGEST_TEXT = 4_000;

/**
 * The value with every secret blotted out: fields with a telling name, and texts that have a secret's shape.
 * Errors become name, message, code and cause. Anything deeper than six levels, wider than sixty entries or
 * longer than 4,000 characters is cut. Never throws.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object') return value;
  if (depth >= DEEPEST) return '[deep]';
  try {
    return redactObject(value, depth + 1);
  } catch {
    return '[unreadable]';
  }
}

/** A text with everything that has a secret's shape blotted out. */
export function redactText(text: string): string {
  const kept = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
  return SECRET_SHAPES.reduce((clean, [shape, blot]) => clean.replace(shape, blot), kept);
}

// --- Internal helpers ---

function redactObject(value: object, depth: number): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof URL) return redactText(value.href);
  if (value instanceof Error) return redactError(value, depth);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Map) return redactObject(Object.fromEntries(value) as object, depth);
  if (Array.isArray(value) || value instanceof Set)
    return [...value].slice(0, MOST_ENTRIES).map((item) => redact(item, depth));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MOST_ENTRIES)
      .map(([name, inner]) => [redactText(name), isSecret(name, inner) ? BLOT : redact(inner, depth)]),
  );
}

/** Numbers and flags with a telling name say how many or whether, not what. */
function isSecret(name: string, value: unknown): boolean {
  if (!SECRET_NAME.test(name) || value === null || value === '') return false;
  return typeof value === 'string' || typeof value === 'object';
}

function redactError(error: Error, depth: number): object {
  const code = 'code' in error ? { code: redact(error.code, depth) } : {};
  const cause = error.cause === undefined ? {} : { cause: redact(error.cause, depth) };
  const errors = error instanceof AggregateError ? { errors: redact(error.errors, depth) } : {};
  return { name: error.name, message: redactText(error.message), ...code, ...cause, ...errors };
}
