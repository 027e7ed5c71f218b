import { parseTopic } from '../../src/channels/parse-topics.js';
import type { Topic } from '../../src/channels/channel.js';
import { cleanText } from '../../src/text/clean.js';
import { builtinTopic, builtinTopics, EVERYTHING } from '../../src/topics/builtin.js';
import { parseQuery } from '../../src/topics/query.js';
import type { QueryError } from '../../src/topics/query-types.js';
import type { Problem } from './problem.js';

/** Longer queries are answered with their fault. */
const LONGEST_READ = 2_000;

/** The topic that a program names, a built-in one by its name, any other by its query; empty = everything. */
export function wishedTopic(asked: string): Topic | Problem {
  const text = cleanText(asked.slice(0, LONGEST_READ));
  if (text === '') return EVERYTHING;
  const builtin = builtinTopic(text);
  if (builtin !== null) return builtin;
  const parsed = parseQuery(text);
  if (!parsed.ok) return unreadable(parsed.error);
  const topic = parseTopic(text);
  const query = topic.ok ? topic.value.query : text;
  return { name: query, query };
}

/** The built-in topic of a path's part, `language-models`. */
export function namedTopic(name: string): Topic | Problem {
  const topic = builtinTopic(name.replaceAll('-', ' '));
  if (topic !== null) return topic;
  return {
    status: 404,
    title: 'There is no such topic',
    detail: `“${cleanText(name).slice(0, 100)}” does not come with Broadsheet.`,
    hint: `Take one of ${builtinTopics.map((each) => each.name).join(', ')}; or ask for /feed.atom?q= with any query.`,
  };
}

export function unreadable({ message, hint, position }: QueryError): Problem {
  return { status: 400, title: 'The query cannot be read', detail: message, hint, position };
}
