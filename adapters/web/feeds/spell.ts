import XMLBuilder from 'fast-xml-builder';
import type { Feed, FeedEntry } from './feed.js';

export type FeedFormat = 'atom' | 'json';

export const FEED_TYPES: Readonly<Record<FeedFormat, string>> = {
  atom: 'application/atom+xml',
  json: 'application/feed+json',
};

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressBooleanAttributes: false,
  suppressEmptyNode: true,
  processEntities: true,
});

/** The feed's text: Atom (RFC 4287) or JSON Feed 1.1. Everything that came from outside is text there, never markup. */
export function spellFeed(feed: Feed, format: FeedFormat): string {
  return format === 'atom' ? spellAtom(feed) : spellJson(feed);
}

// --- Internal helpers ---

function spellAtom(feed: Feed): string {
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'utf-8' },
    feed: {
      '@xmlns': 'http://www.w3.org/2005/Atom',
      id: feed.id,
      title: { '@type': 'text', '#text': feed.title },
      updated: feed.updated,
      author: { name: 'Broadsheet' },
      link: [
        { '@rel': 'self', '@type': FEED_TYPES.atom, '@href': feed.self.atom },
        { '@rel': 'alternate', '@type': 'text/html', '@href': feed.page },
        { '@rel': 'alternate', '@type': FEED_TYPES.json, '@href': feed.self.json },
      ],
      generator: 'Broadsheet',
      entry: feed.entries.map(atomEntry),
    },
  });
}

function atomEntry(entry: FeedEntry) {
  return {
    id: entry.id,
    title: { '@type': 'text', '#text': entry.title },
    published: entry.date,
    updated: entry.date,
    author: entry.authors.map((name) => ({ name })),
    category: entry.categories.map((term) => ({ '@term': term })),
    link: [
      { '@rel': 'alternate', '@type': 'text/html', '@href': entry.url },
      ...(entry.original === null ? [] : [{ '@rel': 'related', '@href': entry.original }]),
    ],
    summary: { '@type': 'text', '#text': entry.text },
  };
}

function spellJson(feed: Feed): string {
  const items = feed.entries.map((entry) => ({
    id: entry.id,
    url: entry.url,
    ...(entry.original === null ? {} : { external_url: entry.original }),
    title: entry.title,
    content_text: entry.text,
    ...(entry.image === null ? {} : { image: entry.image }),
    date_published: entry.date,
    date_modified: entry.date,
    authors: entry.authors.map((name) => ({ name })),
    tags: entry.categories,
  }));
  return `${JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    home_page_url: feed.page,
    feed_url: feed.self.json,
    items,
  })}\n`;
}
