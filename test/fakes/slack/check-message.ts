import { checkBlocks } from './check-blocks.js';
import type { Block } from './state.js';

/** A message that Slack refuses: its error string, and what is wrong in words. */
export interface Refusal {
  readonly error: string;
  readonly why: string;
}

const refusal = (error: string, why: string): Refusal => ({ error, why });
const invalid = (why: string): Refusal => refusal('invalid_blocks', why);

/** Slack's documented limits (Block Kit, chat.postMessage), and the total seen in bolt-js issue 2509. */
export function checkMessage(text: string, blocks: readonly Block[]): Refusal | null {
  if (text === '' && blocks.length === 0) return refusal('no_text', 'neither text nor blocks');
  if (text.length > 40_000) return refusal('msg_too_long', `text has ${text.length} characters`);
  const wrong = checkBlocks(blocks, 'message');
  if (wrong !== null) return invalid(wrong);
  const total = JSON.stringify(blocks).length;
  if (total > 13_200) return refusal('msg_blocks_too_long', `${total} characters over all blocks`);
  return null;
}
