import { gistSource, numbersBeyondWhy, topicsBeyondWhy } from '../../src/digests/card-lines.js';
import type { Card, DigestContent, Link } from '../../src/digests/digest.js';
import { cleanText } from '../../src/text/clean.js';
import { countOf } from '../../src/text/numbers.js';
import { truncate } from '../../src/text/truncate.js';
import { LIMITS } from './limits.js';

/** A digest as clean lines of bounded length, not escaped: HTML and text part are made of the same. */
export interface MailDigest {
  readonly day: string;
  /** `5 papers · picked from 312`. */
  readonly about: string;
  readonly notices: readonly string[];
  readonly cards: readonly MailCard[];
}

export interface MailCard {
  readonly position: number;
  readonly title: string;
  readonly url: string;
  readonly authors: string;
  readonly why: string;
  readonly gist: string;
  /** Who wrote the gist when it is not the paper's own words; else empty. */
  readonly gistSource: string;
  readonly numbers: string;
  readonly topics: string;
  readonly links: readonly Link[];
}

export function digestLines(content: DigestContent): MailDigest {
  const { cards, considered } = content;
  const notices = [
    ...(content.sample ? ['Sample: a bundled list for show, not today’s papers.'] : []),
    ...(content.late ? ['Late: this list was put together more than 30 minutes after its time.'] : []),
    ...content.notices,
  ];
  const picked = considered > cards.length ? [`picked from ${considered}`] : [];
  return {
    day: line(content.day),
    about: [countOf(cards.length, 'paper', 'papers'), ...picked].join(' · '),
    notices: notices.map((text) => line(text)).filter((text) => text !== ''),
    cards: cards.map(cardLines),
  };
}

/** `3 papers for speech recognition: Title of the first`, so that a list of mails can be read without opening one. */
export function subjectOf({ cards, topics }: DigestContent): string {
  const names = topics.map((name) => line(name, LIMITS.label)).filter((name) => name !== '');
  const about = names.filter((name) => name !== 'everything');
  const [first = ''] = about;
  const forWhat = about.length > 1 ? `${first} and ${about.length - 1} more` : first;
  const count =
    forWhat === ''
      ? countOf(cards.length, 'trending paper', 'trending papers')
      : `${countOf(cards.length, 'paper', 'papers')} for ${forWhat}`;
  const [top] = cards;
  return top === undefined ? count : truncate(`${count}: ${titleOf(top)}`, LIMITS.subject);
}

/** What the list of mails shows beside the subject: why the first paper is there, then the other titles. */
export function preheaderOf({ cards }: DigestContent): string {
  const [top, ...others] = cards;
  if (top === undefined) return '';
  return truncate([line(top.why), ...others.map(titleOf)].join(' · '), LIMITS.preheader);
}

// --- Internal helpers ---

function line(text: string, most: number = LIMITS.line): string {
  return truncate(cleanText(text), most);
}

/** A title of which nothing visible is left is told by its id. */
function titleOf({ title, paperId }: Card): string {
  return line(title, LIMITS.title) || line(paperId, LIMITS.title);
}

function cardLines(card: Card): MailCard {
  const topics = line(topicsBeyondWhy(card).join(', '));
  return {
    position: card.position,
    title: titleOf(card),
    url: card.url,
    authors: line(card.authors),
    why: line(card.why),
    gist: line(card.gist?.text ?? '', LIMITS.gist),
    gistSource: gistSource(card),
    numbers: line(numbersBeyondWhy(card)),
    topics: topics === '' ? '' : `matches: ${topics}`,
    links: card.links.filter(({ url }) => url.startsWith('https://') && url.length <= LIMITS.url),
  };
}
