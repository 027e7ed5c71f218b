import { z } from 'zod';
import { textNode } from './xml.js';

const term = z.object({ '@term': z.string() }).transform((node) => node['@term']);

/** arXiv categories only: entries also carry ACM and MSC classes, which start with a capital or a digit. */
const CATEGORY = /^[a-z][a-z-]{0,20}(?:\.[A-Za-z-]{1,20})?$/;

const categories = z
  .array(z.unknown())
  .transform((all) => all.map((one) => term.safeParse(one).data ?? '').filter((name) => CATEGORY.test(name)))
  .default([])
  .catch([]);

const links = z
  .array(z.unknown())
  .transform((all) =>
    all.map((one) => z.object({ '@href': z.string() }).safeParse(one).data?.['@href'] ?? ''),
  )
  .default([])
  .catch([]);

/** An entry of the announcement feed (arxiv-feed, `serializers/serializer.py`). */
export const feedEntry = z.object({
  id: textNode,
  link: links,
  title: textNode,
  summary: textNode,
  announce_type: textNode,
  creator: textNode,
  category: categories,
  published: textNode,
  updated: textNode,
});

/** An entry of the query API (arXiv API user's manual). */
export const apiEntry = z.object({
  id: textNode,
  title: textNode,
  summary: textNode,
  published: textNode,
  category: categories,
  primary_category: term
    .optional()
    .transform((name) => (name !== undefined && CATEGORY.test(name) ? name : undefined))
    .catch(undefined),
  comment: textNode,
  author: z
    .array(z.unknown())
    .transform((all) => all.map((one) => z.object({ name: textNode }).safeParse(one).data?.name ?? ''))
    .default([])
    .catch([]),
});
