import { createHash } from 'node:crypto';
import { LIMITS } from './limits.js';

/** Version of the custom ids; an older button must stay readable for as long as its message stands. */
const VERSION = '1';
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const MARKER = /^[a-z2-7]{25}$/;

/** What a pressed button asks for. */
export type ButtonAction =
  { readonly action: 'abstract'; readonly paperId: string } | { readonly action: 'about' };

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

/** The custom id of a head's button. */
export function aboutId(marker: string): string {
  return `${VERSION}:about:${marker}`;
}

/** The custom id of a card's button; null when the paper's id is too long for one. */
export function abstractId(paperId: string, marker: string): string | null {
  const id = `${VERSION}:abstract:${paperId}:${marker}`;
  return id.length <= LIMITS.customId ? id : null;
}

/** What a custom id of ours asks for; null for anything else. */
export function parseButton(customId: string): ButtonAction | null {
  const [version, action, ...rest] = customId.split(':');
  const marker = rest.pop() ?? '';
  if (version !== VERSION || !MARKER.test(marker)) return null;
  if (action === 'about' && rest.length === 0) return { action };
  const paperId = rest.join(':');
  return action === 'abstract' && paperId !== '' ? { action, paperId } : null;
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
