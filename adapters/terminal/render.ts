import type { Layout } from '../../src/channels/channel.js';
import { gistSource, numbersBeyondWhy, topicsBeyondWhy } from '../../src/digests/card-lines.js';
import type { PlannedPart } from '../../src/digests/delivery.js';
import type { Card, DigestContent } from '../../src/digests/digest.js';
import { cleanText } from '../../src/text/clean.js';
import { truncate } from '../../src/text/truncate.js';
import { LIMITS } from './limits.js';
import type { TerminalCard, TerminalPayload } from './payload.js';

const SAMPLE =
  'SAMPLE: real papers of October 2025, shown because no paper could be read yet. Nothing of this is stored, posted or mailed.';

/** Every part of a digest: the head, then one card per paper; the head alone in the compact layout. Pure. */
export function renderDigest(content: DigestContent, layout: Layout): readonly PlannedPart[] {
  const compact = layout === 'compact';
  const head = { kind: layout === 'forum' ? 'post' : 'head', payload: headOf(content) } as const;
  const ids = content.cards.map(({ paperId }) => paperId);
  if (compact) return [{ ...head, paperIds: ids }];
  const cards = content.cards.map((card): PlannedPart => ({
    kind: 'card',
    payload: { part: 'card', card: cardOf(card) } satisfies TerminalPayload,
    paperIds: [card.paperId],
  }));
  return [{ ...head, paperIds: [] }, ...cards];
}

// --- Internal helpers ---

const line = (text: string, most: number = LIMITS.line): string => truncate(cleanText(text), most);

function headOf(content: DigestContent): TerminalPayload {
  const remarks = [
    ...(content.sample ? [SAMPLE] : []),
    ...(content.late ? ['Late: this list was put together more than 30 minutes after its time.'] : []),
    ...content.notices,
  ];
  return {
    part: 'head',
    title: line(content.day),
    about: aboutOf(content),
    remarks: remarks.map((text) => line(text)).filter((text) => text !== ''),
    list: content.cards.map((card) => ({ title: titleOf(card), why: line(card.why) })),
  };
}

/** `5 papers · trending research · picked from 312 papers`. */
function aboutOf({ cards, topics, considered }: DigestContent): string {
  const count = cards.length === 1 ? '1 paper' : `${cards.length} papers`;
  const names = topics.map((topic) => line(topic)).filter((name) => name !== '' && name !== 'everything');
  const about = names.length === 0 ? 'trending research' : line(names.join(', '));
  const picked = considered > cards.length ? [`picked from ${considered} papers`] : [];
  return [count, about, ...picked].join(' · ');
}

/** A title of which nothing visible is left is told by its id. */
function titleOf(card: Card): string {
  return line(card.title, LIMITS.title) || line(card.paperId, LIMITS.title);
}

function cardOf(card: Card): TerminalCard {
  return {
    position: card.position,
    title: titleOf(card),
    authors: line(card.authors),
    gist: line(card.gist?.text ?? '', LIMITS.gist),
    gistLabel: gistSource(card),
    why: line(card.why),
    numbers: line(numbersBeyondWhy(card)),
    topics: line(topicsBeyondWhy(card).join(', ')),
    links: card.links.map(({ label, url }) => ({ label: line(label, 40), url: line(url) })),
  };
}
