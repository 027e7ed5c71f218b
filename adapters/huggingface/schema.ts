import { z } from 'zod';

const MOST_AUTHORS = 5_000;
const MOST_KEYWORDS = 30;

/** A field that may be missing, null or odd without costing the paper; absent is not zero. */
const lenient = <T extends z.ZodType>(schema: T) =>
  schema
    .nullish()
    .transform((value) => value ?? undefined)
    .catch(undefined);

const count = lenient(z.number().int().nonnegative().max(1_000_000_000));
const text = lenient(z.string());
const someTexts = lenient(
  z
    .array(z.unknown())
    .transform((all) => all.slice(0, MOST_KEYWORDS).filter((one): one is string => typeof one === 'string')),
);

const author = z.object({ name: z.string(), hidden: z.boolean().nullish() });
const authors = z
  .array(z.unknown())
  .transform((all) =>
    all.slice(0, MOST_AUTHORS).flatMap((one) => {
      const parsed = author.safeParse(one);
      return parsed.success && parsed.data.hidden !== true ? [parsed.data.name] : [];
    }),
  )
  .catch([]);

const organization = lenient(z.object({ name: text, fullname: text }));

/**
 * One item of `GET /api/daily_papers`, reduced to what is used.
 * Where a value lives matters: `numComments` and `thumbnail` are outside `paper`; `ai_summary` and `ai_keywords` are
 * the only names in snake case; the outer `publishedAt` is shifted by a time zone and is not read.
 */
export const dailyItem = z.object({
  paper: z.object({
    id: z.string(),
    title: text,
    summary: text,
    authors,
    publishedAt: text,
    submittedOnDailyAt: text,
    upvotes: count,
    githubRepo: text,
    githubStars: count,
    projectPage: text,
    ai_summary: text,
    ai_keywords: someTexts,
    organization,
  }),
  title: text,
  summary: text,
  thumbnail: text,
  numComments: count,
  organization,
});

export type DailyItem = z.output<typeof dailyItem>;

/** The whole answer: an array whose items are looked at one by one. */
export const dailyAnswer = z.array(z.unknown());
