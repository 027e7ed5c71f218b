import { randomUUID } from 'node:crypto';
import type { Stores } from '../../adapters/postgres/index.js';
import type { Config } from '../config.js';
import type { Logger } from '../ports/logger.js';
import type { Mac } from '../ports/people-store.js';
import type { JobQueue } from '../ports/job-queue.js';
import type { Publisher } from '../ports/publisher.js';
import type { SendLetter, SmtpCheck } from '../ports/mail.js';
import type { Tally } from '../ports/tally.js';
import { createAddressBook, type AddressBook } from '../subscriptions/address-book.js';
import { sendLetters } from '../subscriptions/letters.js';
import { createMailLinks, type MailLinks } from '../subscriptions/links.js';
import { mailState } from '../subscriptions/mail-state.js';
import { createSubscriptions, type Subscriptions } from '../subscriptions/subscriptions.js';
import { openSecrets } from './secrets.js';

interface Kept {
  readonly config: Config;
  readonly stores: Stores;
}

/** Everything about mail in one process. */
export interface Mail {
  readonly publisher: Publisher;
  /** Sends the letters that are due. @returns when to come back */
  sendLetters(stopping: AbortSignal): Promise<Date | null>;
  /** What people do about their subscription. @param queue woken when a letter is to be sent */
  subscriptions(queue: JobQueue): Subscriptions;
  /** Whether the server serves. */
  readonly check: SmtpCheck;
}

/** One call ends before its lease of 30 s does. */
const CALL_WITHIN_MS = 20_000;

/**
 * Null when mail is off. The libraries are loaded here, not at the start of every command.
 * @throws AppError `config` when the secret key is missing, unreadable or another one than before
 */
export async function openMail({
  config,
  stores,
  tally,
  logger,
}: Kept & { readonly tally: Tally; readonly logger: Logger }): Promise<Mail | null> {
  if (config.mail === null || mailState(config).kind === 'off') return null;
  const { createEmailPublisher, createLetterSender, createSmtp, createSmtpCheck } =
    await import('../../adapters/email/index.js');
  const { from } = config.mail;
  const smtp = createSmtp(config.mail);
  const { book, links, mac } = await openAddresses({ config, stores });
  const { subscribers } = stores;
  const letters = {
    subscribers,
    book,
    links,
    sendLetter: countLetters(createLetterSender({ smtp, from }), tally),
    newToken: randomUUID,
    callSignal: () => AbortSignal.timeout(CALL_WITHIN_MS),
    logger: logger.child({ platform: 'email' }),
  };
  const check = createSmtpCheck({ smtp });
  const publisher = createEmailPublisher({
    smtp,
    from,
    check,
    recipientFor: async (id) => {
      const found = await subscribers.get(id);
      if (found === null) return null;
      const address = await book.open(id, found.sealed);
      return { address, manageUrl: links.url('manage', id), unsubscribeUrl: links.url('unsubscribe', id) };
    },
  });
  return {
    publisher,
    check,
    sendLetters: (stopping) => sendLetters(letters, stopping),
    subscriptions: (queue) => {
      const newId = (): string => randomUUID().replaceAll('-', '');
      const wake = () => wakeLetters(queue);
      return createSubscriptions({ ...stores, book, links, mac, newId, wake });
    },
  };
}

/** How addresses are kept and links are signed; also for who only forgets. */
export async function openAddresses(here: Kept): Promise<{ book: AddressBook; links: MailLinks; mac: Mac }> {
  let secrets = await openSecrets(here);
  const { mac } = secrets;
  const open = async (sealed: string, purpose: string): Promise<string> => {
    try {
      return secrets.sealer.open(sealed, purpose);
    } catch {
      // Somebody may have made a new key while this process runs, and sealed everything with it.
      secrets = await openSecrets(here);
      return secrets.sealer.open(sealed, purpose);
    }
  };
  const book = createAddressBook({
    mac,
    sealer: { seal: (...texts) => secrets.sealer.seal(...texts) },
    open,
  });
  return { book, mac, links: createMailLinks(mac, here.config.publicUrl) };
}

/** Wakes who sends letters when one is due: a lost job is made up for within a minute. */
export async function sweepLetters({ config, stores }: Kept, queue: JobQueue, now: Date): Promise<void> {
  if (mailState(config).kind === 'off') return;
  const at = await stores.subscribers.nextLetterAt();
  if (at !== null && at <= now) await wakeLetters(queue);
}

// --- Internal helpers ---

function countLetters(send: SendLetter, tally: Tally): SendLetter {
  return async (post, signal) => {
    const outcome = await send(post, signal);
    tally.add('letters', { kind: post.letter.kind, outcome: outcome.kind });
    return outcome;
  };
}

/** A letter waits: as long as a job waits, one more is the same. */
async function wakeLetters(queue: JobQueue): Promise<void> {
  await queue.enqueue({ kind: 'letters' }, { id: 'letters' });
}
