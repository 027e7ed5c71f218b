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

interface Part {
  readonly blocks: KnownBlock[];
  bytes: number;
}

const MORE = context(['… There is more, but it does not fit here.']);
/** The list's own brackets, and a comma after each block. */
const BRACKETS = 2;

/** Fills one part after the other, in order; what does not fit into the last is left out, and that is said. */
export function packPieces(pieces: readonly Piece[], room: Room): readonly (readonly KnownBlock[])[] {
  const parts: Part[] = [];
  let isShort = false;
  for (const blocks of pieces) {
    const bytes = sizeOf(blocks);
    const open = parts.at(-1);
    if (
      open !== undefined &&
      open.blocks.length + blocks.length <= room.blocks &&
      open.bytes + bytes <= room.bytes
    ) {
      open.blocks.push(...blocks);
      open.bytes += bytes;
    } else if (parts.length < room.parts) parts.push({ blocks: [...blocks], bytes: BRACKETS + bytes });
    else {
      isShort = true;
      break;
    }
  }
  if (isShort) cutShort(parts.at(-1), room);
  return parts.map(({ blocks }) => blocks);
}

// --- Internal helpers ---

function sizeOf(blocks: Piece): number {
  return jsonBytes(blocks) - BRACKETS + 1;
}

/** Makes room for the remark in the last part. */
function cutShort(last: Part | undefined, room: Room): void {
  if (last === undefined) return;
  const { blocks } = last;
  while (blocks.length >= room.blocks || last.bytes + sizeOf([MORE]) > room.bytes)
    last.bytes -= sizeOf(blocks.splice(-1));
  blocks.push(MORE);
}
