import { z } from 'zod';

const count = z.number().int().nonnegative().max(10_000_000);

/** A story as Algolia's copy of Hacker News has it, reduced to what is used. */
export const storyHit = z.object({
  objectID: z.string().regex(/^\d{1,15}$/),
  /** Stories that only ask or tell have none. */
  url: z.string().nullish(),
  points: count,
  num_comments: count.nullish().catch(null),
  _tags: z.array(z.unknown()).nullish().catch(null),
});

export type StoryHit = z.output<typeof storyHit>;

/** The whole answer; its hits are looked at one by one. */
export const searchAnswer = z.object({
  hits: z.array(z.unknown()),
  nbPages: z.number().int().nonnegative().nullish().catch(null),
});
