import { ButtonStyle, ComponentType, type APIButtonComponent, type APIEmbed } from 'discord.js';
import { gistSource, numbersBeyondWhy, topicsBeyondWhy } from '../../src/digests/card-lines.js';
import type { Card } from '../../src/digests/digest.js';
import { cleanText } from '../../src/text/clean.js';
import { BUDGET, LIMITS } from './limits.js';
import { aboutId, abstractId } from './marker.js';
import { ACCENT, messageBody, type MessageBody } from './message.js';
import { plain, safeUrl, shown } from './text.js';

const ROOM = { authors: 300, gist: 1200, why: 300, numbers: 200, topics: 200 } as const;
const LONGEST_IMAGE_URL = 1000;

/** One paper as one message. */
export function cardMessage(card: Card, marker: string): MessageBody {
  return messageBody({ embeds: [cardEmbed(card)], buttons: cardButtons(card, marker), nonce: marker });
}

// --- Internal helpers ---

function cardEmbed(card: Card): APIEmbed {
  const url = safeUrl(card.url, LONGEST_IMAGE_URL);
  const thumbnail = card.thumbnailUrl === null ? null : safeUrl(card.thumbnailUrl, LONGEST_IMAGE_URL);
  const topics = plain(topicsBeyondWhy(card).map(cleanText).filter(Boolean).join(' · '), ROOM.topics);
  return {
    color: ACCENT,
    title: cardTitle(card),
    ...(url === null ? {} : { url }),
    description: paragraphs(card),
    ...(thumbnail === null ? {} : { thumbnail: { url: thumbnail } }),
    ...(topics === '' ? {} : { footer: { text: topics } }),
  };
}

function cardTitle(card: Card): string {
  const place = `${card.position} · `;
  const room = BUDGET.embedTitle - place.length;
  return place + (shown(card.title, room) || shown(card.paperId, room));
}

function paragraphs(card: Card): string {
  const gist = card.gist === null ? '' : shown(card.gist.text, ROOM.gist);
  const source = gistSource(card);
  const why = shown(card.why, ROOM.why);
  const numbers = shown(numbersBeyondWhy(card), ROOM.numbers);
  return [
    subtext(shown(card.authors, ROOM.authors)),
    gist === '' || source === '' ? gist : `${gist} *(${source})*`,
    [why === '' ? '' : `**${why}**`, subtext(numbers)].filter(Boolean).join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function subtext(text: string): string {
  return text === '' ? '' : `-# ${text}`;
}

/** The abstract first, then the links; a paper whose id is too long for a button gets the explanation instead. */
function cardButtons(card: Card, marker: string): APIButtonComponent[] {
  const abstract = abstractId(card.paperId, marker);
  const first: APIButtonComponent = {
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label: abstract === null ? 'How this list is made' : 'Abstract',
    custom_id: abstract ?? aboutId(marker),
  };
  return [first, ...card.links.flatMap(linkButton)];
}

function linkButton(target: { readonly label: string; readonly url: string }): APIButtonComponent[] {
  const url = safeUrl(target.url, LIMITS.buttonUrl);
  const label = plain(target.label, LIMITS.buttonLabel);
  if (url === null || label === '') return [];
  return [{ type: ComponentType.Button, style: ButtonStyle.Link, label, url }];
}
