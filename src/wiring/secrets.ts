import { randomBytes } from 'node:crypto';
import type { Stores } from '../../adapters/postgres/index.js';
import { createSealer } from '../../adapters/shared/sealer.js';
import { dropPreviousKey, openSecretKeys, startKeyRotation } from '../../adapters/shared/secret-key.js';
import { openHashes, resealKept } from '../commands/person-hash.js';
import { resealAddresses } from '../subscriptions/address-book.js';
import type { HashPerson, Mac } from '../ports/people-store.js';
import type { Sealer } from '../ports/sealer.js';
import type { Config } from '../config.js';

/** What makes tokens unreadable and people strangers. */
export interface Secrets {
  readonly sealer: Sealer;
  readonly hashPerson: HashPerson;
  /** Hashes and signs what is no person. */
  readonly mac: Mac;
}

interface Here {
  readonly config: Config;
  readonly stores: Pick<Stores, 'facts' | 'subscribers'>;
}

/**
 * The keys as they are now; a key that is rotated later seals from the next start on.
 * @throws AppError `config` when the secret key is missing, unreadable or another one than before
 */
export async function openSecrets({ config, stores }: Here): Promise<Secrets> {
  const { current, others } = await openSecretKeys(config);
  const sealer = createSealer(current, others);
  const newPepper = (): string => randomBytes(32).toString('hex');
  return { sealer, ...(await openHashes({ facts: stores.facts, sealer, newPepper })) };
}

/** Seals what is kept with the key in use. @returns how many things were sealed anew */
export async function resealWithCurrent({ config, stores }: Here): Promise<number> {
  const { current, others } = await openSecretKeys(config);
  return resealAll(stores, createSealer(current, others));
}

/**
 * Makes a new key in `DATA_DIR` and seals with it what is kept; the old key goes on opening what is under way.
 * Stopped halfway, the next call takes up where it was.
 * @returns how many things were sealed anew
 */
export async function rotateKeyFile({ config, stores }: Here): Promise<number> {
  const { keys, finish } = await startKeyRotation(config.dataDir);
  const resealed = await resealAll(stores, createSealer(keys.current, keys.others));
  finish();
  return resealed;
}

/** Deletes the previous key of `DATA_DIR`, once nothing that is kept needs it. `found`: there was one. */
export async function dropPreviousKeyFile(here: Here): Promise<{ resealed: number; found: boolean }> {
  const resealed = await resealWithCurrent(here);
  return { resealed, found: dropPreviousKey(here.config.dataDir) };
}

// --- Internal helpers ---

async function resealAll({ facts, subscribers }: Here['stores'], sealer: Sealer): Promise<number> {
  return (await resealKept({ facts, sealer })) + (await resealAddresses(subscribers, sealer));
}
