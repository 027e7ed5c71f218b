import { inTheWay } from '../ports/publisher.js';
import { changeChannel, settingsOf } from './change.js';
import { button, notes, problemsReply, refusal, rows, text } from './blocks.js';
import type { Handler } from './deps.js';
import { checkPlace } from './place.js';
import { NOT_SUBSCRIBED } from './unsubscribe.js';
import { SLASH, topicNames, whenInWords } from './wording.js';

const BY_HAND = `Somebody here paused it. It goes on with ${SLASH} resume.`;

/** `pause`. Asked for twice, the first reason stays. */
export const pause: Handler = async (asked, kitchen) => {
  const channel = await kitchen.channels.get(asked.key);
  if (channel === null) return refusal(NOT_SUBSCRIBED);
  const first = await kitchen.channels.pause(channel.id, { reason: BY_HAND, by: 'person' });
  const words = first ? 'Paused: nothing comes until it is resumed.' : 'It is paused already.';
  const why = channel.pause === null ? '' : channel.pause.reason;
  return {
    title: null,
    blocks: [text(words), ...notes(why), ...rows(button('Resume', { do: 'resume' }))],
  };
};

/** `resume` and its button. After a refusal of the platform it first looks whether that is mended. */
export const resume: Handler = async (asked, kitchen) => {
  const channel = await kitchen.channels.get(asked.key);
  if (channel === null) return refusal(NOT_SUBSCRIBED);
  if (channel.pause === null)
    return {
      title: null,
      blocks: [
        text(
          `It is not paused. The next digest comes on ${whenInWords(channel.nextDueAt, channel.schedule.zone)}.`,
        ),
      ],
    };
  if (channel.pause.by === 'platform') {
    const problems = inTheWay(await checkPlace(asked, channel.layout, kitchen));
    if (problems.length > 0)
      return problemsReply('It stays paused, because I still cannot post here:', problems);
  }
  const changed = await changeChannel(asked, kitchen, (current) =>
    current === null ? { reply: refusal(NOT_SUBSCRIBED) } : { settings: settingsOf(current), pause: 'ends' },
  );
  if ('reply' in changed) return changed.reply;
  const { nextDueAt, schedule, topics } = changed.channel;
  return {
    title: null,
    blocks: [
      text(
        `Resumed. The next digest comes on ${whenInWords(nextDueAt, schedule.zone)}, on ${topicNames(topics)}.`,
      ),
      ...rows(button('Post one now', { do: 'now' })),
    ],
  };
};
