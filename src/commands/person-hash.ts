import { createHmac } from 'node:crypto';
import { AppError } from '../errors.js';
import type { HashPerson, Mac } from '../ports/people-store.js';
import type { Sealer } from '../ports/sealer.js';
import type { FactStore } from '../ports/workspace-store.js';

/** The fact's name, and the purpose it is sealed for. */
export const PEPPER = 'person-pepper';

/**
 * Makes strangers of people: HMAC-SHA-256 of platform, workspace and user id, as 64 hex digits. Discord's user ids
 * are the same in every server and in direct messages, and so is the person.
 * @param pepper secret; another one makes other people of everybody
 */
export function createHashPerson(pepper: string): HashPerson {
  return (platform, workspace, person) =>
    createHmac('sha256', pepper)
      .update(JSON.stringify([platform, platform === 'discord' ? '' : workspace, person.id]))
      .digest('hex');
}

/** The same for what is no person: signatures of links, mail addresses. Two parts hash otherwise than a person's three. */
export function createMac(pepper: string): Mac {
  return (use, text) =>
    createHmac('sha256', pepper)
      .update(JSON.stringify([use, text]))
      .digest('hex');
}

export interface PepperDeps {
  readonly facts: Pick<FactStore, 'get' | 'putOnce'>;
  readonly sealer: Pick<Sealer, 'seal' | 'open'>;
  /** A fresh, unguessable text. */
  readonly newPepper: () => string;
}

/**
 * The one pepper of this database, made at the first call and kept sealed. It is not the key that seals it, so that
 * it stays the same when everything is sealed with another key.
 * @throws AppError `config` when it was sealed with another SECRET_KEY
 */
export async function openHashes({
  facts,
  sealer,
  newPepper,
}: PepperDeps): Promise<{ hashPerson: HashPerson; mac: Mac }> {
  const kept = (await facts.get(PEPPER)) ?? (await facts.putOnce(PEPPER, sealer.seal(newPepper(), PEPPER)));
  const pepper = openPepper(sealer, kept);
  return { hashPerson: createHashPerson(pepper), mac: createMac(pepper) };
}

/** What `openHashes` gives for people alone. */
export async function openHashPerson(deps: PepperDeps): Promise<HashPerson> {
  return (await openHashes(deps)).hashPerson;
}

export interface ResealDeps {
  readonly facts: Pick<FactStore, 'get' | 'put'>;
  readonly sealer: Sealer;
}

/**
 * Seals everything that is kept sealed with the current key, unless it is already. People stay who they are.
 * @returns how many things were sealed anew
 * @throws AppError `config` when something was sealed with a key that is not known
 */
export async function resealKept({ facts, sealer }: ResealDeps): Promise<number> {
  const kept = await facts.get(PEPPER);
  if (kept === null || sealer.isCurrent(kept)) return 0;
  await facts.put(PEPPER, sealer.seal(openPepper(sealer, kept), PEPPER));
  return 1;
}

// --- Internal helpers ---

function openPepper(sealer: Pick<Sealer, 'open'>, kept: string): string {
  try {
    return sealer.open(kept, PEPPER);
  } catch (error) {
    throw new AppError('The key has changed: saved papers and opinions cannot be told whose they are.', {
      code: 'config',
      hint: 'Put the old key back: in SECRET_KEY or SECRET_KEY_PREVIOUS, or as secret.key in DATA_DIR.',
      cause: error,
    });
  }
}
