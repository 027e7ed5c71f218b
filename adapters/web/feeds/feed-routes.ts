import type { Context } from 'hono';
import { parseTopic } from '../../../src/channels/parse-topics.js';
import type { Topic } from '../../../src/channels/channel.js';
import type { PaperList, Reading } from '../../../src/reading/reading-types.js';
import { cleanText } from '../../../src/text/clean.js';
import { builtinTopic, builtinTopics, EVERYTHING } from '../../../src/topics/builtin.js';
import { parseQuery } from '../../../src/topics/query.js';
import { etagOf, OPEN, sendAnswer } from '../conditional.js';
import { problemOf, sendProblem, type Problem } from '../problem.js';
import type { SitePart } from '../site.js';
import { feedOf } from './feed.js';
import { FEED_TYPES, spellFeed, type FeedFormat } from './spell.js';

export interface FeedDeps {
  readonly reading: Pick<Reading, 'lastWeek' | 'topic'>;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly now: () => Date;
}

/** A list is made anew after a minute, but a feed's papers seldom change: readers ask every half hour or so. Seconds. */
const MAX_AGE = 300;
/** Longer queries are answered with their fault. */
const LONGEST_READ = 2_000;
/** Feeds whose last change is remembered. */
const MOST_KEPT = 500;

/**
 * `/feed.atom` and `/feed.json`: the best of the last seven days, with `?q=` those a query matches;
 * `/topics/NAME/feed.atom` and `.json`. Other parameters count for nothing, because readers add their own.
 */
export function createFeeds(deps: FeedDeps): SitePart {
  const since = createChanges(deps.now);
  return (app) => {
    for (const format of ['atom', 'json'] as const) {
      const send = async (c: Context, topic: Topic | Problem) => {
        if ('status' in topic) return sendProblem(c, topic, OPEN);
        try {
          return sendFeed(c, format, await listOf(topic, deps), deps.publicUrl, since);
        } catch (error) {
          return sendProblem(c, problemOf(error), OPEN);
        }
      };
      app.get(`/feed.${format}`, (c) => send(c, wished(c.req.query('q') ?? '')));
      app.get(`/topics/:name/feed.${format}`, (c) => send(c, named(c.req.param('name'))));
      for (const path of [`/feed.${format}`, `/topics/:name/feed.${format}`]) app.all(path, onlyRead);
    }
  };
}

// --- Internal helpers ---

function sendFeed(
  c: Context,
  format: FeedFormat,
  list: PaperList,
  publicUrl: string,
  since: (name: string, etag: string) => Date,
): Response {
  const feed = feedOf(list, publicUrl);
  const body = spellFeed(feed, format);
  return sendAnswer(c, {
    type: `${FEED_TYPES[format]}; charset=utf-8`,
    body,
    maxAge: list.old || list.sample ? null : MAX_AGE,
    since: since(`${format} ${feed.id}`, etagOf(body)),
  });
}

function listOf(topic: Topic, { reading }: FeedDeps): Promise<PaperList> {
  return topic.name === EVERYTHING.name ? reading.lastWeek() : reading.topic(topic);
}

function wished(asked: string): Topic | Problem {
  const text = cleanText(asked.slice(0, LONGEST_READ));
  if (text === '') return EVERYTHING;
  const builtin = builtinTopic(text);
  if (builtin !== null) return builtin;
  const parsed = parseQuery(text);
  if (!parsed.ok) {
    const { message, hint, position } = parsed.error;
    return { status: 400, title: 'The query cannot be read', detail: message, hint, position };
  }
  const topic = parseTopic(text);
  const query = topic.ok ? topic.value.query : text;
  return { name: query, query };
}

function named(name: string): Topic | Problem {
  const topic = builtinTopic(name.replaceAll('-', ' '));
  if (topic !== null) return topic;
  return {
    status: 404,
    title: 'There is no such topic',
    detail: `“${cleanText(name).slice(0, 100)}” does not come with Broadsheet.`,
    hint: `Take one of ${builtinTopics.map((each) => each.name).join(', ')}; or ask for /feed.atom?q= with any query.`,
  };
}

function onlyRead(c: Context): Response {
  const headers = { ...OPEN, allow: 'GET, HEAD' };
  return sendProblem(
    c,
    {
      status: 405,
      title: 'Feeds are only read',
      detail: `${c.req.method} is not answered here.`,
      hint: 'Ask with GET or HEAD.',
    },
    headers,
  );
}

/** Since when a feed is as it is, as far as this process knows: a reader without ETags never misses a change. */
function createChanges(now: () => Date): (name: string, etag: string) => Date {
  const kept = new Map<string, { readonly etag: string; readonly since: Date }>();
  return (name, etag) => {
    const before = kept.get(name);
    const entry = before?.etag === etag ? before : { etag, since: now() };
    kept.delete(name);
    kept.set(name, entry);
    const [oldest] = kept.size > MOST_KEPT ? kept.keys() : [];
    if (oldest !== undefined) kept.delete(oldest);
    return entry.since;
  };
}
