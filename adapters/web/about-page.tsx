import type { FC } from 'hono/jsx';
import { HISTORY_DAYS, WINDOW_DAYS } from '../../src/digests/prepare.js';
import { partTitle } from '../../src/ranking/part-titles.js';
import { FULL, WEIGHTS } from '../../src/ranking/score.js';
import { Page, type Frame } from './layout.js';

const full = FULL;
/** What each part says, with the numbers of the code itself. */
const MEANINGS: Readonly<Record<keyof typeof WEIGHTS, string>> = {
  level: `the upvotes it is expected to end with, on a logarithmic scale on which ${String(full.upvotes)} are full marks`,
  promise: 'the same for a paper nobody has voted on, learned from the words and authors of earlier papers',
  rise: 'the upvotes that are still to come',
  momentum: 'the upvotes of the last day, measured between our own readings',
  stars: `GitHub stars gained per week; ${String(full.starsPerWeek)} are full marks`,
  hackerNews: `points on Hacker News; ${String(full.hackerNewsPoints)} are full marks`,
  hackerNewsComments: 'comments there, never counted higher than its points',
  trending: 'its place in Hugging Face’s trending list',
  velocity: 'its place among the repositories that gain stars fastest',
  citations: `citations per week; ${String(full.citationsPerWeek)} are full marks`,
  comments: `comments on Hugging Face, never counted higher than its upvotes; ${String(full.comments)} are full marks`,
  freshness: 'how short a time ago it was announced',
};

/** How the ranking works, in the code's own numbers. */
export const AboutPage: FC<{ readonly frame: Frame }> = ({ frame }) => {
  const weights = Object.entries(WEIGHTS) as [keyof typeof WEIGHTS, number][];
  return (
    <Page
      frame={frame}
      title="How the ranking works"
      path="/about"
      description="How papers are chosen and ranked, with every number that counts."
    >
      <article class="sheet">
        <header class="head">
          <h1>How the ranking works</h1>
        </header>
        <p>
          Papers come from Hugging Face Daily Papers and from arXiv’s announcements. They are ranked by the
          attention they gather, and by how fast it grows between our own readings. Every place in a list can
          be explained from stored numbers: the line under each title names those that decided it, and each
          paper’s own page has them all.
        </p>
        <h2>The score</h2>
        <p>
          A paper’s score is a sum. Each part is between nothing and about one, on a scale of its own, times
          its weight. What no source has told of a paper is left out; it does not count as zero.
        </p>
        <div class="scroll" role="region" aria-label="The parts of the score" tabindex={0}>
          <table class="weights">
            <thead>
              <tr>
                <th scope="col">Part</th>
                <th scope="col">Weight</th>
                <th scope="col">What it says</th>
              </tr>
            </thead>
            <tbody>
              {weights.map(([name, weight]) => (
                <tr>
                  <th scope="row">{partTitle(name)}</th>
                  <td>{weight}</td>
                  <td>{MEANINGS[name]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <Lists />
      </article>
    </Page>
  );
};

// --- Internal helpers ---

const Lists: FC = () => (
  <>
    <h2>The lists</h2>
    <p>
      A day’s list has the papers that Hugging Face’s daily list and arXiv’s announcement of that day showed.
      The week’s list has those of the last {WINDOW_DAYS} days and is the one that digests choose from, with
      readings of the last {HISTORY_DAYS} days. Papers that are nearly the same, or come from one group, are
      moved a little apart. Lists are made anew every minute while somebody reads, from a ranking that is at
      most five minutes old; earlier days are ranked as their papers stand now.
    </p>
    <h2>Topics</h2>
    <p>
      A topic is a search. What trends of it is ordered by the score and by how much of each paper the topic
      is about: a word in the title tells as much as three in the abstract.
    </p>
    <h2>In your channel</h2>
    <p>
      Broadsheet posts such a list to a channel in Discord or Slack every day, with the topics and at the hour
      that the channel has chosen. <a href="/preview">This is how it looks.</a> There,{' '}
      <code>/papers help</code> tells the rest.
    </p>
  </>
);
