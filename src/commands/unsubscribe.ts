import type { Channel } from '../channels/channel.js';
import { nearest } from '../text/nearest.js';
import { EVERYTHING } from '../topics/builtin.js';
import { changeChannel, settingsOf, type Change } from './change.js';
import { button, notes, refusal, rows, text } from './blocks.js';
import type { Handler } from './deps.js';
import { ownTopic, wishFor } from './read-topic.js';
import type { CommandReply } from './reply.js';
import { quote, SLASH, topicNames } from './wording.js';

/** Why a channel whose last topic was removed gets nothing; the reason says how to go on. */
export const LAST_TOPIC_PAUSE = `Its last topic was removed. Subscribe to one to go on: ${SLASH} subscribe. Or get everything: ${SLASH} resume.`;
export const NOT_SUBSCRIBED = `This channel is not subscribed to anything yet. Start with ${SLASH} subscribe, e.g. ${SLASH} subscribe multilingual.`;

/** `unsubscribe topic`. Removing the last one pauses the channel. */
export const unsubscribe: Handler = async (asked, kitchen) => {
  const wanted = asked.options['topic'] ?? '';
  const changed = await changeChannel(asked, kitchen, (current) => without(wanted, current));
  if ('reply' in changed) return changed.reply;
  const { channel } = changed;
  const topic = ownTopic(wanted, changed.before);
  const removed = `This channel no longer gets ${quote(topic?.name ?? wanted)}.`;
  if (changed.before?.topics.length === 1)
    return {
      title: null,
      blocks: [
        text(`${removed} It was the last topic, so the channel is paused.`),
        ...notes(`Subscribe to a topic to go on, or resume to get everything.`),
        ...rows(button('Get everything', { do: 'resume' })),
      ],
    };
  return {
    title: null,
    blocks: [
      text(`${removed} It still gets ${topicNames(channel.topics)}.`),
      ...rows(topic === null ? [] : button('Undo', { do: 'subscribe', query: wishFor(topic) })),
    ],
  };
};

// --- Internal helpers ---

function without(wanted: string, current: Channel | null): Change {
  if (current === null) return { reply: refusal(NOT_SUBSCRIBED) };
  const topic = ownTopic(wanted, current);
  if (topic === null) return { reply: unknownTopic(wanted, current) };
  const topics = current.topics.filter(({ name }) => name !== topic.name);
  const settings = settingsOf(current);
  if (topics.length > 0) return { settings: { ...settings, topics } };
  return { settings: { ...settings, topics: [EVERYTHING] }, pause: { reason: LAST_TOPIC_PAUSE } };
}

function unknownTopic(wanted: string, channel: Channel): CommandReply {
  const names = channel.topics.map(({ name }) => name);
  const meant = nearest(wanted, names, 2);
  const which = wanted === '' ? 'Which topic?' : `This channel has no topic ${quote(wanted)}.`;
  const repair = meant === null ? '' : ` Did you mean ${quote(meant)}?`;
  return refusal(`${which}${repair} It gets: ${topicNames(channel.topics)}.`);
}
