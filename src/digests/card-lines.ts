import { compactNumber, countOf } from '../text/numbers.js';
import type { Card } from './digest.js';

/** Added to a gist that is not the paper's own words; empty for the others. */
const SOURCES = { 'ai-summary': 'AI summary, Hugging Face', abstract: '', sample: '' } as const;

/** Who wrote a card's gist, where that must be said: `AI summary, Hugging Face`; else empty. */
export function gistSource(card: Card): string {
  return card.gist === null ? '' : SOURCES[card.gist.origin];
}

/**
 * A card's numbers beyond its why line: `upvotes ▂▅█ · 4 comments · ★ 2.3k on GitHub`. A number that the why line
 * tells is not told twice, and a zero not at all. Empty when nothing is left. Not escaped.
 */
export function numbersBeyondWhy({ numbers, why, sparkline }: Card): string {
  const { upvotes, comments = 0, githubStars = 0 } = numbers;
  const told = new Set(why.split(/ · |, /));
  const votes =
    upvotes === undefined || why.includes('▲') ? '' : `▲ ${countOf(upvotes, 'upvote', 'upvotes')}`;
  const stars = `★ ${compactNumber(githubStars)}`;
  return [
    votes,
    sparkline === '' ? '' : `upvotes ${sparkline}`,
    comments === 0 ? '' : countOf(comments, 'comment', 'comments'),
    githubStars === 0 || told.has(stars) ? '' : `${stars} on GitHub`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** The topics a card matches; none when the why line names them all. Not escaped. */
export function topicsBeyondWhy({ topics, why }: Card): readonly string[] {
  return why.endsWith(`matches: ${topics.join(', ')}`) ? [] : topics;
}
