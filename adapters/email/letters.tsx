import type { Letter, SendLetter } from '../../src/ports/mail.js';
import type { SendOutcome } from '../../src/ports/publisher.js';
import { htmlOf, Link, mailDocument, Masthead } from './document.js';
import { SmtpError, sendOutcomeOf } from './errors.js';
import { messageIdOf, mimeMessage, type Sender } from './message.js';
import type { Smtp } from './smtp.js';
import { STYLE } from './style.js';

/** Sends mails about subscriptions. They hold no word of whoever asked: a box on a page must not carry other people's text. */
export function createLetterSender(deps: { readonly smtp: Smtp; readonly from: Sender }): SendLetter {
  const { smtp, from } = deps;
  return async ({ to, key, letter }, signal): Promise<SendOutcome> => {
    try {
      const message = await mimeMessage({ to, key, ...letterOf(letter), unsubscribeUrl: null }, from);
      await smtp.submit({ from: from.address, to }, message, signal);
      return { kind: 'sent', remoteId: messageIdOf(key, from) };
    } catch (thrown) {
      return sendOutcomeOf(thrown instanceof SmtpError ? thrown : SmtpError.of('connect', thrown));
    }
  };
}

/** Subject and both parts of a letter. Pure. */
export function letterOf(letter: Letter): { subject: string; html: string; text: string } {
  return letter.kind === 'confirm' ? confirmLetter(letter) : knownLetter(letter);
}

// --- Internal helpers ---

const WHAT =
  'Somebody, we hope you, typed this address into the box of a Broadsheet page, to get trending research papers by mail.';
const NOT_ME =
  'If that was not you, do nothing: no further mail comes, and your address is deleted after two days.';

function confirmLetter({ confirmUrl }: Extract<Letter, { kind: 'confirm' }>) {
  const subject = 'Please confirm your subscription to Broadsheet';
  const content = htmlOf(
    <>
      <Masthead below="Trending research papers by mail" />
      <tr>
        <td class="b-wide" style={STYLE.block}>
          <p class="b-prose" style={STYLE.prose}>
            {WHAT}
          </p>
          <p style="margin:22px 0;">
            <a class="b-button" style={STYLE.button} href={confirmUrl}>
              Confirm the subscription
            </a>
          </p>
          <p class="b-prose" style={STYLE.prose}>
            The link works once, within 48 hours. {NOT_ME}
          </p>
        </td>
      </tr>
    </>,
  );
  const footer = <Copyable url={confirmUrl} />;
  const text = `${WHAT}\n\nConfirm the subscription:\n${confirmUrl}\n\nThe link works once, within 48 hours. ${NOT_ME}\n`;
  return {
    subject,
    html: mailDocument({ title: subject, preheader: 'One click, and it begins.', content, footer }),
    text,
  };
}

function knownLetter({ manageUrl, unsubscribeUrl }: Extract<Letter, { kind: 'known' }>) {
  const subject = 'You are subscribed to Broadsheet already';
  const sentence =
    'Somebody, we hope you, typed this address into the box of a Broadsheet page. It is subscribed already, so nothing has changed.';
  const content = htmlOf(
    <>
      <Masthead below="Trending research papers by mail" />
      <tr>
        <td class="b-wide" style={STYLE.block}>
          <p class="b-prose" style={STYLE.prose}>
            {sentence}
          </p>
          <p style="margin:22px 0;">
            <a class="b-button" style={STYLE.button} href={manageUrl}>
              See and change the subscription
            </a>
          </p>
          <p class="b-prose" style={STYLE.prose}>
            Or leave: <Link url={unsubscribeUrl}>unsubscribe</Link>.
          </p>
        </td>
      </tr>
    </>,
  );
  const footer = <Copyable url={manageUrl} />;
  const text = `${sentence}\n\nSee and change it:\n${manageUrl}\n\nUnsubscribe:\n${unsubscribeUrl}\n`;
  return {
    subject,
    html: mailDocument({ title: subject, preheader: 'Nothing has changed.', content, footer }),
    text,
  };
}

/** For whoever reads where buttons do not work. */
function Copyable({ url }: { readonly url: string }) {
  return (
    <>
      If the button does not work, open this address:
      <br />
      <span style="word-break:break-all;">
        <Link url={url}>{url}</Link>
      </span>
    </>
  );
}
