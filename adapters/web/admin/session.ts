import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long a person stays logged in, milliseconds: a working day. */
export const SESSION_MS = 12 * 3_600_000;

/** Who may see the admin pages: whoever knows the token, or was given a cookie by it. Holds no state. */
export interface Sessions {
  /** True for the token itself; takes as long for every other text. */
  readonly isToken: (text: string) => boolean;
  /** A cookie's value that opens until `SESSION_MS` from now. */
  readonly make: () => string;
  /** True for a value of `make`, unchanged, whose time is not over. Another token makes all of them void. */
  readonly isOpen: (value: string) => boolean;
}

/** @param now milliseconds since 1970 */
export function createSessions(token: string, now: () => number): Sessions {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  const expected = hash(token);
  const sign = (text: string): string =>
    createHmac('sha256', token).update(`admin-session ${text}`).digest('base64url');
  return {
    isToken: (text) => timingSafeEqual(hash(text), expected),
    make: () => {
      const head = `${now() + SESSION_MS}.${randomBytes(9).toString('base64url')}`;
      return `${head}.${sign(head)}`;
    },
    isOpen: (value) => {
      const [until = '', nonce = '', signature = '', ...rest] = value.split('.');
      const signed = timingSafeEqual(hash(signature), hash(sign(`${until}.${nonce}`)));
      const inTime = /^\d{13}$/.test(until) && Number(until) > now() && Number(until) <= now() + SESSION_MS;
      return signed && inTime && rest.length === 0;
    },
  };
}
