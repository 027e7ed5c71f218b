import { countOf } from '../text/numbers.js';
import { truncate } from '../text/truncate.js';
import type { Drawing, DrawnPaper } from './drawing.js';

/** Longest title in it, UTF-16 units. */
const TITLE = 110;

/** What the picture shows, in words, for who cannot see it. @param max UTF-16 units */
export function altText({ day, about, papers }: Drawing, max: number): string {
  return truncate([`${day}, ${about}.`, ...papers.map(lineOf)].join(' '), max);
}

function lineOf({ rank, title, paperId, upvotes, change }: DrawnPaper): string {
  const facts = [
    ...(upvotes === null ? [] : [countOf(upvotes, 'upvote', 'upvotes')]),
    ...(change === 'new' ? ['new'] : []),
    ...(typeof change === 'number' ? [`${signed(change)} since yesterday`] : []),
  ].join(', ');
  const name = truncate(title, TITLE) || paperId;
  return facts === '' ? `${rank}. ${name}.` : `${rank}. ${name}: ${facts}.`;
}

/** `+36`, `±0`, `−2`. */
export function signed(change: number): string {
  if (change === 0) return '±0';
  return change > 0 ? `+${change}` : `−${-change}`;
}
