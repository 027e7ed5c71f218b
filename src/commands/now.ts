import type { Channel } from '../channels/channel.js';
import { localDate } from '../digests/day.js';
import type { Digest } from '../digests/digest.js';
import { prepareDigest, readHealth } from '../digests/prepare.js';
import { LEAD_MS } from '../digests/tick.js';
import { wakeDigest } from '../digests/wake.js';
import { describeError } from '../errors.js';
import { countOf } from '../text/numbers.js';
import { button, notes, refusal, rows, text } from './blocks.js';
import type { Asked, Handler, Kitchen } from './deps.js';
import { NOT_SUBSCRIBED } from './unsubscribe.js';
import { SLASH } from './wording.js';

/** Digests looked at for one under way: the day's own and a few by hand. */
const RECENT = 5;
/** Pressed twice within it, one digest is posted. Milliseconds. */
const ONCE_PER_MS = 60_000;
const UNDER_WAY = 'A digest is on its way here just now. Please wait a moment.';

/** `now` and its button: opens a digest beside the day's own, unless one is under way or there is nothing to show. */
export const now: Handler = async (asked, kitchen) => {
  const channel = await kitchen.channels.get(asked.key);
  if (channel === null) return refusal(NOT_SUBSCRIBED);
  if (channel.pause !== null)
    return refusal(
      `This channel is paused: ${channel.pause.reason}`,
      ...rows(button('Resume', { do: 'resume' })),
    );
  const recent = await kitchen.digests.history(channel.id, RECENT);
  if (recent.some((digest) => isUnderWay(digest, asked.now))) return refusal(UNDER_WAY);
  const outlook = await lookAhead(channel, asked, kitchen);
  if (outlook.kind === 'empty')
    return refusal(
      `There is nothing new to post: ${outlook.reason}`,
      ...notes(
        `More topics bring more papers: ${SLASH} subscribe. What is trending anyway: ${SLASH} trending.`,
      ),
    );
  const minute = Math.floor(asked.now.getTime() / ONCE_PER_MS);
  if (!(await kitchen.answers.claim(`now:${asked.key}:${minute}`))) return refusal(UNDER_WAY);
  const digest = await kitchen.digests.openNow(channel.id);
  const woken = await wake(digest, asked, kitchen);
  const soon = woken ? 'in a few seconds' : 'within a minute';
  const what =
    outlook.kind === 'unknown'
      ? 'The sources are just being read for the first time: the digest follows within a minute.'
      : `${countOf(outlook.cards, 'paper comes', 'papers come')} here ${soon}.`;
  return {
    title: null,
    blocks: [text(what), ...notes('What is posted now does not come again in the digest of the day.')],
  };
};

// --- Internal helpers ---

type Outlook =
  | { readonly kind: 'papers'; readonly cards: number }
  | { readonly kind: 'empty'; readonly reason: string }
  /** Nothing was read yet; the digest waits for that. */
  | { readonly kind: 'unknown' };

/** What a digest would show, by the steps that make it. An empty one would say nothing, and leave people waiting. */
async function lookAhead(channel: Channel, asked: Asked, kitchen: Kitchen): Promise<Outlook> {
  const at = asked.now;
  const day = localDate(at, channel.schedule.zone);
  const own = { channelId: channel.id, channelKey: channel.key };
  const request = { ...own, settings: channel, day, slotAt: at, now: at };
  const prepared = await prepareDigest(request, kitchen);
  if (prepared.kind === 'content') return { kind: 'papers', cards: prepared.content.cards.length };
  const health = await readHealth(kitchen, at);
  if (health.some(({ read, failing }) => !read && !failing)) return { kind: 'unknown' };
  return { kind: 'empty', reason: prepared.empty.reason };
}

function isUnderWay({ status, slotAt }: Digest, at: Date): boolean {
  return status !== 'closed' && slotAt.getTime() <= at.getTime() + LEAD_MS;
}

/** @returns false when the next tick has to find it */
async function wake({ id, platform, slotAt }: Digest, asked: Asked, kitchen: Kitchen): Promise<boolean> {
  if (kitchen.queue === undefined) return false;
  try {
    await wakeDigest({ digestId: id, platform, status: 'open', slotAt }, kitchen.queue, asked.now);
    return true;
  } catch (error) {
    const fields = { channel: asked.key, error: describeError(error) };
    kitchen.logger.warn(fields, 'a digest asked for could not be enqueued; the next tick finds it');
    return false;
  }
}
