import { createHash } from 'node:crypto';
import type { PaperList, ReadPaper } from '../../../src/reading/reading-types.js';
import { isLoopback } from '../../../src/public-address.js';
import { withoutNonXml } from '../../../src/text/xml.js';
import { paperPath, topicPath, wishPath } from '../paths.js';

/** A feed before it is spelled as Atom or JSON. Text is free of what XML cannot hold, not escaped. */
export interface Feed {
  readonly id: string;
  readonly title: string;
  /** The page that shows the same, absolute. */
  readonly page: string;
  /** Where the feed is, absolute, by format. */
  readonly self: { readonly atom: string; readonly json: string };
  /** Of the latest entry, ISO 8601. */
  readonly updated: string;
  readonly entries: readonly FeedEntry[];
}

export interface FeedEntry {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  /** Where the paper itself is, when `url` is our page of it. */
  readonly original: string | null;
  /** ISO 8601. */
  readonly date: string;
  readonly authors: readonly string[];
  readonly categories: readonly string[];
  readonly text: string;
  readonly image: string | null;
}

/** Entries of a feed: more than a week's best are read by nobody, and every poll carries them. */
export const MOST_ENTRIES = 50;
/** Said of a feed without entries: a date must be there, and no clock may move it. */
const NEVER = '1970-01-01T00:00:00Z';
/** The namespace of our name-based UUIDs; it must never change. */
const NAMESPACE = '8f0d4bb2-2f3e-4c68-9a53-6d1b0b7c5a41';

/**
 * The best of a list as a feed, latest first: by day and id, so that a new ranking of the same papers changes no byte.
 * The ids are UUIDs (RFC 9562, version 5) made of the paper's id alone: a `tag:` URI (RFC 4151) needs a domain that is
 * ours, and that of PUBLIC_URL may change; then every reader would see every paper anew. The bundled sample gives none.
 * @param publicUrl without a slash at the end
 */
export function feedOf(list: PaperList, publicUrl: string): Feed {
  const place = placeOf(list);
  const best = list.sample ? [] : list.papers.slice(0, MOST_ENTRIES);
  const entries = best
    .map((paper) => entryOf(paper, publicUrl))
    .sort((a, b) => (a.date === b.date ? compare(a.id, b.id) : compare(b.date, a.date)));
  return {
    id: urnOf(`feed:${place.key}`),
    title: withoutNonXml(place.title),
    page: `${publicUrl}${place.page}`,
    self: { atom: `${publicUrl}${place.feed('atom')}`, json: `${publicUrl}${place.feed('json')}` },
    updated: entries[0]?.date ?? NEVER,
    entries,
  };
}

/** What a list's feed is called, and where it is; every list but a topic's has the common one. */
export function placeOf({ key, topic }: Pick<PaperList, 'key' | 'topic'>) {
  if (topic === null)
    return {
      key: 'week',
      title: 'Broadsheet: trending research papers',
      page: '/week',
      feed: (format: 'atom' | 'json') => `/feed.${format}`,
    };
  const named = key.startsWith('topic:');
  const query = encodeURIComponent(topic.query);
  return {
    key,
    title: `Broadsheet: ${named ? topic.name : topic.query}`,
    page: named ? topicPath(topic.name) : wishPath(topic.query),
    feed: (format: 'atom' | 'json') =>
      named ? `${topicPath(topic.name)}/feed.${format}` : `/feed.${format}?q=${query}`,
  };
}

/** A URI for a name, the same for ever. */
export function urnOf(name: string): string {
  const space = Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex');
  const bytes = createHash('sha1').update(space).update(name).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return `urn:uuid:${bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`;
}

// --- Internal helpers ---

function entryOf(paper: ReadPaper, publicUrl: string): FeedEntry {
  const ours = !isLoopback(new URL(publicUrl).hostname);
  return {
    id: urnOf(`paper:${paper.paperId}`),
    title: withoutNonXml(paper.title),
    url: ours ? `${publicUrl}${paperPath(paper.paperId)}` : paper.url,
    original: ours ? paper.url : null,
    date: `${paper.firstListedOn}T00:00:00Z`,
    authors: paper.authorNames.map(withoutNonXml),
    categories: paper.categories.map(withoutNonXml),
    text: withoutNonXml(textOf(paper)),
    image: paper.thumbnailUrl,
  };
}

function textOf({ abstract, aiSummary, title }: ReadPaper): string {
  if (abstract !== '') return abstract;
  return aiSummary === '' ? title : `AI summary: ${aiSummary}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
