import type { ChannelAddress } from '../../src/channels/channel.js';
import { describeError } from '../../src/errors.js';
import type { Recipient, RecipientFor, SmtpCheck } from '../../src/ports/mail.js';
import type {
  PlaceReport,
  Publisher,
  SendOutcome,
  SendRequest,
  SettlePolicy,
} from '../../src/ports/publisher.js';
import { Link, mailDocument } from './document.js';
import { BOUNCED, sendOutcomeOf, SmtpError } from './errors.js';
import { messageIdOf, mimeMessage, type Sender } from './message.js';
import { mailPayload, type MailPayload } from './payload.js';
import { renderDigest } from './render.js';
import type { Smtp } from './smtp.js';

export interface EmailPublisherDeps {
  readonly smtp: Smtp;
  readonly from: Sender;
  readonly recipientFor: RecipientFor;
  readonly check: SmtpCheck;
}

/**
 * A mailbox cannot be read back. After an answer that never came the same mail, with the same Message-ID, is sent once
 * more, five minutes later, when a server that was merely slow has long had it; after that a person decides.
 */
const POLICY: SettlePolicy = { repeatWithinMs: 0, settleMs: 5 * 60_000, maxResends: 1 };

/** Mails digests, one mail for each. */
export function createEmailPublisher(deps: EmailPublisherDeps): Publisher {
  return {
    platform: 'email',
    policy: () => POLICY,
    render: renderDigest,
    send: (request, signal) => send(request, deps, signal),
    look: () => Promise.resolve({ kind: 'unreadable' }),
    inspect: (address, _layout, signal) => inspect(address, deps, signal),
    // Nobody wants a mail that says there is nothing; what a channel says of empty days does not count here.
    say: () => Promise.resolve(),
  };
}

// --- Internal helpers ---

async function send(
  request: SendRequest,
  { smtp, from, recipientFor }: EmailPublisherDeps,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const parsed = mailPayload.safeParse(request.payload);
  if (!parsed.success) return { kind: 'refused', error: 'The payload is no mail.', bug: true };
  let recipient: Recipient | null;
  try {
    recipient = await recipientFor(request.address.place);
  } catch (error) {
    return { kind: 'delay', error: describeError(error), retryAfterMs: null };
  }
  if (recipient === null) return { kind: 'refused', error: 'The subscriber is gone.' };
  const draft = draftOf(parsed.data, recipient, request.key);
  try {
    const envelope = { from: from.address, to: recipient.address };
    await smtp.submit(envelope, await mimeMessage(draft, from), signal, request.mayLeave);
    return { kind: 'sent', remoteId: messageIdOf(request.key, from) };
  } catch (thrown) {
    return sendOutcomeOf(thrown instanceof SmtpError ? thrown : SmtpError.of('connect', thrown));
  }
}

function draftOf({ subject, preheader, content, text }: MailPayload, to: Recipient, key: string) {
  const { address, manageUrl, unsubscribeUrl } = to;
  const footer = (
    <>
      You get this because you asked for it, and confirmed it.
      <br />
      <Link url={manageUrl}>Change topics, hour or days</Link> · <Link url={unsubscribeUrl}>Unsubscribe</Link>
    </>
  );
  return {
    to: address,
    subject,
    html: mailDocument({ title: subject, preheader, content, footer }),
    text: `${text}\n\n-- \nYou get this because you asked for it, and confirmed it.\nChange topics, hour or days: ${manageUrl}\nUnsubscribe: ${unsubscribeUrl}\n`,
    key,
    unsubscribeUrl,
  };
}

/** What can be told without sending: whether the server serves us. A bounced address looks well for ever. */
async function inspect(
  { place }: ChannelAddress,
  { recipientFor, check }: EmailPublisherDeps,
  signal: AbortSignal,
): Promise<PlaceReport> {
  const report = await check(signal);
  if (report.problems.length > 0) return { name: null, ...report };
  const gone = (await recipientFor(place)) === null;
  const hint = 'People subscribe on the page, and confirm it by mail.';
  const problems = gone ? [{ message: 'There is no such subscriber.', hint }] : [];
  return { name: null, problems, leftReason: BOUNCED, layouts: ['compact'] };
}
