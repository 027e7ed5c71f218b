import type { Mac } from '../ports/people-store.js';
import type { Sealer } from '../ports/sealer.js';
import type { KeptAddress, SubscriberStore } from '../ports/subscriber-store.js';
import type { MailAddress } from './mail-address.js';

/** Keeps addresses so that nobody reads them in the database, and finds them again. */
export interface AddressBook {
  /** @param id of the letter or subscriber, for whom alone it opens */
  keep(id: string, address: MailAddress): KeptAddress;
  /** @throws AppError `config` when it was sealed with a key that is not known, or for another id */
  open(id: string, sealed: string): Promise<string>;
  hashOf(address: MailAddress): string;
}

export interface AddressBookDeps {
  readonly mac: Mac;
  readonly sealer: Pick<Sealer, 'seal'>;
  /** Opens with every key there is, also with one that came while this process runs. */
  readonly open: (sealed: string, purpose: string) => Promise<string>;
}

export function createAddressBook({ mac, sealer, open }: AddressBookDeps): AddressBook {
  const hashOf = ({ address }: MailAddress): string => mac('mail-address', address.toLowerCase());
  return {
    hashOf,
    keep: (id, address) => ({
      sealed: sealer.seal(address.address, purposeOf(id)),
      addressHash: hashOf(address),
      mailboxHash: mac('mailbox', address.mailbox),
    }),
    open: (id, sealed) => open(sealed, purposeOf(id)),
  };
}

/** Seals every address anew that is not sealed with the current key. @returns how many */
export async function resealAddresses(
  subscribers: Pick<SubscriberStore, 'reseal'>,
  sealer: Sealer,
): Promise<number> {
  return subscribers.reseal((id, sealed) =>
    sealer.isCurrent(sealed) ? null : sealer.seal(sealer.open(sealed, purposeOf(id)), purposeOf(id)),
  );
}

// --- Internal helpers ---

function purposeOf(id: string): string {
  return `mail-address:${id}`;
}
