/** Codes of errors that happen before a request leaves the machine: Node's for names and certificates, undici's, ours. */
const NOT_SENT = new Set([
  'STOOD_STILL',
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);
/** Longest chain of causes followed; SDKs wrap once or twice. */
const DEEPEST = 5;

/**
 * True when the request certainly never left this machine, whatever the SDK wrapped its error in. A host with several
 * addresses fails with one error for each; then all of them must say so.
 */
export function neverLeft(thrown: unknown): boolean {
  for (const error of causes(thrown)) {
    if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(neverLeft);
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (NOT_SENT.has(code ?? '') || syscall === 'connect' || syscall === 'getaddrinfo') return true;
  }
  return false;
}

/** The error and what caused it, outermost first, at most five; empty for what is no error. */
export function causes(thrown: unknown): readonly Error[] {
  const errors: Error[] = [];
  for (let error = thrown; error instanceof Error && errors.length < DEEPEST; error = error.cause)
    errors.push(error);
  return errors;
}
