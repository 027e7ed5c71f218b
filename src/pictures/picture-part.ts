import type { DigestContent } from '../digests/digest.js';
import { altText } from './alt.js';
import type { Drawing } from './drawing.js';

/** A picture in a frozen payload: what it shows, drawn when it is sent, and what it says to who cannot see it. */
export interface PicturePart {
  readonly drawing: Drawing;
  /** `broadsheet-2026-11-23.png`. */
  readonly name: string;
  readonly alt: string;
}

/** @param longestAlt UTF-16 units that the platform takes. @returns null for a digest without a picture */
export function picturePart({ slot, picture }: DigestContent, longestAlt: number): PicturePart | null {
  if (picture === undefined || picture.papers.length === 0) return null;
  return { drawing: picture, name: `broadsheet-${slot}.png`, alt: altText(picture, longestAlt) };
}
