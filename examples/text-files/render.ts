import type { Layout } from '../../src/channels/channel.js';
import { gistSource } from '../../src/digests/card-lines.js';
import type { PlannedPart } from '../../src/digests/delivery.js';
import type { Card, DigestContent } from '../../src/digests/digest.js';
import { cleanText } from '../../src/text/clean.js';
import { truncate } from '../../src/text/truncate.js';

/** No line is longer, UTF-16 units. */
const LONGEST_LINE = 500;

/** Every part of a digest as text: the head, then a card for each paper; the head alone in the compact layout. Pure. */
export function renderText(content: DigestContent, layout: Layout): readonly PlannedPart[] {
  const ids = content.cards.map(({ paperId }) => paperId);
  const head = { kind: 'head', payload: { text: headText(content) } } as const;
  if (layout === 'compact') return [{ ...head, paperIds: ids }];
  const cards = content.cards.map((card): PlannedPart => ({
    kind: 'card',
    payload: { text: cardText(card) },
    paperIds: [card.paperId],
  }));
  return [{ ...head, paperIds: [] }, ...cards];
}

// --- Internal helpers ---

/** Clean first, cut by grapheme, escape for the target last: plain text has nothing to escape. */
function line(text: string): string {
  return truncate(cleanText(text), LONGEST_LINE);
}

function joined(lines: readonly string[]): string {
  return `${lines
    .map(line)
    .filter((text) => text !== '')
    .join('\n')}\n`;
}

function headText({ day, sample, late, notices, cards }: DigestContent): string {
  return joined([
    day,
    sample ? 'This is a sample.' : '',
    late ? 'This list is late.' : '',
    ...notices,
    ...cards.flatMap(({ position, title, why }) => [`${position}. ${title}`, why]),
  ]);
}

function cardText(card: Card): string {
  const { title, authors, gist, why, links } = card;
  const written = links.map(({ label, url }) => `${label}: ${url}`);
  return joined([title, authors, gist?.text ?? '', gistSource(card), why, ...written]);
}
