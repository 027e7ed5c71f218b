import type { ImageElement, KnownBlock } from '@slack/types';
import { gistSource, numbersBeyondWhy, topicsBeyondWhy } from '../../src/digests/card-lines.js';
import type { Card } from '../../src/digests/digest.js';
import { cleanText } from '../../src/text/clean.js';
import { buttonRow, paperButtons } from './buttons.js';
import { largestFitting } from './fit.js';
import { BUDGET } from './limits.js';
import { context, jsonBytes, messageBody, section, type MessageBody } from './message.js';
import { link, linkTo, notification, plain, safeUrl, shown } from './text.js';

/** Longest texts of a card, escaped, UTF-16 units. */
const ROOM = { title: 400, authors: 300, why: 300, numbers: 200, topics: 200, label: 60 } as const;
const GIST = { least: 40, most: 1200 } as const;
const LONGEST_IMAGE_URL = 1000;
const MOST_LINKS = 5;

/** One paper as one reply. */
export function cardMessage(card: Card, key: string): MessageBody {
  const blocks = largestFitting(
    GIST.least,
    GIST.most,
    (gistRoom) => blocksOf(card, gistRoom, `${card.position}.  `),
    (made) => jsonBytes(messageBody('', made, key).blocks) <= BUDGET.blocksJson,
  );
  const title = cleanText(card.title) || card.paperId;
  return messageBody(notification(`${card.position}. ${title}`, BUDGET.text), blocks, key);
}

/** The same card as part of an answer: without its place in a digest, and without a marker. @param bytes room as JSON */
export function cardBlocks(card: Card, bytes: number): readonly KnownBlock[] {
  return largestFitting(
    GIST.least,
    GIST.most,
    (gistRoom) => blocksOf(card, gistRoom, ''),
    (made) => jsonBytes(made) <= bytes,
  );
}

// --- Internal helpers ---

function blocksOf(card: Card, gistRoom: number, place: string): KnownBlock[] {
  const buttons = buttonRow(paperButtons(card.paperId));
  const why = shown(card.why, ROOM.why);
  const numbers = shown(numbersBeyondWhy(card), ROOM.numbers);
  const links = linksLine(card);
  const topics = shown(topicsBeyondWhy(card).map(cleanText).filter(Boolean).join(' · '), ROOM.topics);
  const end = [links, numbers, topics === '' ? '' : `Topics: ${topics}`].filter(Boolean);
  return [
    section(paragraphs(card, gistRoom, place), thumbnail(card)),
    ...(why === '' ? [] : [section(`*${why}*`)]),
    ...(end.length === 0 ? [] : [context([end.join('  |  ')])]),
    ...(buttons === null ? [] : [buttons]),
  ];
}

function paragraphs(card: Card, gistRoom: number, place: string): string {
  const title = shown(card.title, ROOM.title) || shown(card.paperId, ROOM.title);
  const authors = shown(card.authors, ROOM.authors);
  const gist = card.gist === null ? '' : shown(card.gist.text, gistRoom);
  const source = gistSource(card);
  const first = [`*${place}${link(title, card.url)}*`, authors].filter(Boolean).join('\n');
  const labelled = gist === '' || source === '' ? gist : `${gist} _(${source})_`;
  return [first, labelled].filter(Boolean).join('\n\n');
}

function thumbnail(card: Card): ImageElement | null {
  const url = card.thumbnailUrl === null ? null : safeUrl(card.thumbnailUrl, LONGEST_IMAGE_URL);
  if (url === null) return null;
  const title = plain(card.title, BUDGET.altText) || plain(card.paperId, BUDGET.altText);
  return { type: 'image', image_url: url, alt_text: plain(`Preview of ${title}`, BUDGET.altText) };
}

function linksLine(card: Card): string {
  return card.links
    .slice(0, MOST_LINKS)
    .flatMap((target) => linkTo(shown(target.label, ROOM.label), target.url) ?? [])
    .join(' · ');
}
