import type { Parsed } from '../channels/parse-schedule.js';

export interface MailAddress {
  /** As it is mailed to: trimmed, the domain in lower case and ASCII. */
  readonly address: string;
  /** The same for everything that reaches the same mailbox: `Ada.Lovelace+papers@gmail.com` is `adalovelace@gmail.com`. */
  readonly mailbox: string;
}

/** RFC 5321 §4.5.3.1: octets of the local part, and of a whole path without its brackets. */
const LONGEST_LOCAL = 64;
const LONGEST = 254;
/** What HTML takes as a mail address (input type email), which leaves out quoted and international local parts. */
const LOCAL = /^[\w.!#$%&'*+/=?^`{|}~-]+$/;
const DOMAIN = /^(?=.{1,253}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;
/** Dots in front of these do not count. */
const DOTLESS = new Set(['gmail.com', 'googlemail.com']);

/** Reads one mail address. Total: anything is an address or a repairable fault. */
export function parseMailAddress(text: string): Parsed<MailAddress> {
  const given = text.trim();
  if (given === '') return fault('Please give your mail address.');
  const at = given.lastIndexOf('@');
  if (at < 0) return fault('This is no mail address: it has no @. Write it like you@example.org.');
  const local = given.slice(0, at);
  const domain = asciiDomain(given.slice(at + 1));
  if (domain === null || !DOMAIN.test(domain))
    return fault('This is no mail address: what stands behind the @ is no domain, like example.org.');
  if (!LOCAL.test(local) || local.startsWith('.') || local.endsWith('.') || local.includes('..'))
    return fault('This is no mail address that we can write to. Write it like you@example.org.');
  const address = `${local}@${domain}`;
  if (local.length > LONGEST_LOCAL || address.length > LONGEST)
    return fault('This is longer than a mail address can be.');
  return { ok: true, value: { address, mailbox: mailboxOf(local.toLowerCase(), domain) } };
}

/** Enough of an address for its owner to know it: `a…@example.org`. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, 1)}…${address.slice(at)}`;
}

// --- Internal helpers ---

function mailboxOf(local: string, domain: string): string {
  const [base = local] = local.split('+');
  const dotless = DOTLESS.has(domain) ? base.replaceAll('.', '') : base;
  return `${dotless === '' ? local : dotless}@${domain === 'googlemail.com' ? 'gmail.com' : domain}`;
}

/** `exämple.org` as the name system knows it; null when it is none. */
function asciiDomain(domain: string): string | null {
  if (!/^[^\s/?#@:[\]\\%<>"']+$/.test(domain) || !URL.canParse(`http://${domain}`)) return null;
  const host = new URL(`http://${domain}`).hostname;
  return /^[\d.]+$/.test(host) ? null : host;
}

function fault(message: string): Parsed<never> {
  return { ok: false, message };
}
