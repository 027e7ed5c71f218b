import { cleanText } from '../text/clean.js';
import { truncate } from '../text/truncate.js';
import { builtinTopic, EVERYTHING } from '../topics/builtin.js';
import { describeQueryError, parseQuery } from '../topics/query.js';
import type { Topic } from './channel.js';
import type { Parsed } from './parse-schedule.js';

/** Most topics of one channel (design: words). */
export const MAX_TOPICS = 50;
/** Longest topic name, UTF-16 units: it is shown on every card it matches. */
export const MAX_TOPIC_NAME = 60;

/** `name=query`; a name starts with a letter or digit and holds no query sign. */
const NAMED = /^([\p{L}\p{N}][\p{L}\p{M}\p{N} ._-]*)=(.*)$/su;

/**
 * One topic: a built-in one by its name, `name=query`, or a bare query, which is then its own name.
 * The fault gives the place in the query and the repair.
 */
export function parseTopic(text: string): Parsed<Topic> {
  const builtin = builtinTopic(text);
  if (builtin !== null) return { ok: true, value: builtin };
  const named = NAMED.exec(text.trim());
  const query = cleanText(named === null ? text : (named[2] ?? ''));
  const name = truncate(cleanText(named === null ? text : (named[1] ?? '')), MAX_TOPIC_NAME);
  if (query === '')
    return fault(
      `Topic "${name}" has no query. Write it as name=query, like dialects="dialect identification".`,
    );
  if (named !== null && builtinTopic(name) !== null)
    return fault(`Topic "${name}" is built in and cannot be given another query. Choose another name.`);
  const parsed = parseQuery(query);
  if (parsed.ok) return { ok: true, value: { name, query } };
  return fault(`Topic "${name}": ${describeQueryError(parsed.error)}`);
}

/** All topics of a channel, each once; none given means `everything`. Every fault is named. */
export function parseTopics(
  texts: readonly string[],
):
  | { readonly ok: true; readonly value: readonly Topic[] }
  | { readonly ok: false; readonly messages: readonly string[] } {
  const topics = new Map<string, Topic>();
  const messages: string[] = [];
  for (const text of texts) {
    const parsed = parseTopic(text);
    if (!parsed.ok) messages.push(parsed.message);
    else messages.push(...add(topics, parsed.value));
  }
  if (topics.size > MAX_TOPICS)
    messages.push(`${topics.size} topics are too many: a channel has 1 to ${MAX_TOPICS}. Join some with |.`);
  if (messages.length > 0) return { ok: false, messages };
  return { ok: true, value: topics.size === 0 ? [EVERYTHING] : [...topics.values()] };
}

/** @returns a fault when the name is taken by another query */
function add(topics: Map<string, Topic>, topic: Topic): readonly string[] {
  const key = topic.name.toLowerCase();
  const known = topics.get(key);
  if (known !== undefined && known.query !== topic.query)
    return [`Two topics are called "${topic.name}". Give each its own name, like name=query.`];
  if (known === undefined) topics.set(key, topic);
  return [];
}

function fault(message: string): Parsed<never> {
  return { ok: false, message };
}
