import type { Context } from 'hono';
import type { Topic } from '../../../src/channels/channel.js';
import type { PaperList, Reading } from '../../../src/reading/reading-types.js';
import { EVERYTHING } from '../../../src/topics/builtin.js';
import { etagOf, sendAnswer } from '../conditional.js';
import type { Door } from '../door.js';
import { problemOf, sendProblem, type Problem } from '../problem.js';
import type { SitePart } from '../site.js';
import { namedTopic, wishedTopic } from '../wish.js';
import { feedOf } from './feed.js';
import { FEED_TYPES, spellFeed, type FeedFormat } from './spell.js';

export interface FeedDeps {
  readonly reading: Pick<Reading, 'lastWeek' | 'topic'>;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly door: Door;
  readonly now: () => Date;
}

/** A list is made anew after a minute, but a feed's papers seldom change: readers ask every half hour or so. Seconds. */
const MAX_AGE = 300;
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
        if ('status' in topic) return sendProblem(c, topic);
        try {
          return sendFeed(c, format, await listOf(topic, deps), deps.publicUrl, since);
        } catch (error) {
          const problem = problemOf(error);
          if (problem === null) throw error;
          return sendProblem(c, problem);
        }
      };
      const paths = [`/feed.${format}`, `/topics/:name/feed.${format}`] as const;
      for (const path of paths) app.use(path, ...deps.door);
      app.get(paths[0], (c) => send(c, wishedTopic(c.req.query('q') ?? '')));
      app.get(paths[1], (c) => send(c, namedTopic(c.req.param('name'))));
      for (const path of paths) app.all(path, onlyRead);
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

function onlyRead(c: Context): Response {
  return sendProblem(
    c,
    {
      status: 405,
      title: 'Feeds are only read',
      detail: `${c.req.method} is not answered here.`,
      hint: 'Ask with GET or HEAD.',
    },
    { allow: 'GET, HEAD' },
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
