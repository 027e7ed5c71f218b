import type { Context, Hono } from 'hono';
import { parseTopic } from '../../src/channels/parse-topics.js';
import type { Topic } from '../../src/channels/channel.js';
import { builtinTopic, builtinTopics, EVERYTHING } from '../../src/topics/builtin.js';
import { parseQuery } from '../../src/topics/query.js';
import { nearest } from '../../src/text/nearest.js';
import { cleanText } from '../../src/text/clean.js';
import { SELDOM, type Desk } from './desk.js';
import { fit } from './fit.js';
import { searchPath, topicPath, wishPath } from './paths.js';
import { renderPage, sendPage } from './respond.js';
import { SearchPage } from './search-page.js';
import { TopicsPage } from './topics-page.js';

/** A name that is further off is another one. */
const FAR = 4;

/** The topics, and what trends of one: a built-in one by its name, any other by its query. */
export function addTopicRoutes(app: Hono, desk: Desk): void {
  app.get('/topics', async (c) => {
    const query = cleanText((c.req.query('q') ?? '').slice(0, 1_000));
    if (query !== '') return ownTopic(c, query, desk);
    return sendPage(
      c,
      await desk.keeper.page(desk, 'topics', () => <TopicsPage frame={desk.frame} />),
      SELDOM,
    );
  });
  app.get('/topics/:name', async (c) => {
    const name = c.req.param('name');
    const topic = builtinTopic(name.replaceAll('-', ' '));
    if (topic === null) return unknownTopic(c, name, desk);
    if (topic.name === EVERYTHING.name) return c.redirect('/week');
    if (topicPath(topic.name) !== `/topics/${encodeURIComponent(name)}`)
      return c.redirect(topicPath(topic.name));
    return showTopic(c, topic, topicPath(topic.name), desk);
  });
}

// --- Internal helpers ---

async function showTopic(c: Context, topic: Topic, path: string, desk: Desk): Promise<Response> {
  const list = await desk.reading.topic(topic);
  return desk.list(c, list, {
    path,
    intro: (
      <p class="stamp">
        Of the last seven days. The topic is the search{' '}
        <a href={searchPath(topic.query)}>
          <code>{fit(topic.query, 1_500)}</code>
        </a>
        . In a channel: <code>/papers subscribe {fit(topic.name, 400)}</code>
      </p>
    ),
    empty: (
      <p>
        No paper of the last seven days is about this. <a href={searchPath(topic.query)}>Search all papers</a>
        , or take one of the <a href="/topics">other topics</a>.
      </p>
    ),
  });
}

/** What trends of any query; what is wrong with it when it cannot be read. */
async function ownTopic(c: Context, text: string, desk: Desk): Promise<Response> {
  const builtin = builtinTopic(text);
  if (builtin !== null) return c.redirect(topicPath(builtin.name));
  const parsed = parseQuery(text);
  if (!parsed.ok) {
    const answer = { kind: 'fault', text, error: parsed.error } as const;
    return sendPage(
      c,
      await renderPage(<SearchPage frame={desk.frame} answer={answer} part={1} />),
      null,
      400,
    );
  }
  const topic = parseTopic(text);
  const { name, query } = topic.ok ? topic.value : { name: text, query: text };
  // `name=query` is a wish of channels; here the query alone counts.
  return showTopic(c, { name: name === query ? fit(query, 300) : name, query }, wishPath(text), desk);
}

function unknownTopic(c: Context, name: string, desk: Desk): Promise<Response> {
  const wanted = cleanText(name.slice(0, 200).replaceAll('-', ' ')).toLowerCase();
  const names = builtinTopics.map((topic) => topic.name);
  const near = nearest(wanted, names, FAR);
  return desk.fault(
    c,
    404,
    'There is no such topic',
    <>
      <p>“{fit(wanted, 600)}” does not come with Broadsheet.</p>
      {near === null ? null : (
        <p>
          Did you mean <a href={topicPath(near)}>{near}</a>?
        </p>
      )}
      {wanted === '' ? null : (
        <p>
          <a href={wishPath(wanted)}>See what trends of these words</a>, or{' '}
          <a href={searchPath(wanted)}>search for them</a>.
        </p>
      )}
    </>,
  );
}
