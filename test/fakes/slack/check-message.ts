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
  if (blocks.length > 50) return invalid(`${blocks.length} blocks`);
  const ids = blocks.flatMap((block) => (block.block_id === undefined ? [] : [block.block_id]));
  if (new Set(ids).size < ids.length) return invalid('a block_id is used twice');
  for (const [index, block] of blocks.entries()) {
    const wrong = checkBlock(block);
    if (wrong !== null) return invalid(`block ${index} (${block.type}): ${wrong}`);
  }
  const total = JSON.stringify(blocks).length;
  if (total > 13_200) return refusal('msg_blocks_too_long', `${total} characters over all blocks`);
  return null;
}

// --- Internal helpers ---

function checkBlock(block: Block): string | null {
  if ((block.block_id ?? '').length > 255) return 'block_id over 255';
  switch (block.type) {
    case 'header':
      return textObject(block['text'], 150, ['plain_text']);
    case 'section':
      return textObject(block['text'], 3000, ['plain_text', 'mrkdwn']) ?? accessory(block['accessory']);
    case 'context':
      return elements(block['elements']);
    case 'divider':
      return null;
    case 'image':
      return image(block);
    default:
      return `the fake does not know ${block.type}`;
  }
}

function textObject(value: unknown, max: number, types: readonly string[]): string | null {
  const { type, text } = (value ?? {}) as { type?: unknown; text?: unknown };
  if (typeof type !== 'string' || !types.includes(type)) return `text of type ${String(type)}`;
  if (typeof text !== 'string' || text.length < 1) return 'empty text';
  if (/\p{Surrogate}|\0/u.test(text)) return 'text that is not Unicode';
  return text.length > max ? `text of ${text.length} characters, over ${max}` : null;
}

function elements(value: unknown): string | null {
  if (!Array.isArray(value) || value.length < 1 || value.length > 10) return 'not 1 to 10 elements';
  for (const element of value as readonly Block[]) {
    const wrong =
      element.type === 'image' ? image(element) : textObject(element, 3000, ['plain_text', 'mrkdwn']);
    if (wrong !== null) return wrong;
  }
  return null;
}

function accessory(value: unknown): string | null {
  if (value === undefined) return null;
  const block = value as Block;
  return block.type === 'image' ? image(block) : `the fake does not know ${block.type} as an accessory`;
}

function image(block: Block): string | null {
  const { image_url: url, alt_text: alt } = block;
  if (typeof url !== 'string' || url.length > 3000 || !/^https?:\/\//.test(url)) return 'no image_url';
  if (typeof alt !== 'string' || alt === '' || alt.length > 2000) return 'alt_text not 1 to 2000';
  return null;
}
