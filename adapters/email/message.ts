import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import type { MailConfig } from '../../src/config-rules.js';

export type Sender = MailConfig['from'];

/** One mail with both its parts. */
export interface MailDraft {
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Names this mail for ever. */
  readonly key: string;
  /** Where readers leave the list; null for a letter that belongs to none. */
  readonly unsubscribeUrl: string | null;
}

/** The same key gives the same id on any machine, so that servers and readers can tell a mail sent twice. */
export function messageIdOf(key: string, { address }: Sender): string {
  return `<${key.slice(0, 40)}@${domainOf(address)}>`;
}

/**
 * A mail as it travels. Every header is built by the library or from checked parts, so no text can add one.
 * Automatic mail says so (RFC 3834), so that no holiday answer comes back.
 */
export async function mimeMessage(draft: MailDraft, from: Sender): Promise<Buffer> {
  const composer = new MailComposer({
    from,
    to: { name: '', address: draft.to },
    subject: draft.subject,
    messageId: messageIdOf(draft.key, from),
    text: draft.text,
    html: draft.html,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...(draft.unsubscribeUrl === null ? {} : listHeaders(draft.unsubscribeUrl, from)),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

// --- Internal helpers ---

/** RFC 2919, RFC 2369 and, for one click, RFC 8058. `prepared`: they are ASCII without white space, and must not be folded. */
function listHeaders(unsubscribeUrl: string, { address }: Sender) {
  const prepared = (value: string) => ({ prepared: true, value });
  return {
    'List-Id': prepared(`Broadsheet <broadsheet.${domainOf(address)}>`),
    'List-Unsubscribe': prepared(`<${unsubscribeUrl}>`),
    'List-Unsubscribe-Post': prepared('List-Unsubscribe=One-Click'),
    Precedence: 'bulk',
  };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
