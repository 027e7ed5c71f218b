import type { KnownBlock } from '@slack/types';
import { context, jsonBytes } from './message.js';

/** Blocks that stay together. */
export type Piece = readonly KnownBlock[];

/** What a message or view takes at most, and how many of them there may be. */
export interface Room {
  readonly blocks: number;
  /** UTF-8 bytes of its blocks as JSON. */
  readonly bytes: number;
  readonly parts: number;
}

const MORE = context(['… There is more, but it does not fit here.']);

/** Fills one part after the other, in order; what does not fit into the last is left out, and that is said. */
export function packPieces(pieces: readonly Piece[], room: Room): readonly (readonly KnownBlock[])[] {
  const parts: KnownBlock[][] = [];
  for (const piece of pieces) {
    const open = parts.at(-1);
    if (open !== undefined && fits([...open, ...piece], room)) open.push(...piece);
    else if (parts.length < room.parts) parts.push([...piece]);
    else return cutShort(parts, room);
  }
  return parts;
}

// --- Internal helpers ---

function fits(blocks: readonly KnownBlock[], room: Room): boolean {
  return blocks.length <= room.blocks && jsonBytes(blocks) <= room.bytes;
}

/** Makes room for the remark in the last part. */
function cutShort(parts: KnownBlock[][], room: Room): readonly (readonly KnownBlock[])[] {
  const last = parts.pop() ?? [];
  while (last.length > 0 && !fits([...last, MORE], room)) last.pop();
  return [...parts, [...last, MORE]];
}
