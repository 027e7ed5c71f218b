import type { Child, FC } from 'hono/jsx';
import { countOf } from '../../src/text/numbers.js';
import type { PaperList } from '../../src/reading/reading-types.js';
import { Page, type Frame } from './layout.js';
import { Notices } from './notices.js';
import { PaperEntry } from './paper-entry.js';
import { partPath } from './paths.js';

/** Papers of one page: with their abstracts they stay within 100 kB. */
export const PAGE_SIZE = 20;

export interface Neighbours {
  readonly earlier: { readonly path: string; readonly label: string } | null;
  readonly later: { readonly path: string; readonly label: string } | null;
}

export interface ListPageProps {
  readonly frame: Frame;
  readonly list: PaperList;
  /** Path and query of the list's first page. */
  readonly path: string;
  /** 1-based; must exist. */
  readonly part: number;
  /** Lists beside this one. Default none. */
  readonly neighbours?: Neighbours;
  /** What else is said above the papers. Default nothing. */
  readonly intro?: Child;
  /** Shown instead of papers when there are none. */
  readonly empty?: Child;
}

/** How many pages a list has; one when it is empty. */
export function partsOf(papers: number): number {
  return Math.max(1, Math.ceil(papers / PAGE_SIZE));
}

/** A ranked list, twenty papers at a time. */
export const ListPage: FC<ListPageProps> = (props) => {
  const { frame, list, path, part, neighbours, intro, empty } = props;
  const parts = partsOf(list.papers.length);
  const papers = list.papers.slice((part - 1) * PAGE_SIZE, part * PAGE_SIZE);
  const more = part === 1 ? '' : `, page ${String(part)}`;
  const title = path === '/' ? 'Broadsheet' : `${headline(list)}${more}`;
  return (
    <Page
      frame={frame}
      title={title}
      path={partPath(path, part)}
      subject={{ kind: 'list', list }}
      description={descriptionOf(list)}
    >
      <header class="head">
        <h1>
          {headline(list)}
          {part === 1 ? null : <small> page {part}</small>}
        </h1>
        <Stamp list={list} />
        {intro}
      </header>
      <Notices list={list} />
      {papers.length === 0 ? (
        <div class="empty">{empty ?? <p>No paper is on this list.</p>}</div>
      ) : (
        <ol class="papers" start={(part - 1) * PAGE_SIZE + 1}>
          {papers.map((paper) => (
            <PaperEntry paper={paper} lead={paper.position === 1} />
          ))}
        </ol>
      )}
      <Parts path={path} part={part} parts={parts} list={list} />
      {neighbours === undefined ? null : <Beside {...neighbours} />}
      {frame.box?.()}
    </Page>
  );
};

/** Earlier and later lists. */
export const Beside: FC<Neighbours> = ({ earlier, later }) => {
  if (earlier === null && later === null) return null;
  return (
    <nav class="beside" aria-label="Other lists">
      {earlier === null ? <span></span> : <a href={earlier.path}>← {earlier.label}</a>}
      {later === null ? <span></span> : <a href={later.path}>{later.label} →</a>}
    </nav>
  );
};

// --- Internal helpers ---

/** Topics are named as they are called. */
function headline({ title, topic }: PaperList): string {
  return topic === null ? title : `${title.charAt(0).toUpperCase()}${title.slice(1)}`;
}

function descriptionOf({ papers, title }: PaperList): string {
  const first = papers.slice(0, 3).map((paper) => paper.title);
  return first.length === 0 ? `No papers: ${title}.` : `${title}: ${first.join('; ')}`;
}

const Stamp: FC<{ readonly list: PaperList }> = ({ list }) => {
  const { total, papers, madeAt, sample } = list;
  const count = countOf(total, 'paper', 'papers');
  const shown = total > papers.length ? `The best ${String(papers.length)} of ${count}` : count;
  return (
    <p class="stamp">
      {shown}, best first.{' '}
      {sample ? null : (
        <>
          Ranked at{' '}
          <time datetime={madeAt} data-local>
            {madeAt.slice(11, 16)} UTC
          </time>
          .
        </>
      )}
    </p>
  );
};

interface PartsProps {
  readonly path: string;
  readonly part: number;
  readonly parts: number;
  readonly list: PaperList;
}

const Parts: FC<PartsProps> = ({ path, part, parts, list }) => {
  if (parts === 1) return null;
  const links = Array.from({ length: parts }, (_, index) => index + 1);
  return (
    <nav class="parts" aria-label={`Pages of ${list.title}`}>
      <ul>
        {links.map((each) => (
          <li>
            <a
              href={partPath(path, each)}
              aria-label={`Page ${String(each)}`}
              {...(each === part ? { 'aria-current': 'page' } : {})}
            >
              {each}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
};
