import { checkBlocks } from './check-blocks.js';
import { textObject } from './check-elements.js';
import type { Block } from './state.js';

/** Slack's documented limits of modals and Home tabs; null when all is well. */
export function checkView(view: Readonly<Record<string, unknown>>): string | null {
  const { type, title, submit, close, private_metadata: metadata, callback_id: callback } = view;
  if (type === 'modal') {
    const wrong = textObject(title, 24, ['plain_text']);
    if (wrong !== null) return `title: ${wrong}`;
    for (const text of [submit, close]) {
      const bad = text === undefined ? null : textObject(text, 24, ['plain_text']);
      if (bad !== null) return `button: ${bad}`;
    }
  }
  if (typeof metadata === 'string' && metadata.length > 3000) return 'private_metadata over 3000';
  if (typeof callback === 'string' && callback.length > 255) return 'callback_id over 255';
  const blocks = (view['blocks'] ?? []) as readonly Block[];
  if (JSON.stringify(view).length > 250_000) return 'over 250,000 bytes';
  const hasInput = blocks.some((block) => block.type === 'input');
  if (type === 'modal' && hasInput && submit === undefined) return 'inputs without a submit button';
  return checkBlocks(blocks, type === 'home' ? 'home' : 'modal');
}
