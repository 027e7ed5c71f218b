import type { Channel, Topic } from '../channels/channel.js';
import type { Parsed } from '../channels/parse-schedule.js';
import { MAX_TOPIC_NAME, parseTopic } from '../channels/parse-topics.js';
import { normaliseCategory } from '../papers/categories.js';
import { cleanText } from '../text/clean.js';
import { truncate } from '../text/truncate.js';
import { builtinTopic, EVERYTHING } from '../topics/builtin.js';
import { parseQuery } from '../topics/query.js';
import type { Query } from '../topics/query-types.js';

const NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._-]*$/u;

/**
 * The topic somebody means: a built-in one by its name, an arXiv category by its bare name (`cs.CL`), `name=query`, or a query.
 * @param name what to call it; empty = its own name
 */
export function readTopic(text: string, name = ''): Parsed<Topic> {
  const bare = text.trim();
  if (bare === '')
    return fault(
      'Which topic? Give a name like multilingual, or a query like cat:cs.CL "speech recognition".',
    );
  const category = categoryNamed(bare);
  const topic: Parsed<Topic> =
    category === null ? parseTopic(bare) : { ok: true, value: { name: category, query: `cat:${category}` } };
  if (!topic.ok || name === '' || topic.value.name === EVERYTHING.name) return topic;
  return named(topic.value, name);
}

/** The channel's own topic of that name, else what `readTopic` reads. */
export function readKnownTopic(text: string, channel: Channel | null): Parsed<Topic> {
  const own = ownTopic(text, channel);
  return own === null ? readTopic(text) : { ok: true, value: own };
}

/** One of the channel's topics by its name or its query, letter case ignored; null when it has none such. */
export function ownTopic(text: string, channel: Channel | null): Topic | null {
  const wanted = text.trim().toLowerCase();
  const topics = channel?.topics ?? [];
  const byName = topics.find(({ name }) => name.toLowerCase() === wanted);
  const found = byName ?? topics.find(({ query }) => query !== '' && query.toLowerCase() === wanted) ?? null;
  // The built-in topic's name is reserved, whatever query is stored with it.
  return found?.name === EVERYTHING.name ? EVERYTHING : found;
}

/** What to type to get this very topic: a built-in one's name, a query that is its own name, or `name=query`. */
export function wishFor({ name, query }: Topic): string {
  if (name === query || builtinTopic(name)?.query === query) return name;
  return `${name}=${query}`;
}

/** The query behind `topic:name`: the channel's own topics, then the built-in ones. */
export function topicByName(channel: Channel | null): (name: string) => Query | null {
  return (name) => {
    const topic = ownTopic(name, channel) ?? builtinTopic(name);
    const parsed = topic === null ? null : parseQuery(topic.query);
    return parsed?.ok === true ? parsed.query : null;
  };
}

// --- Internal helpers ---

/** Archives without a dot or hyphen (`cs`, `stat`) are words as well. */
function categoryNamed(text: string): string | null {
  return /[.-]/.test(text) ? normaliseCategory(text) : null;
}

function named(topic: Topic, wanted: string): Parsed<Topic> {
  const name = truncate(cleanText(wanted), MAX_TOPIC_NAME);
  if (!NAME.test(name))
    return fault(`“${name}” is no name for a topic. Use letters, digits, spaces, dots and hyphens.`);
  if (builtinTopic(name) !== null && builtinTopic(name)?.query !== topic.query)
    return fault(`Topic “${name}” is built in and cannot be given another query. Choose another name.`);
  return { ok: true, value: { name, query: topic.query } };
}

function fault(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message };
}
