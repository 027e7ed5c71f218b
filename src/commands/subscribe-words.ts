import type { Channel, Topic } from '../channels/channel.js';
import { countOf } from '../text/numbers.js';
import { EVERYTHING } from '../topics/builtin.js';
import { button, notes, rows, text } from './blocks.js';
import type { Asked } from './deps.js';
import type { CommandReply } from './reply.js';
import type { Matched } from './subscribe-matches.js';
import { quote, scheduleInWords, SLASH, topicNames, whenInWords } from './wording.js';

/** What became of a wish to subscribe. */
export interface Subscribed {
  readonly topic: Topic;
  readonly channel: Channel;
  readonly created: boolean;
  /** The topic took the place of `everything`. */
  readonly replaced: boolean;
  readonly matched: Matched | null;
  /** The zone the platform told; null when it told none. */
  readonly zone: string | null;
  /** Why the public line could not be posted; null when it was, or need not be. */
  readonly unheard: string | null;
}

/** The one public line when a channel gets its first digest. */
export function welcomeLine({ count, topics, schedule }: Channel): string {
  return (
    `📰 From now on I post the best new papers${about(topics)} here: up to ${count}, ${scheduleInWords(schedule)}. ` +
    `See ${SLASH} topics for what this channel gets, and ${SLASH} schedule to change it.`
  );
}

/** The private answer, with what to do next. */
export function subscribedReply(done: Subscribed, asked: Asked): CommandReply {
  const { topic, channel, created } = done;
  return {
    title: created ? 'All set' : `Subscribed to ${quote(topic.name)}`,
    blocks: [
      text(
        `This ${asked.request.direct ? 'conversation' : 'channel'} gets up to ${countOf(channel.count, 'paper', 'papers')}${about(channel.topics)}, ` +
          `${scheduleInWords(channel.schedule)}. ${nextText(channel)}`,
      ),
      ...notes(...notesOf(done, asked)),
      ...rows([
        ...button('Set time and zone', { do: 'schedule' }, created ? 'primary' : undefined),
        ...(channel.pause === null
          ? button('Post one now', { do: 'now' })
          : button('Resume', { do: 'resume' })),
        ...button('What this channel gets', { do: 'topics' }),
      ]),
    ],
  };
}

// --- Internal helpers ---

function about(topics: readonly Topic[]): string {
  const named = topics.filter(({ name }) => name !== EVERYTHING.name);
  return named.length === 0 ? '' : ` on ${topicNames(named)}`;
}

function nextText({ pause, nextDueAt, schedule }: Channel): string {
  return pause === null
    ? `The next digest comes on ${whenInWords(nextDueAt, schedule.zone)}.`
    : `It is paused, so nothing comes yet: ${pause.reason}`;
}

function notesOf(
  { topic, matched, created, zone, replaced, unheard }: Subscribed,
  asked: Asked,
): readonly string[] {
  return [
    replaced ? 'It takes the place of everything, which this channel got until now.' : '',
    topic.name === EVERYTHING.name
      ? ''
      : matched === null
        ? 'It matched nothing in the last thirty days, so it may stay quiet for a while.'
        : `It matched ${countOf(matched.papers, 'paper', 'papers')} in the last ${matched.days} days.`,
    created && zone === null ? noZone(asked) : '',
    unheard === null ? '' : `I could not announce it in the channel: ${unheard}`,
  ];
}

function noZone({ request }: Asked): string {
  const why =
    request.address.platform === 'discord'
      ? 'Discord does not tell me your time zone'
      : 'Slack did not tell me your time zone';
  return `${why}, so the time is in UTC. Set your own below.`;
}
