import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '../../src/errors.js';
import type { Sealer } from '../../src/ports/sealer.js';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
/** 96 random bits, as GCM wants them (NIST SP 800-38D §8.2.2): safe for 2^32 texts under one key. */
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID_BYTES = 6;
/** version . key id . base64url(iv, tag, ciphertext) */
const SEALED = /^1\.([a-f0-9]{12})\.([\w-]{38,})$/;

/**
 * Seals with AES-256-GCM under a key derived from `secretKey` (HKDF-SHA-256). The purpose is authenticated with the
 * text, so that what was sealed for one thing opens for nothing else. The sealed text names its key, by an id that
 * tells nothing about it.
 * @param secretKey at least 16 characters, any
 * @param others keys of before or after: they open, and seal nothing
 */
export function createSealer(secretKey: string, others: readonly string[] = []): Sealer {
  const { id: keyId, key } = sealingKey(secretKey);
  const known = new Map([...others.map(sealingKey), { id: keyId, key }].map((one) => [one.id, one.key]));
  return {
    isCurrent: (sealed) => SEALED.exec(sealed)?.[1] === keyId,

    seal: (plain, purpose) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(purpose, 'utf8'));
      const hidden = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return `1.${keyId}.${Buffer.concat([iv, cipher.getAuthTag(), hidden]).toString('base64url')}`;
    },

    open: (sealed, purpose) => {
      const [, sealedBy, body] = SEALED.exec(sealed) ?? [];
      if (sealedBy === undefined || body === undefined) throw damaged();
      const opener = known.get(sealedBy);
      if (opener === undefined) throw otherKey();
      const bytes = Buffer.from(body, 'base64url');
      const decipher = createDecipheriv(CIPHER, opener, bytes.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(purpose, 'utf8'));
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      try {
        const plain = [decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()];
        return Buffer.concat(plain).toString('utf8');
      } catch {
        throw damaged();
      }
    },
  };
}

// --- Internal helpers ---

function sealingKey(secretKey: string): { readonly id: string; readonly key: Buffer } {
  return {
    id: derive(secretKey, 'broadsheet key id 1', KEY_ID_BYTES).toString('hex'),
    key: derive(secretKey, 'broadsheet sealing key 1', KEY_BYTES),
  };
}

function derive(secretKey: string, use: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, '', use, bytes));
}

function otherKey(): AppError {
  return new AppError('A sealed text was sealed with another SECRET_KEY than the one in use.', {
    code: 'config',
    hint: 'Put the old key back: in SECRET_KEY or SECRET_KEY_PREVIOUS, or as secret.key in DATA_DIR.',
  });
}

function damaged(): AppError {
  return new AppError('A sealed text cannot be opened: it was changed, or sealed for another purpose.', {
    code: 'config',
    hint: 'Restore it from a backup, or have it made anew.',
  });
}
