import { authorsLine } from '../digests/authors.js';
import { MAX_TITLE } from '../digests/card.js';
import { shortDay } from '../digests/day.js';
import { paperPage } from '../papers/links.js';
import type { Paper } from '../papers/paper.js';
import type { SightedPaper } from '../ports/paper-store.js';
import { explain } from '../ranking/explain.js';
import type { RankedPaper } from '../ranking/ranked-paper.js';
import { readSignals } from '../ranking/signals.js';
import { countOf } from '../text/numbers.js';
import { readableText } from '../text/tex.js';
import { truncate } from '../text/truncate.js';
import type { PaperLine } from './reply.js';

/** Room for the authors in the small line, UTF-16 units. */
const AUTHORS = 80;
/** Cleaning looks at no more than this of a hostile title. */
const LONGEST_READ = 20_000;

/** A paper's title as one readable line; its id when it has none. */
export function titleOf(paper: Pick<Paper, 'id' | 'title'>): string {
  const title = truncate(readableText(paper.title.slice(0, LONGEST_READ)), MAX_TITLE);
  return title === '' ? paper.id : title;
}

/** @param position 1-based place in the whole list */
export function paperLine({ paper }: SightedPaper, position: number, note: string): PaperLine {
  return { paperId: paper.id, position, title: titleOf(paper), url: paperPage(paper), note };
}

/** The small line of a paper that was looked for: authors, day, upvotes, field, and who had it when it was not us. */
export function searchNote(item: SightedPaper, now: Date, from: string | null = null): string {
  const { paper } = item;
  const { upvotes } = readSignals(item, now);
  return joined([
    authorsOf(paper),
    shortDay(paper.publishedOn ?? paper.firstListedOn),
    upvotes === undefined ? '' : `▲ ${countOf(upvotes, 'upvote', 'upvotes')}`,
    paper.primaryCategory ?? paper.categories[0] ?? '',
    from === null ? '' : `found by ${from}`,
  ]);
}

/** The small line of a paper that stands where it stands for a reason: authors, then why. */
export function rankNote(ranked: RankedPaper, now: Date): string {
  return joined([authorsOf(ranked.paper), explain(ranked, { now, matches: [] })]);
}

// --- Internal helpers ---

function authorsOf({ authors }: Paper): string {
  return truncate(authorsLine(authors), AUTHORS);
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}
