import type { Topic } from '../channels/channel.js';
import type { RankedWindow } from '../digests/ranking-cache.js';
import { EVERYTHING } from '../topics/builtin.js';
import { button, refusal, rows, text } from './blocks.js';
import type { ButtonAction } from './buttons.js';
import type { Asked, Kitchen } from './deps.js';
import { nearTopics, type NearTopic } from './near-topics.js';
import { wishFor } from './read-topic.js';
import type { CommandReply } from './reply.js';
import { quote, SLASH } from './wording.js';
import { monthWindow, weekWindow } from '../digests/windows.js';

/** What somebody wants to subscribe to. */
export interface Wish {
  /** A topic's name or a query. */
  readonly topic: string;
  /** What to call it; empty = its own name. */
  readonly name: string;
  /** Also when it matched nothing lately. */
  readonly anyway: boolean;
}

/** How many papers a topic matched lately. */
export interface Matched {
  readonly papers: number;
  readonly days: 7 | 30;
}

/** Near topics on buttons; the fifth button is to go ahead. */
const NEAR = 4;

/** What a topic matched in the last week, else in the last thirty days; null for nothing. The longer window is large and read only then. */
export async function matchedLately(topic: Topic, now: Date, kitchen: Kitchen): Promise<Matched | null> {
  const week = await matching(topic, await weekWindow(now, kitchen));
  if (week > 0 || topic.name === EVERYTHING.name) return { papers: week, days: 7 };
  const month = await matching(topic, await monthWindow(now, kitchen));
  return month > 0 ? { papers: month, days: 30 } : null;
}

/** Nothing was stored: what is near, and how to have the topic all the same. */
export async function offerNear(topic: Topic, asked: Asked, kitchen: Kitchen): Promise<CommandReply> {
  const { near, days } = await findNear(topic, asked, kitchen);
  const anyway: ButtonAction = { do: 'subscribe', query: wishFor(topic) };
  const offered = near.flatMap(({ label, wish: query, papers }) =>
    button(`${label} (${papers})`, { do: 'subscribe', query }),
  );
  const goAhead = button('Subscribe anyway', anyway);
  const byHand = goAhead.length > 0 ? '' : ` To have it all the same, add anyway:true to ${SLASH} subscribe.`;
  return refusal(
    `${quote(topic.name)} matched no paper of the last thirty days, so nothing was subscribed yet.${byHand}`,
    ...(near.length === 0
      ? [text(`Use fewer or other words; all of them must match. ${SLASH} search shows what there is.`)]
      : [text(`These are near, with the papers they matched in the last ${days} days:`)]),
    ...rows([...offered, ...goAhead]),
  );
}

// --- Internal helpers ---

/** Looked for among the week's papers first: there are many guesses, and the longer window is large. */
async function findNear(
  topic: Topic,
  { now }: Asked,
  kitchen: Kitchen,
): Promise<{ readonly near: readonly NearTopic[]; readonly days: Matched['days'] }> {
  const near = await nearTopics(topic.query, await weekWindow(now, kitchen), NEAR);
  if (near.length > 0) return { near, days: 7 };
  return { near: await nearTopics(topic.query, await monthWindow(now, kitchen), NEAR), days: 30 };
}

async function matching({ query }: Topic, window: RankedWindow): Promise<number> {
  return (await window.matching(query))?.size ?? 0;
}
