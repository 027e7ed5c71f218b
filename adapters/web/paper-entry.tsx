import type { FC } from 'hono/jsx';
import { categoryName } from '../../src/papers/categories.js';
import type { ReadPaper } from '../../src/reading/reading-types.js';
import { fit } from './fit.js';
import { paperPath, searchPath } from './paths.js';
import { Sparkline } from './sparkline.js';
import { thumbnailOf } from './thumbnail.js';

/** What a text may take of a list's page, bytes: twenty papers stay within 100 kB whatever they are called. */
const ROOM = { title: 500, authors: 300, why: 300, gist: 600, abstract: 1_600, organization: 100 } as const;
const LONGEST_LINK = 300;

export interface EntryProps {
  readonly paper: ReadPaper;
  /** The first of a list, larger. Default false. */
  readonly lead?: boolean;
  /** Without its place, where the order says nothing. Default true. */
  readonly placed?: boolean;
}

/** A paper in a list. */
export const PaperEntry: FC<EntryProps> = ({ paper, lead = false, placed = true }) => {
  const { gist, abstract, organization } = paper;
  const picture = thumbnailOf(paper.thumbnailUrl);
  return (
    <li class={lead ? 'paper lead' : 'paper'}>
      <article>
        {placed ? <span class="place">{paper.position}</span> : null}
        <div class="body">
          <h2>
            <a href={paperPath(paper.paperId)}>{fit(paper.title, ROOM.title)}</a>
          </h2>
          <p class="by">
            {fit(paper.authors, ROOM.authors)}
            {organization === null ? '' : ` · ${fit(organization, ROOM.organization)}`}
          </p>
          <p class="why">
            <span>{fit(paper.why, ROOM.why)}</span> <Sparkline history={paper.history} />
          </p>
          {gist === null ? null : (
            <p class="gist">
              {fit(gist.text, ROOM.gist)}
              {gist.origin === 'ai-summary' ? <span class="source"> AI summary, Hugging Face</span> : null}
            </p>
          )}
          {abstract === '' || abstract === gist?.text ? null : (
            <details>
              <summary>Abstract</summary>
              <p>{fit(abstract, ROOM.abstract)}</p>
            </details>
          )}
          <PaperLinks paper={paper} />
        </div>
        {picture === null ? null : (
          <a class="thumb" href={paperPath(paper.paperId)} tabindex={-1} aria-hidden="true">
            <img src={picture} alt="" width="320" height="173" loading="lazy" decoding="async" />
          </a>
        )}
      </article>
    </li>
  );
};

/** Where a paper can be read, and its field. */
export const PaperLinks: FC<{ readonly paper: ReadPaper }> = ({ paper }) => {
  const [field] = paper.categories;
  return (
    <ul class="links">
      {paper.links
        .filter(({ url }) => url.length <= LONGEST_LINK)
        .map(({ label, url }) => (
          <li>
            <a href={url} rel="noopener">
              {label}
            </a>
          </li>
        ))}
      {field === undefined || categoryName(field) === null ? null : (
        <li>
          <a class="field" href={searchPath(`cat:${field}`)} title={categoryName(field) ?? ''}>
            {field}
          </a>
        </li>
      )}
      {paper.foundBy === null ? null : <li class="found">found by {fit(paper.foundBy, 100)}</li>}
    </ul>
  );
};
