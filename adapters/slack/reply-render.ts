import type { KnownBlock } from '@slack/types';
import type { CommandReply, PaperLine, ReplyBlock } from '../../src/commands/reply.js';
import { cleanText } from '../../src/text/clean.js';
import { buttonRow } from './buttons.js';
import { cardBlocks } from './card.js';
import { largestFitting } from './fit.js';
import { BUDGET, LIMITS } from './limits.js';
import { codePieces, shownPieces } from './lines.js';
import { code, context, divider, fields, header, section } from './message.js';
import { packPieces, type Piece, type Room } from './reply-pack.js';
import { renderDigest } from './render.js';
import { link, notification, plain, shown } from './text.js';

/** One message of an answer. */
export interface ReplyMessage {
  /** Shown in notifications and by screen readers. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** The longest a title and a note may be in a list, escaped; shortened evenly so that a list fits into one message. */
const LONGEST_ENTRY = 300;
const SHORTEST_ENTRY = 12;
/** Room of one section or code box: at most three bytes each unit, so that every piece fits into a message. */
const TEXT_ROOM = 2900;
const CODE_ROOM = 2900;
const MESSAGE: Room = { blocks: LIMITS.blocks, bytes: BUDGET.blocksJson, parts: BUDGET.messages };
const VIEW: Room = { blocks: LIMITS.viewBlocks, bytes: BUDGET.viewJson, parts: 1 };

/** An answer as the messages to send, in order: one nearly always, at most four. Pure. */
export function replyMessages(reply: CommandReply): readonly ReplyMessage[] {
  const text = notificationLine(reply);
  return fitted(reply, MESSAGE).map((blocks) => ({ text, blocks }));
}

/** An answer as the blocks of a modal or of the App Home. Pure. */
export function replyView(reply: CommandReply): readonly KnownBlock[] {
  return fitted(reply, VIEW)[0] ?? [];
}

// --- Internal helpers ---

/** Only the entries of lists give way, so that a page of a list stays one message. */
function fitted(reply: CommandReply, room: Room): readonly (readonly KnownBlock[])[] {
  const title = reply.title === null ? '' : plain(reply.title, BUDGET.headerText);
  const drafts = reply.blocks.map(draftOf);
  const at = (cap: number) => {
    const pieces = [...(title === '' ? [] : [[header(title)]]), ...drafts.flatMap((draft) => draft(cap))];
    return packPieces(pieces.length === 0 ? [[section('Nothing to show.')]] : pieces, room);
  };
  if (!reply.blocks.some(({ kind }) => kind === 'papers')) return at(LONGEST_ENTRY);
  const whole = at(LONGEST_ENTRY);
  const fewest = whole.length === 1 ? 1 : at(SHORTEST_ENTRY).length;
  if (whole.length <= fewest) return whole;
  return largestFitting(SHORTEST_ENTRY, LONGEST_ENTRY, at, (parts) => parts.length <= fewest);
}

/** @returns the pieces of a block, given the longest title and note of a list's entry */
function draftOf(block: ReplyBlock): (cap: number) => readonly Piece[] {
  if (block.kind !== 'papers') {
    const pieces = piecesOfBlock(block);
    return () => pieces;
  }
  const short = block.papers.map((paper) => ({
    ...paper,
    title: plain(paper.title, LONGEST_ENTRY) || paper.paperId,
    note: plain(paper.note, LONGEST_ENTRY),
  }));
  return (cap) => short.map((paper) => entry(paper, cap));
}

function piecesOfBlock(block: Exclude<ReplyBlock, { kind: 'papers' }>): readonly Piece[] {
  switch (block.kind) {
    case 'text':
      return shownPieces(block.text, TEXT_ROOM).map((text) => [section(text)]);
    case 'note':
      return shownPieces(block.text, TEXT_ROOM).map((text) => [context([text])]);
    case 'fields':
      return fieldPieces(block.fields);
    case 'card':
      return [cardBlocks(block.card, BUDGET.blocksJson)];
    case 'digest':
      return digestPieces(block);
    case 'code':
      return codePieces(block.text, CODE_ROOM).map((text) => [code(text)]);
    case 'problems':
      return block.problems.map(({ message, hint }) => [
        section([`⚠️ *${shown(message, 1000)}*`, ...shownPieces(hint, 1500).slice(0, 1)].join('\n')),
      ]);
    case 'buttons': {
      const row = buttonRow(block.buttons);
      return row === null ? [] : [[row]];
    }
  }
}

/** A title, and its note small below it. */
function entry(paper: PaperLine, cap: number): Piece {
  const title = shown(paper.title, cap) || shown(paper.paperId, cap);
  const note = shown(paper.note, cap);
  const line = section(`*${paper.position}.*  *${link(title, paper.url)}*`);
  return note === '' ? [line] : [line, context([note])];
}

/** Two columns; a value too long for one stands across both. */
function fieldPieces(given: readonly { readonly name: string; readonly value: string }[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let row: string[] = [];
  const close = (): void => {
    if (row.length > 0) pieces.push([fields(row)]);
    row = [];
  };
  for (const { name, value } of given) {
    const title = `*${shown(name, BUDGET.fieldName)}*`;
    const [first = '—', ...rest] = shownPieces(value, BUDGET.fieldValue);
    const text = `${title}\n${first}`;
    const taken = row.reduce((sum, other) => sum + other.length, text.length);
    if (row.length === LIMITS.fields || taken > TEXT_ROOM || rest.length > 0) close();
    if (rest.length === 0) row.push(text);
    else pieces.push([section(title)], ...shownPieces(value, TEXT_ROOM).map((all) => [section(all)]));
  }
  close();
  return pieces;
}

/** The very messages that would be posted, one below the other, without the markers they are found again by. */
function digestPieces({ content, layout }: Extract<ReplyBlock, { kind: 'digest' }>): readonly Piece[] {
  return renderDigest(content, layout, (position) => `shown:${position}`).map(({ payload }, index) => {
    const blocks = payload['blocks'] as readonly KnownBlock[];
    const bare = blocks.map(({ block_id: _marker, ...block }) => block as KnownBlock);
    return index === 0 ? bare : [divider(), ...bare];
  });
}

/** What a phone shows: the title, or the first thing that can be read. */
function notificationLine({ title, blocks }: CommandReply): string {
  const texts = blocks.map((block) => {
    switch (block.kind) {
      case 'text':
      case 'note':
        return block.text;
      case 'papers':
        return block.papers[0]?.title ?? '';
      case 'card':
        return block.card.title;
      case 'problems':
        return block.problems[0]?.message ?? '';
      case 'fields':
        return block.fields[0]?.value ?? '';
      case 'digest':
        return block.content.day;
      case 'code':
      case 'buttons':
        return '';
    }
  });
  const first = [title ?? '', ...texts].map(cleanText).find((text) => text !== '') ?? 'Broadsheet';
  return notification(first, BUDGET.text);
}
