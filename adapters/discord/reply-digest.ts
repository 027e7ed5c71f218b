import type { APIActionRowComponent, APIButtonComponent, APIEmbed } from 'discord.js';
import type { ReplyBlock } from '../../src/commands/reply.js';
import type { PlannedPart } from '../../src/digests/delivery.js';
import { BUDGET } from './limits.js';
import { NO_MARKER } from './marker.js';
import type { MessageBody } from './message.js';
import { renderWith } from './render.js';
import { addReady, newDraft, sealedDraft, type Draft } from './reply-draft.js';
import { shown, subtext } from './text.js';

type DigestBlock = Extract<ReplyBlock, { kind: 'digest' }>;

/**
 * A digest as it would be posted, made by the renderer that posts. Cards that do not fit one by one are put together
 * without their buttons.
 * @param heading lines above the head, escaped; left out when there is no room for them
 * @param room most messages
 */
export function digestDrafts({ content, layout }: DigestBlock, heading: string, room: number): Draft[] {
  const parts = renderWith(content, layout, () => NO_MARKER);
  const body = (part: PlannedPart) =>
    (part.kind === 'post' ? part.payload['message'] : part.payload) as MessageBody;
  const of = (...kinds: PlannedPart['kind'][]) => parts.filter(({ kind }) => kinds.includes(kind));
  const heads = of('head', 'post').map((part) => ready(body(part), heading));
  const cards = of('card').map(body);
  const drafts =
    heads.length + cards.length <= room
      ? cards.map((card) => ready(card, ''))
      : packed(cards.flatMap(({ embeds }) => embeds ?? []));
  const [first] = drafts;
  const name = of('thread', 'post')[0]?.payload['name'];
  if (first !== undefined && typeof name === 'string')
    first.content = subtext(`${layout === 'forum' ? 'Post' : 'Thread'}: ${shown(name, 200)}`);
  return [...heads, ...drafts];
}

// --- Internal helpers ---

function ready({ content = '', embeds = [], components = [] }: MessageBody, heading: string): Draft {
  const both = [heading, content].filter(Boolean).join('\n\n');
  const rows = components as APIActionRowComponent<APIButtonComponent>[];
  return sealedDraft(
    both.length <= BUDGET.content ? both : content,
    embeds,
    rows.map((row) => row.components),
  );
}

/** As few messages as the embeds need. */
function packed(embeds: readonly APIEmbed[]): Draft[] {
  const drafts: Draft[] = [];
  for (const embed of embeds) {
    const open = drafts.at(-1);
    if (open !== undefined && addReady(open, embed)) continue;
    const next = newDraft();
    addReady(next, embed);
    drafts.push(next);
  }
  return drafts;
}
