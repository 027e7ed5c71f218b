import { mailOf } from '../../config-rules.js';
import { settingFault } from '../../setup/check-setting.js';
import { mailState } from '../../subscriptions/mail-state.js';
import { askMailServer } from '../../wiring/setting-up.js';
import type { Here } from './keep-token.js';

const USUAL_PUBLIC_URL = 'http://localhost:3000';

interface Wanted {
  readonly SMTP_URL: string;
  readonly MAIL_FROM: string;
  readonly PUBLIC_URL: string;
}

/** Asks for a mail server until one takes the login, or until the person leaves it. */
export async function setUpMail(here: Here): Promise<void> {
  const { ask, file } = here;
  const names = ['SMTP_URL', 'MAIL_FROM', 'PUBLIC_URL'] as const;
  const outside = names.filter((name) => file.fromOutside(name));
  if (outside.length > 0) {
    ask.say(`${outside.join(' and ')}: set in the environment, which counts before .env.`);
    return;
  }
  for (;;) {
    const wanted = await askFor(here);
    if (wanted === null) {
      ask.say('E-mail stays as it is.');
      return;
    }
    if (await serves(wanted, here)) {
      if (await file.keep({ ...wanted })) ask.good('Kept: SMTP_URL, MAIL_FROM and PUBLIC_URL.');
      return;
    }
  }
}

// --- Internal helpers ---

async function askFor({ ask, file }: Here): Promise<Wanted | null> {
  const present = file.value('SMTP_URL');
  const keep = present !== undefined && (await ask.yes('Keep the mail server that is set?'));
  const server = keep
    ? present
    : await ask.secret({
        message:
          'Mail server, like smtp://user:password@mail.example.org:587 (hidden; empty to leave it for later)',
        check: (answer) => (answer.trim() === '' ? null : serverFault(answer.trim())),
      });
  if (server.trim() === '') return null;
  const MAIL_FROM = await ask.text({
    message: 'Sender',
    initial: file.value('MAIL_FROM') ?? '',
    check: (answer) =>
      answer.trim() === '' ? 'Bounces go there: give an address.' : settingFault('MAIL_FROM', answer),
  });
  const PUBLIC_URL = await ask.text({
    message: 'At which address do readers reach the page?',
    initial: file.value('PUBLIC_URL') ?? USUAL_PUBLIC_URL,
    check: (answer) => settingFault('PUBLIC_URL', answer),
  });
  return { SMTP_URL: server.trim(), MAIL_FROM: MAIL_FROM.trim(), PUBLIC_URL: PUBLIC_URL.trim() };
}

function serverFault(answer: string): string | null {
  const fault = settingFault('SMTP_URL', answer);
  if (fault !== null) return fault;
  return new URL(answer).hostname === '' ? 'SMTP_URL names no server.' : null;
}

/** Connects, logs in, and looks whether the links in a mail would lead anywhere. */
async function serves(wanted: Wanted, { ask }: Here): Promise<boolean> {
  const mail = mailOf(wanted);
  const state = mailState({ mail, publicUrl: wanted.PUBLIC_URL });
  const problems =
    mail === null || state.kind === 'off'
      ? [state as { message: string; hint: string }]
      : await askMailServer(mail);
  for (const { message, hint } of problems) ask.bad(`${message} ${hint}`);
  if (problems.length === 0) ask.good(`${mail?.host ?? ''} takes the login.`);
  return problems.length === 0 || (await ask.yes('Keep it all the same?', false));
}
