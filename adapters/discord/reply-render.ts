import type { CommandReply } from '../../src/commands/reply.js';
import { BUDGET, LIMITS } from './limits.js';
import { ACCENT } from './message.js';
import { digestDrafts } from './reply-digest.js';
import { add, addTitle, finish, headingOf, newDraft, type Draft } from './reply-draft.js';
import { piecesOf, type Piece } from './reply-pieces.js';
import type { ReplyMessage } from './reply-message.js';
import { shown } from './text.js';

/** The answer and the follow-ups that are allowed in every place. */
const MOST_MESSAGES = 1 + LIMITS.followUps;
const MORE = '-# … and more that does not fit here.';
const DONE = 'Done.';

/**
 * A reply as the messages that say it, in order, each within Discord's limits. Pure.
 * A few words are a plain line; anything with a title, a list, fields or cards is framed. At least one message,
 * at most six; what is left over is said to be.
 */
export function renderReply(reply: CommandReply): readonly ReplyMessage[] {
  const first = newDraft();
  const drafts = [first];
  if (reply.title !== null) addTitle(first, shown(reply.title, BUDGET.embedTitle));
  for (const [index, block] of reply.blocks.entries())
    for (const piece of piecesOf(block, reply.blocks[index - 1])) place(drafts, piece);
  const messages = drafts.filter(says).map(finish);
  if (messages.length === 0) return [{ ...finish(first), content: DONE }];
  const kept = messages.slice(0, MOST_MESSAGES);
  return kept.length === messages.length ? kept : kept.map(withRest);
}

// --- Internal helpers ---

function place(drafts: Draft[], piece: Piece): void {
  const open = drafts.at(-1) ?? newDraft();
  if (piece.kind === 'digest') {
    const heading = headingOf(open);
    if (heading !== null && heading.length <= BUDGET.content / 2) drafts.pop();
    const room = MOST_MESSAGES - drafts.length;
    drafts.push(...digestDrafts(piece, drafts.at(-1) === open ? '' : (heading ?? ''), room));
    return;
  }
  if (add(open, piece)) return;
  const next = newDraft();
  add(next, piece);
  drafts.push(next);
}

function says(draft: Draft): boolean {
  return draft.content !== '' || draft.embeds.length > 0 || draft.files.length > 0;
}

function withRest(message: ReplyMessage, index: number): ReplyMessage {
  if (index < MOST_MESSAGES - 1) return message;
  if (message.embeds.length === 0) return { ...message, content: `${message.content}\n${MORE}` };
  if (message.embeds.length >= LIMITS.embeds) return message;
  return { ...message, embeds: [...message.embeds, { color: ACCENT, description: MORE }] };
}
