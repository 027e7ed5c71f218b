import { createEmailPublisher, createSmtp, createSmtpCheck } from '../../adapters/email/index.js';
import { mailOf } from '../../src/config-rules.js';
import type { Payload } from '../../src/digests/delivery.js';
import type { DigestContent } from '../../src/digests/digest.js';
import type { Publisher, SendRequest } from '../../src/ports/publisher.js';
import { keysOf } from '../contracts/publisher-contract.js';
import { startSmtp, type FakeSmtp } from '../fakes/smtp.js';
import { sampleContent } from './digest-content.js';

export const READER = 'reader@example.org';
export const SUBSCRIBER = '0123456789abcdef0123456789abcdef';
export const LINKS = {
  manageUrl: 'https://papers.example.org/manage/abc.def',
  unsubscribeUrl: 'https://papers.example.org/unsubscribe/abc.def',
};

export interface MailBench {
  readonly fake: FakeSmtp;
  readonly publisher: Publisher;
  /** The one mail of a digest, on its way to the reader. */
  request(content?: DigestContent): SendRequest;
}

/** A publisher on a real SMTP server, with one subscriber. */
export async function mailBench(
  options: { readonly login?: { user: string; pass: string }; readonly password?: string } = {},
): Promise<MailBench> {
  const fake = await startSmtp(options.login);
  const url =
    options.password === undefined ? fake.url : fake.url.replace(/:[^:@]*@/, `:${options.password}@`);
  const mail = mailOf({ SMTP_URL: url, MAIL_FROM: 'Broadsheet <papers@example.net>' });
  if (mail === null) throw new Error('no mail');
  const smtp = createSmtp(mail);
  let at = 0;
  const publisher = createEmailPublisher({
    smtp,
    from: mail.from,
    check: createSmtpCheck({ smtp, now: () => (at += 60_000) }),
    recipientFor: (id) => Promise.resolve(id === SUBSCRIBER ? { address: READER, ...LINKS } : null),
  });
  const keyOf = keysOf('mail bench');
  return {
    fake,
    publisher,
    request: (content = sampleContent()) => ({
      address: { platform: 'email', workspace: '-', place: SUBSCRIBER },
      kind: 'head',
      payload: JSON.parse(JSON.stringify(publisher.render(content, 'compact', keyOf)[0]?.payload)) as Payload,
      key: keyOf(0),
      parents: { head: null, thread: null },
    }),
  };
}
