import { createHash } from 'node:crypto';
import { decodeButton, encodeButton, type ButtonAction } from '../../src/commands/buttons.js';
import { LIMITS } from './limits.js';

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
/** Half characters and controls, which JSON or Discord would not carry as they are. */
const UNSENDABLE = /[\p{Cs}\p{Cc}]/u;
const MARKER = /^[a-z2-7]{25}$/;

/** Stands in a custom id where the marker of a ledger part would stand: this message is none. */
export const NO_MARKER = '-';

/** Nonce and marker of a part: 25 characters of base32(sha256(delivery key)), 125 bits. */
export function nonceOf(key: string): string {
  const digest = createHash('sha256').update(key).digest();
  let bits = 0;
  let held = 0;
  let text = '';
  for (const byte of digest) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32.charAt((held >> (bits - 5)) & 31);
    held &= (1 << bits) - 1;
  }
  return text.slice(0, LIMITS.nonce);
}

/** The custom id of a button: what it asks for, then the marker. Null when what it asks for does not fit into one. */
export function customIdOf(action: ButtonAction, marker: string): string | null {
  const id = encodeButton(action);
  return id === null || UNSENDABLE.test(id) ? null : `${id}:${marker}`;
}

/** The custom id of the button that tells how the list is made; it always fits. */
export function aboutId(marker: string): string {
  return customIdOf({ do: 'about' }, marker) ?? '';
}

/** What a custom id of ours asks for; null for anything else, forged or of a version not known. */
export function readCustomId(customId: string): ButtonAction | null {
  const end = customId.lastIndexOf(':');
  const marker = customId.slice(end + 1);
  if (end < 0 || (marker !== NO_MARKER && !MARKER.test(marker))) return null;
  return decodeButton(customId.slice(0, end));
}

/** The marker inside a message or forum post, ours or as read back; null when it carries none. */
export function markerIn(message: unknown): string | null {
  for (const id of customIds(message)) {
    const marker = id.split(':').at(-1) ?? '';
    if (MARKER.test(marker)) return marker;
  }
  return null;
}

// --- Internal helpers ---

function* customIds(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  const { custom_id: id, components } = value as { custom_id?: unknown; components?: unknown };
  if (typeof id === 'string') yield id;
  if (Array.isArray(components)) for (const inner of components as unknown[]) yield* customIds(inner);
}
