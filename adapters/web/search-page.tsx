import type { FC } from 'hono/jsx';
import type { SearchAnswer } from '../../src/reading/reading-types.js';
import { countOf } from '../../src/text/numbers.js';
import { fit } from './fit.js';
import { GrammarHelp } from './grammar-help.js';
import { Page, type Frame } from './layout.js';
import { PAGE_SIZE, partsOf } from './list-page.js';
import { PaperEntry } from './paper-entry.js';
import { partPath, searchPath, wishPath } from './paths.js';

export interface SearchPageProps {
  readonly frame: Frame;
  readonly answer: Exclude<SearchAnswer, { readonly kind: 'paper' }>;
  /** 1-based; must exist. */
  readonly part: number;
}

/** What was found, or what is wrong with the query and how it is mended. */
export const SearchPage: FC<SearchPageProps> = ({ frame, answer, part }) => {
  const { text } = answer;
  const asked = text === '' ? 'The newest papers' : `Search: ${text}`;
  return (
    <Page
      frame={frame}
      title={asked}
      path={null}
      query={text}
      subject={{ kind: 'search', text }}
      description="Papers that match a search."
    >
      <header class="head">
        <h1>{text === '' ? 'The newest papers' : <>Search: {fit(text, 1_500)}</>}</h1>
      </header>
      {answer.kind === 'fault' ? <Fault answer={answer} /> : <Found answer={answer} part={part} />}
      <GrammarHelp open={answer.kind === 'fault' || answer.papers.length === 0} />
      {frame.box?.()}
    </Page>
  );
};

// --- Internal helpers ---

/** Shown of a query before and behind its fault, UTF-16 units. */
const AROUND = 60;

const Fault: FC<{ readonly answer: Extract<SearchAnswer, { readonly kind: 'fault' }> }> = ({ answer }) => {
  const { text, error } = answer;
  const before = text.slice(Math.max(0, error.position - AROUND), error.position);
  const behind = text.slice(error.position, error.position + AROUND);
  return (
    <div class="fault" role="alert">
      <p>
        <strong>{fit(error.message, 800)}</strong> At character {error.position + 1}:
      </p>
      <p class="at">
        <code>
          {error.position > AROUND ? '…' : ''}
          {before}
          <mark>{behind === '' ? '\u00a0' : behind}</mark>
        </code>
      </p>
      <p>{fit(error.hint, 800)}</p>
    </div>
  );
};

interface FoundProps {
  readonly answer: Extract<SearchAnswer, { readonly kind: 'found' }>;
  readonly part: number;
}

const Found: FC<FoundProps> = ({ answer, part }) => {
  const { text, papers, notices, near, unread } = answer;
  const shown = papers.slice((part - 1) * PAGE_SIZE, part * PAGE_SIZE);
  return (
    <>
      <p class="stamp">
        {papers.length === 0
          ? 'No paper matches.'
          : `${countOf(papers.length, 'paper', 'papers')}, best first.`}{' '}
        {text === '' ? null : <a href={`/topics?q=${encodeURIComponent(text)}`}>What trends of this now</a>}
      </p>
      {notices.map((notice) => (
        <p class="notice">{fit(notice, 800)}</p>
      ))}
      {papers.length > 0 || unread ? null : (
        <div class="empty">
          <p>Use fewer or other words, put | between alternatives (speech | audio), or take a filter away.</p>
          {near.length === 0 ? null : (
            <p>
              This week there are papers on:{' '}
              {near.map(({ label, wish, papers: count }, index) => (
                <>
                  {index === 0 ? '' : ', '}
                  <a href={wishPath(wish)}>{fit(label, 300)}</a> ({count})
                </>
              ))}
            </p>
          )}
        </div>
      )}
      {shown.length === 0 ? null : (
        <ol class="papers" start={(part - 1) * PAGE_SIZE + 1}>
          {shown.map((paper) => (
            <PaperEntry paper={paper} />
          ))}
        </ol>
      )}
      <Parts text={text} part={part} parts={partsOf(papers.length)} />
    </>
  );
};

const Parts: FC<{ readonly text: string; readonly part: number; readonly parts: number }> = ({
  text,
  part,
  parts,
}) =>
  parts === 1 ? null : (
    <nav class="parts" aria-label="Pages of this search">
      <ul>
        {Array.from({ length: parts }, (_, index) => (
          <li>
            <a
              href={partPath(searchPath(text), index + 1)}
              aria-label={`Page ${String(index + 1)}`}
              {...(index + 1 === part ? { 'aria-current': 'page' } : {})}
            >
              {index + 1}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
