import { paperLinks, paperPage } from '../papers/links.js';
import type { Paper, PlainDate } from '../papers/paper.js';
import { explain } from '../ranking/explain.js';
import { upvoteHistory } from '../ranking/history.js';
import type { RankedPaper } from '../ranking/ranked-paper.js';
import type { Taste } from '../ranking/taste.js';
import { firstSentences } from '../text/sentences.js';
import { sparkline } from '../text/sparkline.js';
import { readableText } from '../text/tex.js';
import { truncate } from '../text/truncate.js';
import { authorsLine } from './authors.js';
import type { Card, Link } from './digest.js';

/** Longest title and gist of a card, UTF-16 units; a platform may cut further. */
export const MAX_TITLE = 300;
export const MAX_GIST = 320;
/** The sparkline shows one week. */
const SPARKLINE_DAYS = 7;
/** Cleaning looks at no more than this of a hostile text. */
const LONGEST_READ = 20_000;

export interface CardOptions {
  /** 1-based place in the digest. */
  readonly position: number;
  /** Names of the topics the paper matches, `everything` left out. */
  readonly topics: readonly string[];
  readonly now: Date;
  /** What the channel likes, told in the why line. Default: nothing is known. */
  readonly taste?: Taste | null;
  /** The reader's calendar day. */
  readonly today: PlainDate;
}

/** A ranked paper made ready to be shown: clean, cut, explained, with no platform in it. */
export function toCard(ranked: RankedPaper, options: CardOptions): Card {
  const { paper } = ranked;
  const like = options.taste?.like(paper);
  const title = truncate(readable(paper.title), MAX_TITLE);
  return {
    paperId: paper.id,
    position: options.position,
    title: title === '' ? paper.id : title,
    url: paperPage(paper),
    authors: authorsLine(paper.authors),
    gist: gistOf(paper),
    why: explain(ranked, {
      now: options.now,
      today: options.today,
      matches: options.topics,
      ...(like && { like }),
    }),
    numbers: numbersOf(ranked),
    sparkline: sparkline(upvoteHistory(ranked.sightings, SPARKLINE_DAYS)),
    thumbnailUrl: paper.thumbnailUrl,
    links: linksOf(paper),
    topics: options.topics,
  };
}

// --- Internal helpers ---

function gistOf(paper: Paper): Card['gist'] {
  const summary = sentences(paper.aiSummary ?? '');
  if (summary !== '') return { text: summary, origin: 'ai-summary' };
  const abstract = sentences(paper.abstract);
  return abstract === '' ? null : { text: abstract, origin: 'abstract' };
}

function sentences(text: string): string {
  return firstSentences(readable(text), { sentences: 2, max: MAX_GIST });
}

function readable(text: string): string {
  return readableText(text.slice(0, LONGEST_READ));
}

function numbersOf({ signals }: RankedPaper): Card['numbers'] {
  const { upvotes, comments, githubStars } = signals;
  return {
    ...(upvotes === undefined ? {} : { upvotes }),
    ...(comments === undefined ? {} : { comments }),
    ...(githubStars === undefined ? {} : { githubStars }),
  };
}

function linksOf(paper: Paper): readonly Link[] {
  const { abstractUrl, pdfUrl, huggingFaceUrl } = paperLinks(paper);
  const links = [
    { label: 'arXiv', url: abstractUrl },
    { label: 'PDF', url: pdfUrl },
    { label: 'Hugging Face', url: huggingFaceUrl },
    { label: 'Code', url: paper.codeUrl },
  ];
  return links.flatMap(({ label, url }) => (url === null ? [] : [{ label, url }]));
}
