import type { Config } from '../config.js';
import { isLoopback } from '../public-address.js';

/** Whether people can subscribe by mail, and for the operator why not. */
export type MailState =
  | { readonly kind: 'on' }
  | {
      readonly kind: 'off';
      readonly why: 'no-server' | 'no-links';
      readonly message: string;
      readonly hint: string;
    };

/** Where mail servers that hand mail on listen: SMTP (RFC 5321), submission (RFC 6409), with TLS at once (RFC 8314). */
const RELAY_PORTS: ReadonlySet<number> = new Set([25, 465, 587]);

/**
 * Mail is on when there is a mail server, and when the links in a mail lead somewhere: to a `PUBLIC_URL` that is not
 * this machine. One exception for whoever tries it out: a mail server on this machine at none of the ports of real ones
 * is a developer's catcher, whose reader sits here, too.
 */
export function mailState({ mail, publicUrl }: Pick<Config, 'mail' | 'publicUrl'>): MailState {
  if (mail === null)
    return {
      kind: 'off',
      why: 'no-server',
      message: 'E-mail is off.',
      hint: 'Set SMTP_URL and MAIL_FROM.',
    };
  if (!isLoopback(new URL(publicUrl).hostname)) return { kind: 'on' };
  if (isLoopback(mail.host) && !RELAY_PORTS.has(mail.port)) return { kind: 'on' };
  return {
    kind: 'off',
    why: 'no-links',
    message: `E-mail is off: PUBLIC_URL is ${publicUrl}, and nobody else could open the links to confirm and to unsubscribe.`,
    hint: 'Set PUBLIC_URL to the address at which readers reach this page.',
  };
}
