import type { ActionsBlock, Button } from '@slack/types';
import { encodeButton } from '../../src/commands/buttons.js';
import type { ReplyButton } from '../../src/commands/reply.js';
import { LIMITS } from './limits.js';
import { plainText } from './message.js';
import { plain } from './text.js';

/** How the action ids of our buttons begin; what a button asks for is in its value. */
export const BUTTON_PREFIX = 'b:';

/** A row of buttons; null when none of them can be made. One whose id would be too long is left out. */
export function buttonRow(buttons: readonly ReplyButton[]): ActionsBlock | null {
  const elements: Button[] = [];
  for (const { label, action, style } of buttons.slice(0, LIMITS.buttons)) {
    const value = encodeButton(action);
    const text = plain(label, LIMITS.buttonText);
    if (value === null || text === '') continue;
    const action_id = unused(`${BUTTON_PREFIX}${action.do}`, elements);
    elements.push({
      type: 'button',
      text: plainText(text),
      action_id,
      value,
      ...(style === undefined ? {} : { style }),
    });
  }
  return elements.length === 0 ? null : { type: 'actions', elements };
}

/** What can be done with a paper wherever its card stands. */
export function paperButtons(paperId: string): readonly ReplyButton[] {
  return [
    { label: 'Save', action: { do: 'save', paperId } },
    { label: 'More like this', action: { do: 'more', paperId } },
    { label: 'Not for us', action: { do: 'less', paperId } },
    { label: 'Abstract', action: { do: 'abstract', paperId } },
    { label: 'BibTeX', action: { do: 'bibtex', paperId } },
  ];
}

// --- Internal helpers ---

/** Action ids must differ within a row, and a list has two buttons that turn its pages. */
function unused(id: string, elements: readonly Button[]): string {
  const same = elements.filter(({ action_id: other }) => other === id || other?.startsWith(`${id}:`)).length;
  return same === 0 ? id : `${id}:${same + 1}`;
}
