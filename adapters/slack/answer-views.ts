import type { KnownBlock } from '@slack/types';
import { parsePaperId } from '../../src/papers/paper-id.js';
import type { AnswerOutcome } from '../../src/ports/replier.js';
import { NO_PLACE, sendDirectly, type Errand, type To } from './answer-messages.js';
import { ANSWERED, attemptCall, bareIfInvalid, picturesDropped } from './attempt.js';
import { cardBlocks } from './card.js';
import { BUDGET } from './limits.js';
import { answerView, homeView } from './views.js';

/** A trigger lives three seconds; an answer that took longer goes to the person's conversation with the bot. */
export async function showModal(to: To<'modal'>, errand: Errand): Promise<AnswerOutcome> {
  const { reply, call, signal } = errand;
  const view = answerView(reply, { channel: to.channel, home: to.home });
  const id = to.way === 'update' ? { view_id: to.id } : { trigger_id: to.id };
  const show = (blocks: readonly KnownBlock[]) =>
    attemptCall(call, `views.${to.way}`, { ...id, view: { ...view, blocks } }, signal);
  const shown = await bareIfInvalid(view.blocks as readonly KnownBlock[], show);
  if (shown.code === null || !NO_PLACE.has(shown.code)) return shown.outcome;
  return sendDirectly(to.user, errand);
}

/** One card below each link. A failure or an answer without cards shows nothing: nobody asked for words. */
export async function unfurl(to: To<'unfurl'>, { reply, call, signal }: Errand): Promise<AnswerOutcome> {
  const cards =
    reply.failed === true ? [] : reply.blocks.flatMap((block) => ('card' in block ? block.card : []));
  const unfurls = to.links.flatMap((link) => {
    const card = cards.find(({ paperId }) => paperId === parsePaperId(link));
    return card === undefined ? [] : [[link, { blocks: cardBlocks(card, BUDGET.unfurlJson) }] as const];
  });
  if (unfurls.length === 0) return ANSWERED.outcome;
  const post = (entries: typeof unfurls) =>
    attemptCall(
      call,
      'chat.unfurl',
      { channel: to.channel, ts: to.ts, unfurls: Object.fromEntries(entries) },
      signal,
    );
  const first = await post(unfurls);
  if (first.code !== 'invalid_blocks') return first.outcome;
  const bare = unfurls.map(([link, shown]) => [link, { blocks: picturesDropped(shown.blocks) }] as const);
  return (await post(bare)).outcome;
}

/** The bot's own page for the person. */
export async function publishHome(to: To<'home'>, { reply, call, signal }: Errand): Promise<AnswerOutcome> {
  if (reply.failed === true && to.shown) return ANSWERED.outcome;
  const view = homeView(reply, to.channel);
  const publish = (blocks: readonly KnownBlock[]) =>
    attemptCall(call, 'views.publish', { user_id: to.user, view: { ...view, blocks } }, signal);
  return (await bareIfInvalid(view.blocks as readonly KnownBlock[], publish)).outcome;
}
