import type { KnownBlock } from '@slack/types';
import type { Card, DigestContent } from '../../src/digests/digest.js';
import { noticeLines } from '../../src/digests/head-lines.js';
import type { Drawing } from '../../src/pictures/drawing.js';
import { picturePart } from '../../src/pictures/picture-part.js';
import { cleanText } from '../../src/text/clean.js';
import { buttonRow } from './buttons.js';
import { largestFitting } from './fit.js';
import { BUDGET } from './limits.js';
import {
  context,
  divider,
  header,
  image,
  jsonBytes,
  messageBody,
  section,
  type MessageBody,
} from './message.js';
import { link, notification, plain, shown } from './text.js';

/** Where Slack can fetch a picture; null when nobody outside can. */
export type PictureUrl = (drawing: Drawing) => string | null;

/** The longest a title and a why line may be in the list, escaped; shortened evenly when the list is long. */
const LONGEST_TITLE = 300;
const LONGEST_WHY = 220;
const SHORTEST = 12;
const ABOUT = { label: 'How this list is made', action: { do: 'about' } } as const;
/** Room for all notices together, and how many are shown. */
const NOTICE_ROOM = 1200;
const MOST_NOTICES = 8;

/**
 * The head: the day, then every title with its why line, readable without opening the thread.
 * @param pictureUrl where its picture is; it goes without one when that is null
 * @param hasThread true when cards follow in a thread
 */
export function headMessage(
  content: DigestContent,
  hasThread: boolean,
  key: string,
  pictureUrl: PictureUrl,
): MessageBody {
  const picture = pictureBlock(content, pictureUrl);
  const blocks = largestFitting(
    SHORTEST,
    LONGEST_TITLE,
    (cap) => headBlocks(content, hasThread, cap, picture),
    (made) => jsonBytes(messageBody('', made, key).blocks) <= BUDGET.blocksJson,
  );
  return messageBody(notificationLine(content), blocks, key);
}

// --- Internal helpers ---

/** What a phone shows: the day, how many, and what comes first. */
function notificationLine(content: DigestContent): string {
  const first = content.cards[0];
  const title = first === undefined ? '' : cleanText(first.title) || first.paperId;
  const line = [content.day, paperCount(content), title].filter((part) => part !== '').join(' · ');
  return notification(line, BUDGET.text);
}

function headBlocks(
  content: DigestContent,
  hasThread: boolean,
  cap: number,
  picture: readonly KnownBlock[],
): KnownBlock[] {
  const about = buttonRow([ABOUT]);
  const notes = noticeLines(content, { most: MOST_NOTICES, room: NOTICE_ROOM, shown });
  return [
    header(plain(content.day, BUDGET.headerText) || content.slot),
    context([summary(content)]),
    ...picture,
    ...(notes === '' ? [] : [section(notes)]),
    ...content.cards.flatMap((card) => entry(card, cap)),
    divider(),
    context([footer(content, hasThread)]),
    ...(about === null ? [] : [about]),
  ];
}

function pictureBlock(content: DigestContent, pictureUrl: PictureUrl): readonly KnownBlock[] {
  const picture = picturePart(content, BUDGET.pictureAlt);
  if (picture === null) return [];
  const url = pictureUrl(picture.drawing);
  return url === null ? [] : [image(url, picture.alt)];
}

function summary(content: DigestContent): string {
  const topics = content.topics.map(cleanText).filter((name) => name !== '' && name !== 'everything');
  const about = topics.length === 0 ? 'trending research' : shown(topics.join(', '), 200);
  return `*${paperCount(content)}* · ${about}`;
}

function paperCount(content: DigestContent): string {
  return content.cards.length === 1 ? '1 paper' : `${content.cards.length} papers`;
}

/** A title, and its why line small below it. */
function entry(card: Card, cap: number): KnownBlock[] {
  const title = shown(card.title, cap) || shown(card.paperId, cap);
  const why = shown(card.why, Math.min(cap, LONGEST_WHY));
  const line = section(`*${card.position}.*  *${link(title, card.url)}*`);
  return why === '' ? [line] : [line, context([why])];
}

function footer(content: DigestContent, hasThread: boolean): string {
  const picked = content.considered > content.cards.length ? `Picked from ${content.considered} papers` : '';
  const thread = hasThread ? 'Summaries, numbers and links are in the thread' : '';
  return [picked, thread].filter((part) => part !== '').join(' · ') || 'Broadsheet';
}
