import { timingSafeEqual } from 'node:crypto';
import type { Mac } from '../ports/people-store.js';
import { isSubscriberId } from '../channels/address.js';

/** What a link is for: one that was made for one thing opens nothing else. */
export type LinkUse = 'confirm' | 'manage' | 'unsubscribe';

export interface MailLinks {
  /** The whole address, ready to be mailed. @param id of the letter, or the subscriber */
  url(use: LinkUse, id: string): string;
  /** The id a link was made for; null when it was cut, changed, or made for something else. */
  read(use: LinkUse, token: string): string | null;
}

/** Characters of a signature: 32 hexadecimal digits are 128 bits. */
const SIGNED = 32;

/**
 * Links that only their reader has: `/manage/ID.SIGNATURE`. The signature is an HMAC under a secret that a rotation of
 * the key does not change, so that links in old mails go on working.
 * @param publicUrl without a slash at its end
 */
export function createMailLinks(mac: Mac, publicUrl: string): MailLinks {
  const sign = (use: LinkUse, id: string): string => mac(`mail-link-${use}`, id).slice(0, SIGNED);
  return {
    url: (use, id) => `${publicUrl}/${use}/${id}.${sign(use, id)}`,
    read: (use, token) => {
      const [id = '', signature = '', ...rest] = token.split('.');
      if (rest.length > 0 || !isSubscriberId(id) || !/^[a-f0-9]{32}$/.test(signature)) return null;
      return timingSafeEqual(Buffer.from(signature), Buffer.from(sign(use, id))) ? id : null;
    },
  };
}
