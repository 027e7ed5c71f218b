import { describeError } from '../errors.js';
import { drawingOf, type Drawing } from '../pictures/drawing.js';
import type { Logger } from '../ports/logger.js';
import type { RankedPaper } from '../ranking/ranked-paper.js';
import { cleanText } from '../text/clean.js';
import { countOf } from '../text/numbers.js';
import { truncate } from '../text/truncate.js';
import type { DigestContent } from './digest.js';

/** Longest list of topics in a picture's first line; it is cut to the width there. UTF-16 units. */
const ABOUT = 120;

/**
 * The picture of a digest as a field of its content; none, and a warning, when it cannot be made: a digest comes without it.
 * @param papers those of the cards, in their order, with what was seen of them
 */
export function withPicture(
  content: DigestContent,
  papers: readonly RankedPaper[],
  now: Date,
  logger?: Pick<Logger, 'warn'>,
): DigestContent {
  try {
    return { ...content, picture: pictureOf(content, papers, now) };
  } catch (error) {
    logger?.warn({ slot: content.slot, error: describeError(error) }, 'a digest comes without its picture');
    return content;
  }
}

// --- Internal helpers ---

function pictureOf(
  { day, cards, topics }: DigestContent,
  papers: readonly RankedPaper[],
  now: Date,
): Drawing {
  const names = topics.map(cleanText).filter((name) => name !== '' && name !== 'everything');
  const subject = names.length === 0 ? 'trending research' : truncate(names.join(', '), ABOUT);
  const drawable = cards.map(({ paperId, title }, index) => ({
    paperId,
    title,
    upvotes: papers[index]?.signals.upvotes,
    sightings: papers[index]?.sightings ?? [],
  }));
  return drawingOf(
    { day, about: `${countOf(cards.length, 'paper', 'papers')} · ${subject}`, papers: drawable },
    now,
  );
}
