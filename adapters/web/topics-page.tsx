import type { FC } from 'hono/jsx';
import { builtinTopics, EVERYTHING } from '../../src/topics/builtin.js';
import { Page, type Frame } from './layout.js';
import { topicPath } from './paths.js';

/** The topics that come with Broadsheet, and a box for any other. */
export const TopicsPage: FC<{ readonly frame: Frame }> = ({ frame }) => (
  <Page
    frame={frame}
    title="Topics"
    path="/topics"
    description="What trends this week in each of the topics that come with Broadsheet, or in any of your own."
  >
    <header class="head">
      <h1>Topics</h1>
      <p class="stamp">
        What trends this week, of one thing at a time. Each topic is a search, and any search is a topic.
      </p>
    </header>
    <form class="own" action="/topics" method="get">
      <label for="own">A topic of your own</label>
      <div>
        <input
          id="own"
          name="q"
          type="text"
          maxlength={500}
          placeholder='cat:cs.CL "speech recognition"'
          autocomplete="off"
        />
        <button type="submit">See what trends</button>
      </div>
    </form>
    <ul class="topics-list">
      {builtinTopics
        .filter(({ name }) => name !== EVERYTHING.name)
        .map(({ name, query }) => (
          <li>
            <h2>
              <a href={topicPath(name)}>{name}</a>
            </h2>
            <p>
              <code>{query}</code>
            </p>
          </li>
        ))}
    </ul>
    {frame.box?.()}
  </Page>
);
