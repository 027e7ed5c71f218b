import type { FC } from 'hono/jsx';
import { shortDay } from '../../src/digests/day.js';
import { partTitle } from '../../src/ranking/part-titles.js';
import type { PaperView, ReadPaper } from '../../src/reading/reading-types.js';
import { categoryName } from '../../src/papers/categories.js';
import { HistoryPlot } from './history-plot.js';
import { fit } from './fit.js';
import { Page, type Frame } from './layout.js';
import { PaperEntry, PaperLinks } from './paper-entry.js';
import { paperPath, searchPath, topicPath } from './paths.js';
import { thumbnailOf } from './thumbnail.js';

const ROOM = { title: 900, abstract: 12_000, summary: 3_000, name: 200, authors: 12_000 } as const;

/** One paper: what it is, how it does, where it stands and why, and what to do with it. */
export const PaperPage: FC<{ readonly frame: Frame; readonly view: PaperView }> = ({ frame, view }) => {
  const { paper, topics, similar } = view;
  const [field] = paper.categories;
  return (
    <Page
      frame={frame}
      title={paper.title}
      path={paperPath(paper.paperId)}
      subject={{ kind: 'paper', paper }}
      description={paper.gist?.text ?? paper.abstract}
    >
      <article class="sheet">
        <header class="head">
          <p class="kicker">
            {field !== undefined && categoryName(field) !== null ? (
              <a href={searchPath(`cat:${field}`)}>{categoryName(field)}</a>
            ) : null}{' '}
            <span>{paper.paperId}</span>
          </p>
          <h1>{fit(paper.title, ROOM.title)}</h1>
          <Authors paper={paper} />
          <p class="why">{fit(paper.why, 1_200)}</p>
          <PaperLinks paper={paper} />
        </header>
        <Hero paper={paper} />
        <section aria-labelledby="abstract">
          <h2 id="abstract">Abstract</h2>
          {paper.aiSummary === '' ? null : (
            <p class="summary">
              {fit(paper.aiSummary, ROOM.summary)} <span class="source">AI summary, Hugging Face</span>
            </p>
          )}
          <p>
            {paper.abstract === '' ? 'Its abstract is not known here.' : fit(paper.abstract, ROOM.abstract)}
          </p>
          {topics.length === 0 ? null : (
            <p class="topics">
              Topics:{' '}
              {topics.map((name, index) => (
                <>
                  {index === 0 ? '' : ', '}
                  <a href={topicPath(name)}>{name}</a>
                </>
              ))}
            </p>
          )}
        </section>
        <section aria-labelledby="votes">
          <h2 id="votes">Upvotes over time</h2>
          <HistoryPlot history={paper.history} />
        </section>
        <Standing view={view} />
        <ToChannel paper={paper} />
        <BibTeX view={view} />
      </article>
      <Similar papers={similar} />
    </Page>
  );
};

// --- Internal helpers ---

const Hero: FC<{ readonly paper: ReadPaper }> = ({ paper }) => {
  const picture = thumbnailOf(paper.thumbnailUrl);
  return picture === null ? null : (
    <img class="hero" src={picture} alt="" width="640" height="346" loading="lazy" decoding="async" />
  );
};

const Similar: FC<{ readonly papers: readonly ReadPaper[] }> = ({ papers }) =>
  papers.length === 0 ? null : (
    <section class="similar" aria-labelledby="similar">
      <h2 id="similar">Similar papers</h2>
      <ul class="papers plain">
        {papers.map((each) => (
          <PaperEntry paper={each} placed={false} />
        ))}
      </ul>
    </section>
  );

const Authors: FC<{ readonly paper: ReadPaper }> = ({ paper }) => {
  const { authorNames, authorCount, organization, publishedOn } = paper;
  const more = authorCount - authorNames.length;
  const names = fit(authorNames.join(', '), ROOM.authors);
  const facts = [
    organization === null ? '' : fit(organization, ROOM.name),
    publishedOn === null ? '' : `published ${shortDay(publishedOn)}`,
    `listed ${shortDay(paper.listedOn)}`,
  ].filter((fact) => fact !== '');
  return (
    <>
      <p class="by">
        {names === '' ? 'Its authors are not known here.' : names}
        {more > 0 ? ` and ${String(more)} more` : ''}
      </p>
      <p class="facts">{facts.join(' · ')}</p>
    </>
  );
};

/** Its place, and the parts of its score from stored numbers. */
const Standing: FC<{ readonly view: PaperView }> = ({ view }) => {
  const { place, paper } = view;
  const parts = paper.parts.filter(({ contribution }) => contribution > 0.0005);
  return (
    <section aria-labelledby="standing">
      <h2 id="standing">Why it stands where it stands</h2>
      <p>
        {place === null
          ? 'It is not on this week’s list: no source listed it in the last seven days.'
          : `Place ${String(place.position)} of the ${String(place.of)} papers listed in the last seven days.`}{' '}
        <a href="/about">How the ranking works</a>
      </p>
      {parts.length === 0 ? null : (
        <table class="parts-of">
          <caption class="unseen">The parts of its score</caption>
          <tbody>
            {parts.map(({ name, contribution }) => (
              <tr>
                <th scope="row">{partTitle(name)}</th>
                <td>{(100 * contribution).toFixed(1)} points</td>
              </tr>
            ))}
            <tr>
              <th scope="row">Together</th>
              <td>{(100 * paper.score).toFixed(1)} points</td>
            </tr>
          </tbody>
        </table>
      )}
    </section>
  );
};

const ToChannel: FC<{ readonly paper: ReadPaper }> = ({ paper: { paperId } }) => (
  <section aria-labelledby="channel">
    <h2 id="channel">Show it in your channel</h2>
    <p>
      Where Broadsheet is at home, in Discord and in Slack alike, this command posts the paper for all to see:
    </p>
    <div class="snippet">
      <pre tabindex={0} aria-label="Command">
        <code id="command">/papers show {paperId}</code>
      </pre>
      <button type="button" data-copy="command" hidden>
        Copy
      </button>
    </div>
  </section>
);

const BibTeX: FC<{ readonly view: PaperView }> = ({ view: { bibtex, paper } }) => (
  <section aria-labelledby="bibtex">
    <h2 id="bibtex">BibTeX</h2>
    <div class="snippet">
      <pre tabindex={0} aria-label="BibTeX entry">
        <code id="entry">{bibtex}</code>
      </pre>
      <button type="button" data-copy="entry" hidden>
        Copy
      </button>
    </div>
    <p>
      <a href={`${paperPath(paper.paperId)}.bib`} download>
        Download as a file
      </a>
    </p>
  </section>
);
