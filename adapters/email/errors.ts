import { STOOD_STILL, type SendOutcome } from '../../src/ports/publisher.js';
import { cleanText } from '../../src/text/clean.js';
import { truncate } from '../../src/text/truncate.js';
import { NOT_NOW_MS } from './limits.js';

/** How far a message came. `message`: the server had asked for it, so that it may have it. */
export type SmtpStage = 'connect' | 'login' | 'envelope' | 'message';

/** What a server said, e.g. `550 5.1.1 no such user`. */
export interface SmtpReply {
  readonly code: number;
  /** Enhanced status of RFC 3463 without its class, e.g. `1.1`; null when there is none. */
  readonly detail: string | null;
  readonly text: string;
  /** The command it answered, e.g. `RCPT TO`. */
  readonly command: string;
}

/** One try with a mail server that went wrong. */
export class SmtpError extends Error {
  readonly stage: SmtpStage;
  readonly reply: SmtpReply | null;
  /** nodemailer's code, e.g. `EAUTH`. */
  readonly code: string;

  constructor(stage: SmtpStage, reply: SmtpReply | null, code: string, message?: string) {
    super(message ?? (reply === null ? code : `${reply.code} ${reply.text}`));
    this.name = 'SmtpError';
    this.stage = stage;
    this.reply = reply;
    this.code = code;
  }

  /** From what nodemailer throws. */
  static of(stage: SmtpStage, thrown: unknown): SmtpError {
    const error = (thrown instanceof Error ? thrown : new Error(String(thrown))) as NodeJS.ErrnoException & {
      readonly response?: unknown;
      readonly command?: unknown;
    };
    const command = typeof error.command === 'string' ? error.command : '';
    return new SmtpError(stage, replyOf(error.response, command), error.code ?? '', shown(error.message));
  }
}

/** Why a subscriber gets nothing more. Such a pause ends only when a person ends it: asking a dead mailbox every day harms the sender. */
export const BOUNCED = 'The mail server refuses this address for good, so nothing more is mailed to it.';
export const NO_LOGIN = 'The mail server does not accept the user and password of SMTP_URL.';
export const NOT_US = 'The mail server takes no mail from this sender or this machine.';

/** Enhanced statuses about who sends: authentication (7.8, 7.9, 7.11, 7.13, 7.14), SPF, DKIM and DMARC (7.20–7.27). */
const ABOUT_US = /^7\.(?:8|9|11|13|14|2[0-7])$/;
const ABOUT_US_TEXT =
  /\brelay|authenticat|\bspf\b|\bdkim\b|\bdmarc\b|reputation|black ?list|block ?list|sender (?:address )?(?:rejected|denied|not)/i;
/** Replies that ask for a login (RFC 4954). */
const LOGIN_CODES: ReadonlySet<number> = new Set([530, 534, 535, 538]);

/** How an attempt ended that threw. What is not certainly refused once the message had begun is `unknown`. */
export function sendOutcomeOf(error: SmtpError): SendOutcome {
  const { stage, reply, code } = error;
  const said = error.message;
  if (code === 'STOOD_STILL') return { kind: 'delay', error: STOOD_STILL, retryAfterMs: null };
  if (stage === 'message' && reply?.command !== 'DATA')
    return { kind: 'unknown', error: `The mail server may have taken it: ${said}` };
  if (code === 'EMESSAGE' && reply === null) return { kind: 'refused', error: said };
  if (code === 'EAUTH' && (reply === null || reply.code >= 500)) return paused('platform', NO_LOGIN, said);
  if (reply === null) return { kind: 'delay', error: said, retryAfterMs: null };
  if (reply.code < 500) return { kind: 'delay', error: said, retryAfterMs: NOT_NOW_MS };
  if (LOGIN_CODES.has(reply.code)) return paused('platform', NO_LOGIN, said);
  if (reply.command !== 'RCPT TO' && reply.command !== 'DATA') return paused('platform', NOT_US, said);
  if (isAboutUs(reply)) return paused('platform', NOT_US, said);
  if (reply.command === 'RCPT TO' || isAboutMailbox(reply)) return paused('channel', BOUNCED, said);
  return { kind: 'refused', error: said };
}

// --- Internal helpers ---

function paused(scope: 'channel' | 'platform', reason: string, error: string): SendOutcome {
  return { kind: 'pause', scope, reason, error };
}

function isAboutUs({ detail, text }: SmtpReply): boolean {
  return ABOUT_US.test(detail ?? '') || ABOUT_US_TEXT.test(text);
}

/** Some servers say only after the message that there is no such mailbox. */
function isAboutMailbox({ detail }: SmtpReply): boolean {
  return /^[12]\./.test(detail ?? '');
}

function replyOf(response: unknown, command: string): SmtpReply | null {
  if (typeof response !== 'string') return null;
  const [, code, detail = null, text = ''] =
    /^(\d{3})[ -](?:[245]\.(\d{1,3}\.\d{1,3})[ ]?)?([^]*)/.exec(response) ?? [];
  return code === undefined ? null : { code: Number(code), detail, text: shown(text), command };
}

/** What a server says is foreign text, and may name the address: that stays out of logs and ledger. */
function shown(text: string): string {
  return truncate(cleanText(text.replace(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, '[address]')), 300);
}
