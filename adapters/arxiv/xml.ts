import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { SourceError } from '../../src/papers/source-error.js';
import { faultInXml } from './well-formed.js';

/** Elements that may occur once or many times; always arrays after parsing. */
const LISTS = new Set(['entry', 'item', 'category', 'link', 'author']);

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  // Only the five names of XML and numbers such as &#233;: a document that declares entities is refused before.
  processEntities: true,
  htmlEntities: true,
  isArray: (name, _path, _leaf, isAttribute) => !isAttribute && LISTS.has(name),
});

/** The text of an element, with or without attributes; undefined when it is missing or holds other elements. */
export const textNode = z
  .union([z.string(), z.object({ '#text': z.string() }).transform((node) => node['#text'])])
  .optional()
  .catch(undefined);

const atom = z
  .object({
    feed: z.union([
      z.literal('').transform(() => ({ title: undefined, totalResults: undefined, entry: [] })),
      z.object({ title: textNode, totalResults: textNode, entry: z.array(z.unknown()).default([]) }),
    ]),
  })
  .transform(({ feed }) => feed);

/** An RSS 2.0 item under Atom's names; both carry the same facts (arxiv-feed, `serializers/extensions.py`). */
const rssItem = z
  .object({
    guid: textNode,
    link: z.array(textNode).default([]).catch([]),
    description: textNode,
    category: z.array(textNode).default([]).catch([]),
    pubDate: textNode,
  })
  .loose()
  .transform((item) => ({
    ...item,
    id: item.guid,
    link: item.link.map((href) => ({ '@href': href })),
    summary: item.description,
    category: item.category.map((term) => ({ '@term': term })),
    published: item.pubDate,
  }));

const rss = z
  .object({
    rss: z.object({ channel: z.object({ title: textNode, item: z.array(z.unknown()).default([]) }) }),
  })
  .transform(({ rss: { channel } }) => ({
    title: channel.title,
    totalResults: undefined,
    entry: channel.item.map((item) => rssItem.safeParse(item).data),
  }));

const root = z.union([atom, rss]);

/** A feed with its entries still unchecked; those of RSS 2.0 are under Atom's names. */
export interface Feed {
  readonly title: string;
  /** Null when the feed does not tell. */
  readonly totalResults: number | null;
  readonly entries: readonly unknown[];
}

/**
 * @param where host and path, for messages
 * @throws SourceError when it is no whole feed; a DOCTYPE is refused unread, because it can define entities
 */
export function parseFeed(body: string, where: string): Feed {
  if (/<!(?:doctype|entity)/i.test(body)) {
    const page = /<!doctype\s+html/i.test(body);
    throw unreadable(page ? 'a web page' : 'XML with a DOCTYPE, which is refused', where);
  }
  const parsed = root.safeParse(parseXml(body, where));
  if (!parsed.success) throw unreadable(/<html[\s>]/i.test(body) ? 'a web page' : 'something else', where);
  const { title, totalResults, entry } = parsed.data;
  const total = Number(totalResults ?? Number.NaN);
  return {
    title: title ?? '',
    totalResults: Number.isSafeInteger(total) && total >= 0 ? total : null,
    entries: entry,
  };
}

function parseXml(body: string, where: string): unknown {
  try {
    const fault = faultInXml(body);
    if (fault !== null) throw new Error(fault);
    return parser.parse(body);
  } catch (cause) {
    const what = body.trim() === '' ? 'nothing' : 'XML that breaks off or is not well-formed';
    throw unreadable(what, where, cause);
  }
}

function unreadable(what: string, where: string, cause?: unknown): SourceError {
  return new SourceError(`arXiv answered with ${what} instead of a feed at ${where}.`, {
    fault: 'unreadable',
    cause,
  });
}
