import type { Letter, SendLetter } from '../ports/mail.js';
import type { Logger } from '../ports/logger.js';
import type { SendOutcome } from '../ports/publisher.js';
import type { ClaimedLetter, LetterPatch, SubscriberStore } from '../ports/subscriber-store.js';
import { describeError } from '../errors.js';
import type { AddressBook } from './address-book.js';
import type { MailLinks } from './links.js';

/** How long a link to confirm works, milliseconds: two days. */
export const LINK_LIFE_MS = 48 * 3_600_000;
/** Longer than a letter's call may take (20 s). */
const LEASE_MS = 30_000;
/** A letter of unknown outcome is sent once more after this, with the same Message-ID. */
const SETTLE_MS = 5 * 60_000;
const FIRST_BACKOFF_MS = 5_000;
const LONGEST_BACKOFF_MS = 5 * 60_000;

export interface LetterDeps {
  readonly subscribers: Pick<SubscriberStore, 'claimLetter' | 'settleLetter' | 'nextLetterAt'>;
  readonly book: Pick<AddressBook, 'open'>;
  readonly links: MailLinks;
  readonly sendLetter: SendLetter;
  readonly newToken: () => string;
  /** Ends one call in time: before the lease does. */
  readonly callSignal: () => AbortSignal;
  readonly logger: Logger;
}

/**
 * Sends every letter whose time has come, one attempt each.
 * @returns when to come back, null when none waits
 */
export async function sendLetters(deps: LetterDeps, stopping: AbortSignal): Promise<Date | null> {
  const { subscribers, logger } = deps;
  while (!stopping.aborted) {
    const letter = await subscribers.claimLetter(deps.newToken(), LEASE_MS, LINK_LIFE_MS);
    if (letter === null) break;
    const outcome = await attempt(letter, deps);
    const patch = afterLetter(letter, outcome);
    await subscribers.settleLetter(letter.id, letter.token, patch);
    const fields = { letter: letter.id, kind: letter.kind, outcome: outcome.kind };
    if (outcome.kind === 'sent') logger.debug(fields, 'letter sent');
    else logger.warn({ ...fields, error: outcome.error }, 'letter not sent yet');
  }
  return subscribers.nextLetterAt();
}

/** What becomes of a letter. Pure. A lost one leaves somebody without a subscription, a second one does no harm. */
export function afterLetter(
  { attempts, resends }: Pick<ClaimedLetter, 'attempts' | 'resends'>,
  outcome: SendOutcome,
): LetterPatch {
  switch (outcome.kind) {
    case 'sent':
      return { state: 'sent' };
    case 'unknown':
      if (resends > 0) return { state: 'sent' };
      return { state: 'pending', waitMs: SETTLE_MS, resends: resends + 1, error: outcome.error };
    case 'delay':
      return later(outcome.retryAfterMs ?? backoff(attempts), resends, outcome.error);
    case 'pause':
      // What is about the server or about us is mended some day; a mailbox that is not there is not.
      if (outcome.scope === 'platform') return later(LONGEST_BACKOFF_MS, resends, outcome.error);
      return { state: 'failed', error: outcome.error };
    case 'refused':
    case 'rerouted':
      return { state: 'failed', error: outcome.error };
  }
}

// --- Internal helpers ---

async function attempt(letter: ClaimedLetter, deps: LetterDeps): Promise<SendOutcome> {
  const content = contentOf(letter, deps.links);
  if (content === null) return { kind: 'refused', error: 'The subscriber is gone.' };
  try {
    const to = await deps.book.open(letter.id, letter.sealed);
    return await deps.sendLetter({ to, key: letter.id, letter: content }, deps.callSignal());
  } catch (error) {
    return { kind: 'delay', error: describeError(error), retryAfterMs: LONGEST_BACKOFF_MS };
  }
}

function contentOf({ id, kind, subscriberId }: ClaimedLetter, links: MailLinks): Letter | null {
  if (kind === 'confirm') return { kind, confirmUrl: links.url('confirm', id) };
  if (subscriberId === null) return null;
  const manageUrl = links.url('manage', subscriberId);
  return { kind, manageUrl, unsubscribeUrl: links.url('unsubscribe', subscriberId) };
}

function later(waitMs: number, resends: number, error: string): LetterPatch {
  return { state: 'pending', waitMs, resends, error };
}

/** Doubled with every attempt, at most five minutes. */
function backoff(attempts: number): number {
  return Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.max(0, attempts - 1));
}
