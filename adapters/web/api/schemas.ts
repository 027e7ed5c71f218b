import { z } from 'zod';

/** Papers of a page when nothing else is asked for, and at most. */
export const PAGE = { usual: 20, most: 100 } as const;
const LONGEST_QUERY = 2_000;

const day = z.iso.date();
const count = z.int().nonnegative();

/** What the API answers and takes. The OpenAPI description is made of these, and tests hold the answers against it. */
export const Paper = z
  .strictObject({
    id: z.string().describe('arXiv id, or `doi:…`; it never changes.'),
    rank: z.int().positive().describe('Place in the list or answer it stands in, from 1.'),
    title: z.string(),
    url: z.url().describe('Where the paper itself is.'),
    page: z.url().describe('Our page of it.'),
    authors: z.array(z.string()).describe('At most 100.'),
    authorCount: count,
    organization: z.string().nullable(),
    abstract: z.string().describe('Empty when it is not known.'),
    aiSummary: z.string().nullable().describe('One sentence written by a machine, of Hugging Face.'),
    categories: z.array(z.string()).describe('Of arXiv, the primary one first.'),
    publishedOn: day.nullable().describe('Day of the first version.'),
    firstListedOn: day.describe('First day that a source listed it; it never changes.'),
    listedOn: day.describe('Latest day that a source listed it.'),
    upvotes: count.nullable(),
    comments: count.nullable(),
    githubStars: count.nullable().describe('Of its code.'),
    links: z.array(z.strictObject({ label: z.string(), url: z.url() })),
    thumbnail: z.url().nullable(),
    why: z.string().describe('One line that explains the rank.'),
    score: z
      .number()
      .describe('What the rank goes by: the sum of the contributions, if nothing was spread out.'),
    parts: z
      .array(
        z.strictObject({
          name: z.string(),
          value: z.number(),
          weight: z.number(),
          contribution: z.number().describe('weight × value'),
        }),
      )
      .describe('The summands of the score.'),
    history: z
      .array(z.strictObject({ at: z.iso.datetime(), upvotes: count }))
      .describe('Readings of its upvotes, oldest first: at most 24, or 400 of a paper asked for by its id.'),
    foundBy: z
      .string()
      .nullable()
      .describe('In an answer to a search: `meaning`, or the source that had to be asked for it; else null.'),
  })
  .describe('A paper as the page shows it. Text is plain, not HTML.');

const next = z
  .string()
  .nullable()
  .describe('Give it as `cursor` to get the papers that follow; null when there are none.');
const notices = z.array(z.string()).describe('Sentences for the reader: what is missing, or what was done.');

export const PaperList = z.strictObject({
  list: z.string().describe('Names the list for good, like `day:2026-11-27` or `topic:agents`.'),
  title: z.string(),
  from: day,
  to: day,
  total: count.describe('Papers of the list; only the best 200 are given.'),
  sample: z
    .boolean()
    .describe('True while nothing has been read yet: these are the papers bundled with Broadsheet.'),
  old: z.boolean().describe('True when it could not be made anew, because the database does not answer.'),
  madeAt: z.iso.datetime(),
  notices,
  papers: z.array(Paper).describe('Best first.'),
  next,
});

export const PaperDetail = z.strictObject({
  paper: Paper,
  place: z
    .strictObject({ position: z.int().positive(), of: count })
    .nullable()
    .describe('Among the papers of the last seven days; null when it is none of them.'),
  topics: z.array(z.string()).describe('Names of the topics of `/api/topics` that it matches.'),
  similar: z.array(Paper).describe('Papers with a like text, the likest first.'),
  bibtex: z.string(),
  old: z.boolean().describe('True when it could not be looked up anew.'),
});

export const SearchResult = z.strictObject({
  query: z.string(),
  papers: z.array(Paper).describe('Best first; at most 50 in all.'),
  notices,
  near: z
    .array(z.strictObject({ label: z.string(), query: z.string(), papers: count }))
    .describe('Topics of this week that are near, when nothing was found.'),
  next,
});

export const TopicList = z.strictObject({
  topics: z.array(
    z.strictObject({
      name: z.string(),
      query: z.string().describe('The search it stands for; empty: all papers.'),
      papers: z.string().describe('Where its papers are.'),
      feed: z.string().describe('Its feed in Atom; the same ending in `.json` is a JSON Feed.'),
    }),
  ),
});

export const Problem = z
  .object({
    type: z.string(),
    status: z.int(),
    title: z.string(),
    detail: z.string().describe('What happened, and where.'),
    hint: z.string().describe('The repair.'),
    position: z.int().optional().describe('Where in the query the fault is, from 0, in UTF-16 units.'),
  })
  .describe('What went wrong (RFC 9457).');

const limit = z.coerce.number().int().min(1).max(PAGE.most).default(PAGE.usual).describe('Papers of a page.');
const cursor = z.string().max(300).optional().describe('What `next` of the page before said.');
const query = z.string().max(LONGEST_QUERY);

export const ListWish = z.strictObject({
  day: z
    .string()
    .optional()
    .describe('A day like `2026-11-27`; without any choice, the latest day with a list.'),
  week: z
    .string()
    .optional()
    .describe('`last` = the last seven days, or a week of ISO 8601 like `2026-W48`.'),
  month: z.string().optional().describe('`last` = the last thirty days, or a month like `2026-11`.'),
  topic: query
    .optional()
    .describe('A name of `/api/topics`, or any query: what trends of it, of the last seven days.'),
  limit,
  cursor,
});
export const SearchWish = z.strictObject({
  q: query
    .default('')
    .describe('Words, "phrases", author:, cat:, after:, a paper’s id or link … Empty: the newest papers.'),
  limit,
  cursor,
});
export const NoWish = z.strictObject({});
