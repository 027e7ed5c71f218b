import { ButtonStyle, ComponentType, type APIButtonComponent, type APIEmbed } from 'discord.js';
import type { PaperDeed } from '../../src/commands/buttons.js';
import { gistSource, numbersBeyondWhy, topicsBeyondWhy } from '../../src/digests/card-lines.js';
import type { Card } from '../../src/digests/digest.js';
import { cleanText } from '../../src/text/clean.js';
import { BUDGET, LIMITS } from './limits.js';
import { aboutId, customIdOf } from './marker.js';
import { ACCENT, messageBody, type ButtonRow, type MessageBody } from './message.js';
import { plain, safeUrl, shown, subtext } from './text.js';

const ROOM = { authors: 300, gist: 1200, why: 300, numbers: 200, topics: 200 } as const;
const LONGEST_IMAGE_URL = 1000;

const DEEDS: readonly (readonly [PaperDeed, label: string])[] = [
  ['save', 'Save'],
  ['more', 'More like this'],
  ['less', 'Not for us'],
  ['abstract', 'Abstract'],
  ['bibtex', 'BibTeX'],
];

/** One paper of a digest as one message. */
export function cardMessage(card: Card, marker: string): MessageBody {
  return messageBody({ embeds: [cardEmbed(card, true)], rows: cardRows(card, marker), nonce: marker });
}

/** @param placed whether the title starts with the card's place in its list */
export function cardEmbed(card: Card, placed: boolean): APIEmbed {
  const url = safeUrl(card.url, LONGEST_IMAGE_URL);
  const thumbnail = card.thumbnailUrl === null ? null : safeUrl(card.thumbnailUrl, LONGEST_IMAGE_URL);
  const topics = plain(topicsBeyondWhy(card).map(cleanText).filter(Boolean).join(' · '), ROOM.topics);
  const description = paragraphs(card);
  return {
    color: ACCENT,
    title: cardTitle(card, placed),
    ...(url === null ? {} : { url }),
    ...(description === '' ? {} : { description }),
    ...(thumbnail === null ? {} : { thumbnail: { url: thumbnail } }),
    ...(topics === '' ? {} : { footer: { text: topics } }),
  };
}

/**
 * What can be done with the paper, then where it can be read. A paper whose id is too long for a button has fewer;
 * one that has none gets the explanation of the list, so that the marker always has a place.
 */
export function cardRows(card: Card, marker: string): ButtonRow[] {
  const deeds = DEEDS.flatMap(([deed, label]): APIButtonComponent[] => {
    const id = customIdOf({ do: deed, paperId: card.paperId }, marker);
    return id === null ? [] : [button(label, id)];
  });
  const first = deeds.length > 0 ? deeds : [button('How this list is made', aboutId(marker))];
  return [first, card.links.flatMap(linkButton).slice(0, LIMITS.buttonsPerRow)];
}

// --- Internal helpers ---

function cardTitle(card: Card, placed: boolean): string {
  const place = placed ? `${card.position} · ` : '';
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

function button(label: string, id: string): APIButtonComponent {
  return { type: ComponentType.Button, style: ButtonStyle.Secondary, label, custom_id: id };
}

function linkButton(target: { readonly label: string; readonly url: string }): APIButtonComponent[] {
  const url = safeUrl(target.url, LIMITS.buttonUrl);
  const label = plain(target.label, LIMITS.buttonLabel);
  if (url === null || label === '') return [];
  return [{ type: ComponentType.Button, style: ButtonStyle.Link, label, url }];
}
