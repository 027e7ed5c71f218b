import type { ChannelPress } from '../ports/people-store.js';
import { MOST_PRESSES } from '../ranking/taste.js';
import { button, notes, refusal, rows, text } from './blocks.js';
import type { Handler } from './deps.js';
import { listOf } from './wording.js';

const NOTHING =
  'Nothing was learned in this channel: nobody has pressed Save, More like this or Not for us here.';

/** `taste reset`: says what this channel's digest has learned from, and asks; the button does it. */
export const askToResetTaste: Handler = async (asked, kitchen) => {
  const presses = await kitchen.people.presses(asked.key, MOST_PRESSES);
  if (presses.length === 0) return refusal(NOTHING);
  return {
    title: 'Forget what this channel likes?',
    blocks: [
      text(
        `Its digest has learned from ${pressesText(presses)}. After a reset it is ordered by attention and topics alone, ` +
          'until somebody presses again. It cannot be undone.',
      ),
      ...notes('Saved papers stay in the lists of those who saved them.'),
      ...rows(button('Reset', { do: 'taste-reset' }, 'danger')),
    ],
  };
};

/** The button of `taste reset`. Pressed twice it finds nothing more. */
export const resetTaste: Handler = async (asked, kitchen) => {
  const gone = await kitchen.people.forgetPresses(asked.key);
  if (gone === 0) return refusal(NOTHING);
  return {
    title: null,
    blocks: [text('Done: this channel’s digest starts anew, without what it had learned.')],
  };
};

// --- Internal helpers ---

function pressesText(presses: readonly ChannelPress[]): string {
  const count = (verdict: ChannelPress['verdict']): number =>
    presses.filter((press) => press.verdict === verdict).length;
  const [saved, more, less] = [count('saved'), count('more'), count('less')];
  const parts = [
    saved === 0 ? '' : `${saved} saved`,
    more === 0 ? '' : `${more} with “More like this”`,
    less === 0 ? '' : `${less} with “Not for us”`,
  ].filter(Boolean);
  return `papers pressed here lately: ${listOf(parts)}`;
}
