import type { Layout } from '../../src/channels/channel.js';
import type { PlannedPart } from '../../src/digests/delivery.js';
import type { DigestContent } from '../../src/digests/digest.js';
import { cardMessage } from './card.js';
import { headMessage, type PictureUrl } from './head.js';
import type { MessageBody } from './message.js';

/**
 * Every part of a digest as the body of the request that posts it. Pure.
 * `thread`: head, then one reply per card in its thread. `compact`: the head alone.
 * Slack has no forum channels: `forum` is laid out as `thread`.
 * @param keyOf gives each 0-based position its delivery key; the markers are made of it
 * @param pictureUrl where Slack finds a digest's picture. Default: it finds none
 */
export function renderDigest(
  content: DigestContent,
  layout: Layout,
  keyOf: (position: number) => string,
  pictureUrl: PictureUrl = () => null,
): readonly PlannedPart[] {
  const papers = content.cards.map((card) => card.paperId);
  if (layout === 'compact') return [part('head', headMessage(content, false, keyOf(0), pictureUrl), papers)];
  return [
    part('head', headMessage(content, true, keyOf(0), pictureUrl), []),
    ...content.cards.map((card, index) => part('card', cardMessage(card, keyOf(index + 1)), [card.paperId])),
  ];
}

function part(kind: PlannedPart['kind'], body: MessageBody, paperIds: readonly string[]): PlannedPart {
  return { kind, payload: { ...body }, paperIds };
}
