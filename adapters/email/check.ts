import type { SmtpCheck } from '../../src/ports/mail.js';
import type { Problem } from '../../src/ports/publisher.js';
import { sendOutcomeOf, SmtpError } from './errors.js';
import { LOOK_GOOD_FOR_MS } from './limits.js';
import type { Smtp } from './smtp.js';

export interface SmtpCheckDeps {
  readonly smtp: Pick<Smtp, 'verify'>;
  /** Milliseconds of a steady clock. Default the process's own. */
  readonly now?: () => number;
}

/** Connects and logs in. One look serves everybody for half a minute, however many subscribers are looked at. */
export function createSmtpCheck({ smtp, now = () => performance.now() }: SmtpCheckDeps): SmtpCheck {
  let last: { readonly at: number; readonly found: ReturnType<SmtpCheck> } | null = null;
  return (signal) => {
    if (last !== null && now() - last.at < LOOK_GOOD_FOR_MS) return last.found;
    const found = smtp.verify(signal).then(
      () => ({ problems: [] }),
      (thrown: unknown) =>
        faultReport(thrown instanceof SmtpError ? thrown : SmtpError.of('connect', thrown)),
    );
    last = { at: now(), found };
    return found;
  };
}

// --- Internal helpers ---

function faultReport(fault: SmtpError): Awaited<ReturnType<SmtpCheck>> {
  const outcome = sendOutcomeOf(fault);
  if (outcome.kind === 'pause') return { problems: [{ message: outcome.reason, hint: hintOf(fault) }] };
  const problem: Problem = {
    message: `The mail server does not answer: ${fault.message}`,
    hint: 'Check SMTP_URL and that the server runs. Mails wait, and are sent when it is back.',
  };
  return { problems: [problem], unsure: true };
}

function hintOf(fault: SmtpError): string {
  const said = fault.reply === null ? '' : ` It said: ${fault.message}`;
  return `Check user, password and sender: SMTP_URL and MAIL_FROM.${said}`;
}
