import type { Channel, ChannelSettings, Layout, Topic } from '../channels/channel.js';
import { MAX_TOPICS } from '../channels/parse-topics.js';
import { parseZone } from '../channels/parse-schedule.js';
import { DEFAULT_COUNT, usualManagers } from '../channels/settings.js';
import { describeError } from '../errors.js';
import { EVERYTHING } from '../topics/builtin.js';
import { changeChannel, settingsOf, type Change } from './change.js';
import { problemsReply, refusal } from './blocks.js';
import type { Asked, Handler, Kitchen } from './deps.js';
import { checkPlace } from './place.js';
import { readTopic } from './read-topic.js';
import type { CommandReply } from './reply.js';
import { matchedLately, offerNear, type Wish } from './subscribe-matches.js';
import { subscribedReply, welcomeLine } from './subscribe-words.js';
import { LAST_TOPIC_PAUSE } from './unsubscribe.js';
import { quote, SLASH } from './wording.js';

/** `subscribe topic [name] [anyway]`. */
export const subscribeCommand: Handler = ({ options, ...asked }, kitchen) => {
  const { topic = '', name = '', anyway = '' } = options;
  return subscribe({ topic, name, anyway: anyway === 'true' }, { options, ...asked }, kitchen);
};

/**
 * Adds a topic to the channel's digest, and makes the channel when it is its first. Nothing is stored unless the bot
 * may do there what a digest needs and the topic matches something, or is wanted all the same.
 */
export async function subscribe(wish: Wish, asked: Asked, kitchen: Kitchen): Promise<CommandReply> {
  const read = readTopic(wish.topic, wish.name);
  if (!read.ok) return refusal(read.message);
  const topic = read.value;
  const before = await kitchen.channels.get(asked.key);
  const refused = refuseTopic(topic, before);
  if (refused !== null) return refused;
  const place = await checkPlace(asked, before?.layout ?? null, kitchen);
  if (place.problems.length > 0)
    return problemsReply(
      `I cannot post ${place.name === null ? 'here' : `in ${place.name}`} yet, so nothing was subscribed. Once this is mended, subscribe again:`,
      place.problems,
    );
  const matched = await matchedLately(topic, asked.now, kitchen);
  if (matched === null && !wish.anyway) return offerNear(topic, asked, kitchen);
  const zone = before === null ? await zoneOf(asked, kitchen) : null;
  const changed = await changeChannel(asked, kitchen, (current) =>
    named(
      place.name,
      withTopic(topic, current, () => firstSettings(asked, place.layout, zone)),
    ),
  );
  if ('reply' in changed) return changed.reply;
  const { channel } = changed;
  const { before: had } = changed;
  const replaced = had !== null && hasEverythingOnly(had) && !waitsForTopic(had);
  const unheard = changed.created ? await welcome(channel, asked, kitchen) : null;
  return subscribedReply(
    { topic, channel, created: changed.created, replaced, matched, zone, unheard },
    asked,
  );
}

// --- Internal helpers ---

/** What speaks against adding the topic; null when nothing does. */
function refuseTopic(topic: Topic, channel: Channel | null): CommandReply | null {
  if (channel === null) return null;
  const lower = topic.name.toLowerCase();
  const same = channel.topics.find(({ name }) => name.toLowerCase() === lower);
  const known = sameTopic(topic, channel);
  if (known !== undefined) return waitsForTopic(channel) ? null : alreadyThere(known, channel);
  if (same !== undefined)
    return refusal(
      `A topic called ${quote(same.name)} is here already, with the query ${quote(same.query)}. ` +
        `Give the new one another name: ${SLASH} subscribe … name:…`,
    );
  if (channel.topics.length < MAX_TOPICS) return null;
  return refusal(
    `This channel has ${channel.topics.length} topics, and ${MAX_TOPICS} is the most. ` +
      `Take one out with ${SLASH} unsubscribe, or join some with | in one query.`,
  );
}

/** The channel's own topic that gets the same; the built-in one's name is reserved, whatever query is stored with it. */
function sameTopic(topic: Topic, { topics }: Channel): Topic | undefined {
  return topics.find(({ name, query }) =>
    topic.name === EVERYTHING.name
      ? name === EVERYTHING.name
      : query === topic.query && name !== EVERYTHING.name,
  );
}

/** Asked for twice: no harm, and nothing to do. */
function alreadyThere(known: Topic, channel: Channel): CommandReply {
  const paused = channel.pause === null ? '' : ` It is paused, though: ${channel.pause.reason}`;
  return {
    title: null,
    blocks: [{ kind: 'text', text: `This channel gets ${quote(known.name)} already.${paused}` }],
  };
}

function withTopic(topic: Topic, current: Channel | null, fresh: () => ChannelSettings): Change {
  const refused = refuseTopic(topic, current);
  if (refused !== null) return { reply: refused };
  if (current === null) return { settings: { ...fresh(), topics: [topic] } };
  const settings = { ...settingsOf(current), topics: topicsWith(topic, current) };
  // A channel that waited for a topic has one now.
  return waitsForTopic(current) ? { settings, pause: 'ends' } : { settings };
}

function named(name: string | null, change: Change): Change {
  return 'reply' in change ? change : { ...change, name };
}

function topicsWith(topic: Topic, current: Channel): readonly Topic[] {
  if (sameTopic(topic, current) !== undefined) return current.topics;
  return hasEverythingOnly(current) ? [topic] : [...current.topics, topic];
}

/** Paused because its last topic was removed: it got nothing since. */
function waitsForTopic({ pause }: Channel): boolean {
  return pause?.by === 'person' && pause.reason === LAST_TOPIC_PAUSE;
}

function hasEverythingOnly({ topics }: ChannelSettings): boolean {
  return topics.length === 1 && topics[0]?.name === EVERYTHING.name;
}

function firstSettings(asked: Asked, layout: Layout, zone: string | null): ChannelSettings {
  const { direct, address } = asked.request;
  return {
    schedule: { time: '09:00', zone: zone ?? 'UTC', days: [1, 2, 3, 4, 5] },
    count: DEFAULT_COUNT,
    layout,
    empty: 'silent',
    picture: 'on',
    managers: direct ? 'members' : usualManagers(address.platform),
    topics: [EVERYTHING],
  };
}

/** The person's zone as their platform knows it; null where it tells none. */
async function zoneOf(asked: Asked, kitchen: Kitchen): Promise<string | null> {
  try {
    const zone = parseZone((await asked.person())?.zone ?? '');
    return zone.ok ? zone.value : null;
  } catch (error) {
    kitchen.logger.warn({ channel: asked.key, error: describeError(error) }, 'a time zone was not told');
    return null;
  }
}

/** Tells everyone in the channel what will happen. @returns why that could not be said; null when it was, or need not be */
async function welcome(channel: Channel, asked: Asked, kitchen: Kitchen): Promise<string | null> {
  // Who is alone with the bot reads the answer; a forum holds posts only.
  if (asked.request.direct || channel.layout === 'forum') return null;
  try {
    const publisher = await kitchen.publisherFor(asked.request.address.platform);
    await publisher?.say(channel.address, welcomeLine(channel), asked.signal);
    return null;
  } catch (error) {
    kitchen.logger.warn({ channel: channel.key, error: describeError(error) }, 'a welcome was not posted');
    return describeError(error);
  }
}
