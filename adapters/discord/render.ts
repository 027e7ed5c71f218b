import type { Layout } from '../../src/channels/channel.js';
import type { Payload, PlannedPart } from '../../src/digests/delivery.js';
import type { DigestContent } from '../../src/digests/digest.js';
import { cardMessage } from './card.js';
import { headMessage, threadName } from './head.js';
import { nonceOf } from './marker.js';
import { picturePayload } from './picture.js';

/** A day without a message: yesterday's thread leaves the channel list when today's arrives. Minutes. */
const AUTO_ARCHIVE = 1440;

/**
 * Every part of a digest as the body of the request that posts it. Pure.
 * `thread`: head, thread, cards. `compact`: the head alone. `forum`: a post, then cards as replies.
 * @param keyOf gives each 0-based position its delivery key; nonce and marker come from it
 */
export function renderDigest(
  content: DigestContent,
  layout: Layout,
  keyOf: (position: number) => string,
): readonly PlannedPart[] {
  return renderWith(content, layout, (position) => nonceOf(keyOf(position)));
}

/** The same with markers of the caller's own; a marker is also the nonce. */
export function renderWith(
  content: DigestContent,
  layout: Layout,
  marker: (position: number) => string,
): readonly PlannedPart[] {
  const papers = content.cards.map((card) => card.paperId);
  const thread = { name: threadName(content), auto_archive_duration: AUTO_ARCHIVE };
  const cardsFrom = (first: number) =>
    content.cards.map((card, index) =>
      part('card', cardMessage(card, marker(first + index)), [card.paperId]),
    );
  const picture = picturePayload(content);
  if (layout === 'forum') {
    const message = headMessage(content, marker(0), null);
    return [part('post', { ...thread, message, ...picture }, []), ...cardsFrom(1)];
  }
  const head = { ...headMessage(content, marker(0), marker(0)), ...picture };
  if (layout === 'compact') return [part('head', head, papers)];
  return [part('head', head, []), part('thread', thread, []), ...cardsFrom(2)];
}

function part(kind: PlannedPart['kind'], body: object, paperIds: readonly string[]): PlannedPart {
  return { kind, payload: body as Payload, paperIds };
}
