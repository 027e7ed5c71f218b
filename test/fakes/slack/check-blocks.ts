import { checkButtons, checkInput, image, textObject } from './check-elements.js';
import type { Block } from './state.js';

export type Surface = 'message' | 'modal' | 'home';

const MOST = { message: 50, modal: 100, home: 100 } as const;

/** What Slack's documents forbid, in words; null when all is well. */
export function checkBlocks(given: unknown, surface: Surface): string | null {
  if (!Array.isArray(given)) return 'blocks are no list';
  const blocks = given as readonly Block[];
  if (blocks.length > MOST[surface]) return `${blocks.length} blocks`;
  const ids = blocks.flatMap((block) => (block.block_id === undefined ? [] : [block.block_id]));
  if (new Set(ids).size < ids.length) return 'a block_id is used twice';
  for (const [index, block] of blocks.entries()) {
    const wrong = checkBlock(block, surface);
    if (wrong !== null) return `block ${index} (${block.type}): ${wrong}`;
  }
  return null;
}

// --- Internal helpers ---

function checkBlock(block: Block, surface: Surface): string | null {
  if ((block.block_id ?? '').length > 255) return 'block_id over 255';
  switch (block.type) {
    case 'header':
      return textObject(block['text'], 150, ['plain_text']);
    case 'section':
      return section(block);
    case 'context':
      return elements(block['elements']);
    case 'divider':
      return null;
    case 'image':
      return image(block);
    case 'actions':
      return checkButtons(block['elements']);
    case 'rich_text':
      return richText(block['elements']);
    case 'input':
      return surface === 'message' ? 'an input in a message' : checkInput(block);
    default:
      return `the fake does not know ${block.type}`;
  }
}

function section(block: Block): string | null {
  const { text, fields } = block;
  if (text === undefined && fields === undefined) return 'neither text nor fields';
  if (text !== undefined) {
    const wrong = textObject(text, 3000, ['plain_text', 'mrkdwn']);
    if (wrong !== null) return wrong;
  }
  if (fields !== undefined) {
    if (!Array.isArray(fields) || fields.length < 1 || fields.length > 10) return 'not 1 to 10 fields';
    for (const field of fields as unknown[]) {
      const wrong = textObject(field, 2000, ['plain_text', 'mrkdwn']);
      if (wrong !== null) return wrong;
    }
  }
  return accessory(block['accessory']);
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

/** Boxes of text alone: the rest of rich text is not used here. */
function richText(value: unknown): string | null {
  if (!Array.isArray(value) || value.length < 1) return 'no elements';
  for (const { type, elements: inner } of value as readonly { type: string; elements: unknown }[]) {
    if (type !== 'rich_text_preformatted') return `the fake does not know ${type}`;
    if (!Array.isArray(inner) || inner.length < 1) return 'an empty box';
    for (const { type: kind, text } of inner as readonly Block[])
      if (kind !== 'text' || typeof text !== 'string' || text === '' || /\p{Surrogate}|\0/u.test(text))
        return 'no text in a box';
  }
  return null;
}

function accessory(value: unknown): string | null {
  if (value === undefined) return null;
  const block = value as Block;
  return block.type === 'image' ? image(block) : `the fake does not know ${block.type} as an accessory`;
}
