import type { Problem } from '../ports/publisher.js';
import { encodeButton, type ButtonAction } from './buttons.js';
import type { CommandReply, ReplyBlock, ReplyButton } from './reply.js';

/** Buttons in one row, on both platforms. */
const ROW = 5;

export function text(words: string): ReplyBlock {
  return { kind: 'text', text: words };
}

/** Small lines; none for empty words. */
export function notes(...words: readonly string[]): readonly ReplyBlock[] {
  return words.filter((line) => line !== '').map((line) => ({ kind: 'note', text: line }));
}

/** A button; none when what it asks for does not fit into one. */
export function button(
  label: string,
  action: ButtonAction,
  style?: ReplyButton['style'],
): readonly ReplyButton[] {
  if (encodeButton(action) === null) return [];
  return [{ label, action, ...(style === undefined ? {} : { style }) }];
}

/** Buttons in as many rows as they need; nothing for none. */
export function rows(buttons: readonly ReplyButton[]): readonly ReplyBlock[] {
  const blocks: ReplyBlock[] = [];
  for (let at = 0; at < buttons.length; at += ROW)
    blocks.push({ kind: 'buttons', buttons: buttons.slice(at, at + ROW) });
  return blocks;
}

/** It could not be done: what is wrong, then what helps. */
export function refusal(words: string, ...more: readonly ReplyBlock[]): CommandReply {
  return { title: null, blocks: [text(words), ...more], failed: true };
}

/** It could not be done for reasons that others can mend. */
export function problemsReply(words: string, problems: readonly Problem[]): CommandReply {
  return refusal(words, { kind: 'problems', problems });
}
