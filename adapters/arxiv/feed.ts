import { arxivDay } from '../../src/papers/arxiv-calendar.js';
import { parsePaperId } from '../../src/papers/paper-id.js';
import type { PlainDate } from '../../src/papers/paper.js';
import { SourceError } from '../../src/papers/source-error.js';
import type { SourceItem, SourcePage } from '../../src/ports/source.js';
import { sourceText } from '../shared/source-text.js';
import { splitAuthors } from './authors.js';
import { feedEntry } from './schema.js';
import { parseFeed } from './xml.js';

const PREFIX = /^\s*arXiv:\S+\s+Announce Type:\s*\S+\s+Abstract:\s*/i;
/** Replacements of older papers are no news. */
const LISTED = new Set(['new', 'cross']);

export interface FeedReading extends Pick<SourcePage, 'items' | 'skipped'> {
  /** Newest announcement day in the feed; null when it is empty. */
  readonly newest: PlainDate | null;
}

/**
 * Reads one category's announcement feed.
 * @param fallback announcement day of entries that do not tell theirs
 * @throws SourceError when it is no feed, or the feed of a wrong category
 */
export function readFeed(
  body: string,
  asked: { readonly category: string; readonly where: string; readonly observedAt: Date },
  fallback: PlainDate,
): FeedReading {
  const feed = parseFeed(body, asked.where);
  if (/^\s*Feed error/i.test(feed.title)) throw wrongCategory(asked.category);
  const items: SourceItem[] = [];
  const skipped: { id: string | null; reason: string }[] = [];
  let newest: PlainDate | null = null;
  for (const raw of feed.entries) {
    const read = readEntry(raw, asked.observedAt, fallback);
    if (read.listedOn !== undefined && (newest === null || read.listedOn > newest)) newest = read.listedOn;
    if (read.item !== undefined) items.push(read.item);
    if (read.reason !== undefined) skipped.push({ id: read.id, reason: read.reason });
  }
  return { items, skipped, newest };
}

/** What a category that the feed server does not know is answered with. */
export function wrongCategory(category: string): SourceError {
  return new SourceError(`arXiv has no category ${category}.`, {
    fault: 'status',
    retryable: false,
    hint: 'Correct ARXIV_CATEGORIES.',
  });
}

// --- Internal helpers ---

interface ReadEntry {
  readonly id: string | null;
  readonly listedOn?: PlainDate;
  readonly item?: SourceItem;
  readonly reason?: string;
}

function readEntry(raw: unknown, observedAt: Date, fallback: PlainDate): ReadEntry {
  const parsed = feedEntry.safeParse(raw);
  if (!parsed.success) return { id: null, reason: 'it is not an entry' };
  const entry = parsed.data;
  const id = [entry.id ?? '', ...entry.link]
    .map((name) => parsePaperId(name.trim().replace(/^oai:arXiv\.org:/i, '')))
    .find((found) => found !== null);
  if (id === undefined)
    return { id: sourceText(entry.id ?? '').slice(0, 100), reason: 'its id is not an arXiv id' };
  const listedOn = announcementDay(entry.published ?? entry.updated) ?? fallback;
  if (!LISTED.has((entry.announce_type ?? 'new').trim().toLowerCase())) return { id, listedOn };
  const title = sourceText(entry.title ?? '');
  if (title === '') return { id, listedOn, reason: 'it has no title' };
  const facts = {
    id,
    source: 'arxiv' as const,
    title,
    abstract: sourceText((entry.summary ?? '').replace(PREFIX, '')),
    authors: splitAuthors(entry.creator ?? ''),
    categories: entry.category,
  };
  const sighting = {
    paperId: id,
    source: 'arxiv',
    list: 'announcement',
    listedOn,
    observedAt,
    signals: {},
  } as const;
  return { id, listedOn, item: { facts, sighting } };
}

/**
 * The day an entry was announced. The feed writes midnight Eastern: a midnight is the day as it is written, any other
 * time is the day it was then in New York. Null when it is not a time.
 */
export function announcementDay(value: string | undefined): PlainDate | null {
  const time = Date.parse(value?.trim() ?? '');
  if (value === undefined || Number.isNaN(time)) return null;
  const [, day, clock] = /^\s*(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?/.exec(value) ?? rfc822(value);
  if (day === undefined) return null;
  return clock === undefined || clock === '00:00' ? day : arxivDay(new Date(time));
}

/** Day and time as RSS writes them, `Fri, 20 Nov 2026 00:00:00 -0500`, in the order of the other form. */
function rfc822(value: string): readonly string[] {
  const [, date = '', clock = ''] = /(\d{1,2} [A-Za-z]{3} \d{4}) (\d{2}:\d{2})/.exec(value) ?? [];
  const noon = Date.parse(`${date} 12:00:00 GMT`);
  return Number.isNaN(noon) ? [] : [value, new Date(noon).toISOString().slice(0, 10), clock];
}
